namespace MarginGrains.Gateway.Tests.Golden;

/// <summary>The user's own examples through HTTP: FX and CFD.</summary>
[Collection(SharedDesk.Name)]
public sealed class FxGoldenTests(Desk desk)
{
    [Fact, Trait("Case", "U06")]
    public async Task MarginLevel_FollowsTheQuotesOfTheExample_ThroughCallToStopOut()
    {
        var (account, symbol) = await LongOneLotAsync();
        foreach (var (mark, equity, level, stage) in new[]
        {
            ("1.2400", 1_000m, "100", "healthy"),
            ("1.2390", 900m, "90", "healthy"),
            ("1.2370", 700m, "70", "call"),
            ("1.2350", 500m, "50", "call"),
        })
        {
            await desk.PriceAsync(symbol, mark);
            var margin = await desk.MarginAsync(account);
            margin.Number("equity").ShouldBe(equity);
            margin.Number("usedMargin").ShouldBe(1_000m);
            margin.Get("marginLevelPercent").ShouldBe(level);
            margin.Get("stage").ShouldBe(stage, mark);
        }

        await desk.PriceAsync(symbol, "1.2330");

        var started = await desk.EventAsync(account, "liquidation.started");
        started.Get("data.reason").ShouldBe("stopOut");
        started.Number("margin.equity").ShouldBe(300m);
        started.Get("margin.marginLevelPercent").ShouldBe("30");
    }

    [Fact, Trait("Case", "U07")]
    public async Task OneLotOfGoldAt3350_OnLeverage50_Uses6700()
    {
        var symbol = await desk.InstrumentAsync(DeskSteps.Leverage("50"), multiplier: "100");
        var account = await desk.AccountAsync("fx-retail", "10000");
        await desk.PriceAsync(symbol, "3350");
        await desk.FillAsync(account, symbol, "buy", "1", "3350");
        (await desk.MarginAsync(account)).Number("usedMargin").ShouldBe(6_700m);
    }

    [Fact, Trait("Case", "U08")]
    public async Task FloatingLossOf50_On200Used_Leaves750Free()
    {
        var symbol = await desk.InstrumentAsync(DeskSteps.PerContract("200", "100"));
        var account = await desk.AccountAsync("fx-retail", "1000");
        await desk.PriceAsync(symbol, "100");
        await desk.FillAsync(account, symbol, "buy", "1", "100");
        await desk.PriceAsync(symbol, "50");
        var margin = await desk.MarginAsync(account);
        margin.Number("equity").ShouldBe(950m);
        margin.Number("freeMargin").ShouldBe(750m);
    }

    [Fact, Trait("Case", "U09")]
    public async Task MarginLevel_FallsFrom1000To800To50Percent()
    {
        var symbol = await desk.InstrumentAsync(DeskSteps.PerContract("100", "50"));
        var account = await desk.AccountAsync("fx-retail", "1000");
        await desk.PriceAsync(symbol, "1000");
        await desk.FillAsync(account, symbol, "buy", "1", "1000");
        foreach (var (mark, level) in new[] { ("1000", "1000"), ("800", "800"), ("50", "50") })
        {
            await desk.PriceAsync(symbol, mark);
            (await desk.MarginAsync(account)).Get("marginLevelPercent").ShouldBe(level);
        }
    }

    [Theory, Trait("Case", "U10")]
    [InlineData("10", 10_000, 10)]
    [InlineData("50", 2_000, 50)]
    [InlineData("100", 1_000, 100)]
    [InlineData("200", 500, 200)]
    public async Task Leverage_DecidesTheMargin_AndWhatOnePercentMeans(string leverage, int needed, int percent)
    {
        var symbol = await desk.InstrumentAsync(DeskSteps.Leverage(leverage));
        var account = await desk.AccountAsync("fx-retail", "50000");
        await desk.PriceAsync(symbol, "1.0000");
        await desk.FillAsync(account, symbol, "buy", "100000", "1.0000");
        var used = (await desk.MarginAsync(account)).Number("usedMargin");
        used.ShouldBe(needed);
        foreach (var (mark, gain) in new[] { ("1.0100", 1_000m), ("0.9900", -1_000m) })
        {
            await desk.PriceAsync(symbol, mark);
            var pnl = (await desk.MarginAsync(account)).Number("unrealizedPnl");
            pnl.ShouldBe(gain);
            (Math.Abs(pnl) / used * 100m).ShouldBe(percent);
        }
    }

    [Theory, Trait("Case", "U11")]
    [InlineData("1.1020", 1_700)]
    [InlineData("1.0680", -1_700)]
    public async Task OneLotAt10850_ClosedHigherOrLower_Realises1700(string close, int gain)
    {
        var symbol = await desk.EurUsdAsync();
        var account = await desk.AccountAsync("fx-retail", "10000");
        await desk.PriceAsync(symbol, "1.0850");
        await desk.FillAsync(account, symbol, "buy", "100000", "1.0850");
        await desk.FillAsync(account, symbol, "sell", "100000", close);
        var margin = await desk.MarginAsync(account);
        margin.Number("realizedPnl").ShouldBe(gain);
        margin.Number("balances.USD").ShouldBe(10_000m + gain);
        margin.Get("marginLevelPercent").ShouldBeNull();
    }

    [Fact, Trait("Case", "U14")]
    public async Task OrdersCheck_AllowsTheFirstPosition_AndNoNewRiskAt100PercentOrWithoutFreeMargin()
    {
        var symbol = await desk.EurUsdAsync();
        var account = await desk.AccountAsync("fx-retail", "1000");
        await desk.PriceAsync(symbol, "1.2400");
        var first = (await desk.CheckAsync(account, symbol, "buy", "100000")).ShouldBe(200);
        first.Get("allowed").ShouldBe("true", first.Text);
        first.Get("before.marginLevelPercent").ShouldBeNull();
        first.Get("after.marginLevelPercent").ShouldBe("100");
        first.Number("after.freeMargin").ShouldBe(0m);
        first.Get("largestQuantity").ShouldBe("100000");

        var larger = await desk.CheckAsync(account, symbol, "buy", "101000");
        larger.Get("allowed").ShouldBe("false");
        larger.Get("refusals.0.code").ShouldBe("free_margin_insufficient");

        // A fill is a fact: one beyond the margin is booked all the same.
        (await desk.FillAsync(account, symbol, "buy", "100000", "1.2400")).ShouldBe(201);
        (await desk.CheckAsync(account, symbol, "buy", "1000")).Get("refusals.0.code").ShouldBe("no_new_risk");
        (await desk.CheckAsync(account, symbol, "sell", "50000")).Get("allowed").ShouldBe("true");
        (await desk.FillAsync(account, symbol, "buy", "1000", "1.2400")).ShouldBe(201).Get("incidents")!.ShouldContain("fill_beyond_margin");
    }

    [Fact, Trait("Case", "U16")]
    public async Task WholeAccount_FallingTo122_IsWrittenOffForRetail()
    {
        var (account, symbol) = await LongOneLotAsync();
        await desk.PriceAsync(symbol, "1.2200");
        (await desk.EventAsync(account, "liquidation.started")).Number("margin.equity").ShouldBe(-1_000m);
        var deficit = await desk.EventAsync(account, "account.deficit");
        deficit.Number("data.amount").ShouldBe(1_000m);
        deficit.Get("data.treatment").ShouldBe("writtenOff");
        var margin = await desk.MarginAsync(account);
        margin.Number("equity").ShouldBe(0m);
        margin.Get("stage").ShouldBe("healthy");
        margin.Number("realizedPnl").ShouldBe(-2_000m);
    }

    [Fact, Trait("Case", "U16")]
    public async Task WholeAccount_FallingTo122_IsADebtWhereTheAgreementSaysSo()
    {
        var regime = Desk.New("R");
        (await desk.PutAsync($"/v1/regimes/{regime}", """
            {"regimeRatio":"equityToUsedMargin","negativeBalance":"debt","liquidation":{
              "stopOut":{"measure":"equityToUsedMargin","comparator":"below","threshold":"0.5"},
              "target":{"measure":"equityToUsedMargin","comparator":"below","threshold":"0.6"}}}
            """)).ShouldBe(201);
        var (account, symbol) = await LongOneLotAsync(regime);
        await desk.PriceAsync(symbol, "1.2200");
        var margin = await desk.MarginAsync(account);
        margin.Get("stage").ShouldBe("deficit");
        margin.Number("equity").ShouldBe(-1_000m);
        (await desk.EventAsync(account, "account.deficit")).Get("data.treatment").ShouldBe("debt");
    }

    private async Task<(string Account, string Symbol)> LongOneLotAsync(string regime = "fx-retail")
    {
        var symbol = await desk.EurUsdAsync();
        var account = await desk.AccountAsync(regime, "1000");
        await desk.PriceAsync(symbol, "1.2400");
        (await desk.FillAsync(account, symbol, "buy", "100000", "1.2400")).ShouldBe(201).Get("incidents").ShouldBe("[]");
        return (account, symbol);
    }
}
