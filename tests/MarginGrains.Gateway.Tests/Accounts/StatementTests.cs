using MarginGrains.Core.Instruments;
using MarginGrains.Core.Primitives;
using MarginGrains.Grains.Marks;
using Microsoft.Extensions.DependencyInjection;

namespace MarginGrains.Gateway.Tests.Accounts;

/// <summary>Trading days over HTTP: a Monday that ends at 24:00 UTC.</summary>
public sealed class StatementTests : IAsyncLifetime
{
    private Desk desk = null!;

    public async Task InitializeAsync() => desk = await Desk.StartAsync();

    public Task DisposeAsync() => desk.DisposeAsync().AsTask();

    [Fact]
    public async Task ADay_IsOverAtItsBorder_ADraftAtFirst_AndFinalWithItsOfficialPrices()
    {
        var symbol = await desk.InstrumentAsync(DeskSteps.Rate("0.5", "0.3"), "stock");
        await PriceAsync(symbol, "100", "2026-03-02T14:00:00Z");
        var account = await desk.AccountAsync("us-reg-t", "50000");
        (await desk.FillAsync(account, symbol, "buy", "10", "100")).ShouldBe(201);
        await PriceAsync(symbol, "104", "2026-03-02T23:59:59Z");
        var path = $"/v1/accounts/{account}/statements/2026-03-02";
        (await desk.GetAsync(path)).ShouldBeProblem(422, "day_not_over");
        (await desk.GetAsync("/v1/trading-days/2026-03-02")).ShouldBeProblem(422, "day_not_over");

        await PriceAsync(symbol, "300", "2026-03-03T09:00:00Z");
        (await desk.TransferAsync(account, "withdrawal", "1000")).ShouldBe(201);
        var draft = (await desk.GetAsync(path)).ShouldBe(200);
        draft.Get("state").ShouldBe("draft");
        draft.Get("missingPrices.0").ShouldBe(symbol);
        draft.Get("until").ShouldBe("2026-03-03T00:00:00Z");
        draft.Json.GetProperty("openingBalances").EnumerateObject().ShouldBeEmpty();
        draft.Get("closingBalances.USD").ShouldBe("49000.00");
        draft.Get("bookings.0.kind").ShouldBe("deposit");
        draft.Get("bookings.1.kind").ShouldBe("trade");
        draft.Get("bookings.1.amount").ShouldBe("-1000.00");
        draft.Get("positions.0.closingPrice").ShouldBe("104");
        draft.Get("figures.equity").ShouldBe("50040.00");
        (await desk.GetAsync(path)).Text.ShouldBe(draft.Text, "the same bytes again");
        var book = (await desk.GetAsync("/v1/trading-days/2026-03-02")).ShouldBe(200);
        book.Get("state").ShouldBe("draft");
        book.Get("accounts").ShouldBe("1");
        book.Get("balanced").ShouldBe("true");

        await ClosingAsync(symbol, new(2026, 3, 3, 0, 0, 0, TimeSpan.Zero), 106m);
        var final = (await desk.GetAsync(path)).ShouldBe(200);
        final.Get("state").ShouldBe("final");
        final.Get("positions.0.closingPrice").ShouldBe("106");
        final.Get("figures.equity").ShouldBe("50060.00");
        (await desk.GetAsync("/v1/trading-days/2026-03-02")).ShouldBe(200).Get("state").ShouldBe("final");
    }

    [Fact]
    public async Task AfterARestart_TheMarksOfTheBorderAreStillThere()
    {
        var symbol = await desk.InstrumentAsync(DeskSteps.Rate("0.5", "0.3"), "stock");
        await PriceAsync(symbol, "100", "2026-03-02T14:00:00Z");
        var account = await desk.AccountAsync("us-reg-t", "50000");
        (await desk.FillAsync(account, symbol, "buy", "10", "100")).ShouldBe(201);
        await PriceAsync(symbol, "104", "2026-03-02T20:00:00Z");
        await PriceAsync(symbol, "300", "2026-03-03T09:00:00Z");
        var before = (await desk.GetAsync($"/v1/accounts/{account}/statements/2026-03-02")).ShouldBe(200);
        await desk.RestartAsync();
        (await desk.GetAsync($"/v1/accounts/{account}/statements/2026-03-02")).ShouldBe(200).Text.ShouldBe(before.Text);
    }

    [Fact]
    public async Task WhatIsWrong_IsSaid()
    {
        var symbol = await desk.InstrumentAsync(DeskSteps.Rate("0.5", "0.3"), "stock");
        await PriceAsync(symbol, "100", "2026-03-04T14:00:00Z");
        var account = await desk.AccountAsync("us-reg-t", "1");
        (await desk.GetAsync($"/v1/accounts/{account}/statements/2026-02-30")).ShouldBeProblem(400, "time_malformed", "date");
        (await desk.GetAsync($"/v1/accounts/{account}/statements/yesterday")).ShouldBeProblem(400, "time_malformed", "date");
        (await desk.GetAsync($"/v1/accounts/{account}/statements/0001-01-01")).ShouldBeProblem(400, "time_malformed", "date");
        (await desk.GetAsync($"/v1/accounts/{account}/statements/2026-03-03")).ShouldBeProblem(404, "statement_unknown");
        (await desk.GetAsync($"/v1/accounts/{Desk.New("A")}/statements/2026-03-03")).ShouldBeProblem(404, "account_unknown");
        (await desk.GetAsync($"/v1/accounts/{account}/statements/2026-03-03?state=final")).Status.ShouldBe(400);
        (await desk.GetAsync("/v1/trading-days/2026-13-01")).ShouldBeProblem(400, "time_malformed", "date");
        (await desk.GetAsync("/v1/trading-days/2026-03-04")).ShouldBeProblem(422, "day_not_over");
        (await desk.GetAsync("/v1/trading-days/2026-03-03")).ShouldBe(200).Get("accounts").ShouldBe("0");
    }

    private async Task PriceAsync(string symbol, string mark, string time)
    {
        (await desk.PostAsync("/v1/prices", DeskSteps.PriceJson(symbol, mark, time))).ShouldBe(200).Get("accepted").ShouldBe("1");
        await desk.SettleAsync();
    }

    private Task ClosingAsync(string symbol, DateTimeOffset at, decimal price) =>
        desk.Services.GetRequiredService<MarkFeed>().PublishThroughAsync(new()
        {
            Rates = new RateSeries(RateKind.Closing, symbol, [new(at, default) { Price = new Price(price) }]),
        }).AsTask();
}
