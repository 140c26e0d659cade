namespace MarginGrains.Gateway.Tests.Accounts;

/// <summary>A server that was stopped comes back with everything.</summary>
public sealed class RestartTests
{
    [Fact]
    public async Task ARestart_KeepsAccountsDefinitionsPricesEventsAndIds()
    {
        await using var desk = await Desk.StartAsync();
        var symbol = await desk.EurUsdAsync();
        var account = await desk.AccountAsync("fx-retail");
        await desk.TransferAsync(account, "deposit", "1000", transferId: "t1");
        await desk.PriceAsync(symbol, "1.24");
        await desk.FillAsync(account, symbol, "buy", "100000", "1.24");
        await desk.PriceAsync(symbol, "1.2370");
        var margin = await desk.MarginAsync(account);
        (await desk.PutAsync("/v1/calendars/kept", """
            {"zone":"Europe/Berlin","week":[{"day":"monday","hours":[{"opens":"09:00","closes":"17:30"}]}]}
            """)).ShouldBe(201);
        var calendar = await desk.GetAsync("/v1/calendars/kept");
        var events = await desk.GetAsync("/v1/events:list?order=oldest&limit=500");
        var called = await desk.EventAsync(account, "call.opened");

        await desk.RestartAsync();

        (await desk.MarginAsync(account)).Text.ShouldBe(margin.Text);
        (await desk.GetAsync("/v1/calendars/kept")).ShouldBe(200).Text.ShouldBe(calendar.Text);
        (await desk.GetAsync("/v1/events:list?order=oldest&limit=500")).Text.ShouldBe(events.Text);
        (await desk.TransferAsync(account, "deposit", "1000", transferId: "t1")).ShouldBe(200).IsReplayed.ShouldBeTrue();
        (await desk.GetAsync($"/v1/instruments/{symbol}")).ShouldBe(200);

        // Following events begins when the hub is up, which it is when the stream opens.
        await using var stream = await SseReader.OpenAsync(desk, "?afterId=0");
        (await stream.NextAsync()).Event.ShouldBe("call.opened");
        (await desk.GetAsync("/v1/risk/summary")).Get("lastEventId").ShouldBe(called.Get("id"));
        await desk.PriceAsync(symbol, "1.2400");
        (await stream.NextAsync()).Event.ShouldBe("call.met");
    }
}
