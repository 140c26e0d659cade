namespace MarginGrains.Gateway.Tests.Accounts;

/// <summary>What time costs, as a broker sees it: published by HTTP, in the snapshot, in the journal.</summary>
public sealed class CostTests : IAsyncLifetime
{
    private Desk desk = null!;

    public async Task InitializeAsync() => desk = await Desk.StartAsync();

    public async Task DisposeAsync() => await desk.DisposeAsync();

    [Fact]
    [Trait("Rule", "COST-002")]
    [Trait("Rule", "COST-003")]
    public async Task Interest_Waits_Accrues_AndIsCharged()
    {
        var regime = await desk.RegimeAsync("costs",
            """{"dayCount":"act360","spread":"0.015","overdueSpread":"0.03","charged":"monthEnd","dayEnds":"22:00"}""",
            ("lendsCash", "true"));
        var shown = (await desk.GetAsync($"/v1/regimes/{regime}")).ShouldBe(200);
        shown.Get("versions.0.costs.charged").ShouldBe("monthEnd");
        shown.Get("versions.0.costs.dayEnds").ShouldBe("22:00:00");
        var stock = await desk.InstrumentAsync(DeskSteps.Rate("0.1", "0.05"), "stock");
        await desk.PriceAsync(stock, "100");
        var account = await desk.AccountAsync(regime, "10000");
        (await desk.FillAsync(account, stock, "buy", "200", "100")).ShouldBe(201);

        await AtAsync(stock, "100", "2026-03-03T00:00:00Z");
        var waiting = (await desk.MarginAsync(account)).ShouldBe(200);
        waiting.Get("pendingCosts.0.kind").ShouldBe("interest");
        waiting.Get("pendingCosts.0.principal").ShouldBe("10000.00");
        waiting.Get("accruedCosts").ShouldBe("0.00");

        (await desk.PutAsync("/v1/rates/interest", """{"subject":"USD","points":[{"at":"2026-01-01T00:00:00Z","rate":"0.345"}]}"""))
            .ShouldBe(201);
        await AtAsync(stock, "100", "2026-03-04T00:00:00Z");
        var accrued = (await desk.MarginAsync(account)).ShouldBe(200);
        accrued.Json.GetProperty("pendingCosts").GetArrayLength().ShouldBe(0);
        accrued.Get("accruedCosts").ShouldBe("20.00");
        accrued.Get("equity").ShouldBe("9980.00");
        (await desk.GetAsync($"/v1/accounts/{account}/margin/explain")).ShouldBe(200).Text.ShouldContain("\"Accrued costs\"");

        await AtAsync(stock, "100", "2026-04-01T00:00:00Z");
        var charged = await desk.EventAsync(account, "costs.charged");
        charged.Get("data.charges.0.kind").ShouldBe("interest");
        charged.Get("data.charges.0.amount").ShouldBe("300.00");   // thirty days of March
        (await desk.MarginAsync(account)).Get("balances.USD").ShouldBe("-10300.00");
    }

    [Fact]
    [Trait("Rule", "CORP-002")]
    public async Task ASplitAndADividend_AreInTheJournal()
    {
        var stock = await desk.InstrumentAsync(DeskSteps.Rate("0.5", "0.3"), "stock");
        await desk.PriceAsync(stock, "100");
        var account = await desk.AccountAsync("us-reg-t", "10000");
        (await desk.FillAsync(account, stock, "buy", "50", "100")).ShouldBe(201);
        (await desk.PutAsync("/v1/corporate-actions/S-1", $$"""
            {"symbol":"{{stock}}","exAt":"2026-03-03T14:30:00Z","split":{"new":"2","old":"1"} }
            """)).ShouldBe(201);
        (await desk.PutAsync("/v1/corporate-actions/D-1", $$"""
            {"symbol":"{{stock}}","exAt":"2026-03-04T14:30:00Z","dividend":{"amount":"0.50","currency":"USD"} }
            """)).ShouldBe(201);
        await AtAsync(stock, "49.5", "2026-03-04T15:00:00Z");
        (await desk.EventAsync(account, "position.split")).Get("data.new").ShouldBe("2");
        (await desk.EventAsync(account, "dividend.booked")).Get("data.amount").ShouldBe("50.00");
        var margin = (await desk.MarginAsync(account)).ShouldBe(200);
        margin.Get("positions.0.quantity").ShouldBe("100");
        margin.Get("positions.0.averagePrice").ShouldBe("50");
        margin.Get("equity").ShouldBe("10000.00");
    }

    [Fact]
    [Trait("Rule", "COST-009")]
    public async Task AClosingPrice_SettlesTheDay()
    {
        var symbol = Desk.New("FUT");
        (await desk.PutAsync($"/v1/instruments/{symbol}", $$"""
            {"assetClass":"future","quoteCurrency":"USD","multiplier":"50","lotSize":"1","tickSize":"0.25",
             "margin":[{{DeskSteps.PerContract("1000", "900")}}],"costs":{"settlesDaily":true} }
            """)).ShouldBe(201);
        await desk.PriceAsync(symbol, "100");
        var account = await desk.AccountAsync("futures", "10000");
        (await desk.FillAsync(account, symbol, "buy", "2", "100")).ShouldBe(201);
        await AtAsync(symbol, "101", "2026-03-03T00:00:01Z");
        (await desk.PutAsync("/v1/rates/closing", $$"""
            {"subject":"{{symbol}}","points":[{"at":"2026-03-03T00:00:00Z","price":"100.5"}]}
            """)).ShouldBe(201);
        await AtAsync(symbol, "101", "2026-03-03T00:00:02Z");
        (await desk.EventAsync(account, "pnl.settled")).Get("data.settlementId").ShouldBe($"settle-{symbol}-2026-03-02");
        (await desk.MarginAsync(account)).Get("balances.USD").ShouldBe("10050.00");
    }

    private async Task AtAsync(string symbol, string mark, string time)
    {
        (await desk.PostAsync("/v1/prices", DeskSteps.PriceJson(symbol, mark, time))).ShouldBe(200).Get("accepted").ShouldBe("1");
        await desk.SettleAsync();
    }
}
