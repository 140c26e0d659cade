using System.Text.Json;
using MarginGrains.Grains.Marks;
using Microsoft.Extensions.DependencyInjection;

namespace MarginGrains.Gateway.Tests.Accounts;

/// <summary>A price path that is full, as those who post prices see it.</summary>
public sealed class BackpressureTests
{
    private const int Many = 9_999;

    [Fact]
    public async Task APathThatIsFull_Answers429_PriceByPrice_AndWhatIsSentAgainIsTakenOnce()
    {
        await using var desk = await Desk.StartAsync();
        var (symbol, other) = (await desk.EurUsdAsync(), await desk.EurUsdAsync());
        await desk.PriceAsync(symbol, "1");
        var board = desk.Services.GetRequiredService<MarkBoard>();
        var held = new MonitorInbox(backlog: 1);
        board.Subscribe(held);

        // All of one time and without numbers: only the answer says what was taken.
        var time = desk.NextTime();
        var items = Enumerable.Range(1, Many).Select(n =>
            $$"""{"symbol":"{{symbol}}","mark":"{{n}}","time":"{{time}}"}""").ToList();
        var unknown = $$"""{"symbol":"unknown-1","mark":"1","time":"{{time}}"}""";
        var refused = await PostAsync(desk, [.. items, unknown]);
        refused.ShouldBeProblem(429, "prices_backlogged");
        refused.Get("retryable").ShouldBe("true");
        refused.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(1));
        var results = refused.Json.GetProperty("prices").GetProperty("results").EnumerateArray().ToList();
        results.Count.ShouldBe(Many + 1);
        var taken = results.TakeWhile(r => Text(r, "outcome") == "accepted").Count();
        taken.ShouldBeInRange(1, Many - 1);
        results.Skip(taken).Take(Many - taken).ShouldAllBe(
            r => Text(r, "outcome") == "rejected" && Text(r, "code") == "prices_backlogged");
        Text(results[^1], "code").ShouldBe("instrument_unknown");
        refused.Number("prices.accepted").ShouldBe(taken);
        refused.Number("prices.rejected").ShouldBe(Many + 1 - taken);

        // Reading goes on meanwhile, and says what was acknowledged last.
        (await desk.GetAsync($"/v1/prices/{symbol}")).ShouldBe(200).Number("mark").ShouldBe(taken);
        (await PostAsync(desk, [$$"""{"symbol":"{{other}}","mark":"1","time":"{{time}}"}"""]))
            .ShouldBeProblem(429, "prices_backlogged");

        board.Unsubscribe(held);
        held.Close();
        var again = await PostAsync(desk, items[taken..]);
        while (again.Status == 429)
        {
            taken += (int)again.Number("prices.accepted");
            again = await PostAsync(desk, items[taken..]);
        }

        again.ShouldBe(200).Number("accepted").ShouldBe(Many - taken);
        await desk.SettleAsync();
        (await desk.GetAsync($"/v1/prices/{symbol}")).Get("sequence").ShouldBe($"{Many + 1}", "each was taken once");
        board.Current.FindMark(new(symbol))!.Price.Value.ShouldBe(Many);
    }

    private static Task<Answer> PostAsync(Desk desk, IReadOnlyList<string> items) =>
        desk.PostAsync("/v1/prices", $$"""{"prices":[{{string.Join(',', items)}}]}""");

    private static string? Text(JsonElement result, string name) => result.GetProperty(name).GetString();
}
