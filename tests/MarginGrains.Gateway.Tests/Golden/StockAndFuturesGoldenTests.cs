namespace MarginGrains.Gateway.Tests.Golden;

/// <summary>The user's own examples through HTTP: stock and futures.</summary>
[Collection(SharedDesk.Name)]
public sealed class StockAndFuturesGoldenTests(Desk desk)
{
    [Fact, Trait("Case", "U01")]
    public async Task StockMarginLoan_FallingTo70000_IsCalledForTheAmountsOfTheExample()
    {
        var symbol = await StockAsync();
        var account = await desk.AccountAsync("us-reg-t", "50000");
        await desk.PriceAsync(symbol, "100");
        (await desk.FillAsync(account, symbol, "buy", "1000", "100")).ShouldBe(201).Get("incidents").ShouldBe("[]");
        (await desk.MarginAsync(account)).Number("loan").ShouldBe(50_000m);

        await desk.PriceAsync(symbol, "70");

        var margin = await desk.MarginAsync(account);
        margin.Number("equity").ShouldBe(20_000m);
        margin.Get("regimeRatioPercent").ShouldBe("28.5714");
        margin.Get("stage").ShouldBe("call");
        margin.Number("call.amountToInitial").ShouldBe(15_000m);
        margin.Number("call.amountDue").ShouldBe(1_000m);
        margin.Get("call.basis").ShouldBe("maintenance");
    }

    [Fact, Trait("Case", "U02")]
    public async Task StockMarginLoan_With2500AgainstA3000Requirement_IsShortOf500()
    {
        var symbol = await StockAsync();
        var account = await desk.AccountAsync("us-reg-t", "2500");
        await desk.PriceAsync(symbol, "100");
        (await desk.FillAsync(account, symbol, "buy", "100", "100")).ShouldBe(201).Get("incidents").ShouldBe("[\"fill_beyond_margin\"]");

        var margin = await desk.MarginAsync(account);
        margin.Number("loan").ShouldBe(7_500m);
        margin.Number("equity").ShouldBe(2_500m);
        margin.Get("regimeRatioPercent").ShouldBe("25");
        margin.Number("maintenanceMargin").ShouldBe(3_000m);
        margin.Number("excessLiquidity").ShouldBe(-500m);
        margin.Number("call.amountDue").ShouldBe(500m);
    }

    [Theory, Trait("Case", "U03")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task EtfOnALoan_FallingTo14000_IsCalledAndCuredByDepositOrBySelling(bool deposits)
    {
        var symbol = await desk.InstrumentAsync(DeskSteps.Rate("0.5", "0.3"), "etf");
        var account = await desk.AccountAsync("us-reg-t", "10000");
        await desk.PriceAsync(symbol, "100");
        (await desk.FillAsync(account, symbol, "buy", "200", "100")).ShouldBe(201);
        await desk.PriceAsync(symbol, "70");
        var margin = await desk.MarginAsync(account);
        margin.Number("equity").ShouldBe(4_000m);
        margin.Get("regimeRatioPercent").ShouldBe("28.5714");
        margin.Get("stage").ShouldBe("call");

        if (deposits) (await desk.TransferAsync(account, "deposit", margin.Get("call.amountDue")!)).ShouldBe(201);
        else (await desk.FillAsync(account, symbol, "sell", "10", "70")).ShouldBe(201);

        (await desk.MarginAsync(account)).Get("call").ShouldBeNull();
        (await desk.EventAsync(account, "call.met")).Get("data.how").ShouldBe("clearLevelReached");
    }

    [Fact, Trait("Case", "U05")]
    public async Task IndexFuture_AtMaintenance_IsNotCalled_AndBelowIsCalledBackToInitial()
    {
        var symbol = await desk.InstrumentAsync(DeskSteps.PerContract("12000", "11000"), "future", multiplier: "50");
        var account = await desk.AccountAsync("futures", "12000");
        await desk.PriceAsync(symbol, "5000");
        (await desk.FillAsync(account, symbol, "buy", "1", "5000")).ShouldBe(201).Get("incidents").ShouldBe("[]");
        var margin = await desk.MarginAsync(account);
        margin.Number("positions.0.notional").ShouldBe(250_000m);
        margin.Number("excessLiquidity").ShouldBe(1_000m);

        await desk.PriceAsync(symbol, "4980");
        margin = await desk.MarginAsync(account);
        margin.Number("equity").ShouldBe(11_000m);
        margin.Get("call").ShouldBeNull();
        margin.Get("stage").ShouldBe("warning");

        await desk.PriceAsync(symbol, "4979.75");
        margin = await desk.MarginAsync(account);
        margin.Get("stage").ShouldBe("call");
        margin.Number("call.amountDue").ShouldBe(1_012.5m);
        margin.Get("call.basis").ShouldBe("initial");
    }

    private Task<string> StockAsync() => desk.InstrumentAsync(DeskSteps.Rate("0.5", "0.3"), "stock");
}
