using System.Globalization;

namespace MarginGrains.Gateway.Tests.Golden;

/// <summary>Golden cases of the other regimes through HTTP.</summary>
[Collection(SharedDesk.Name)]
public sealed class RegimeGoldenTests(Desk desk)
{
    [Theory, Trait("Case", "U15")]
    [InlineData("conservative", "20")]
    [InlineData("steady", "30")]
    [InlineData("active", "30")]
    [InlineData("retail", "30")]
    [InlineData("professional", null)]
    public async Task AnOrderBeyondTheCapOfTheClass_IsRefusedWithCapAndLeverage(string clientClass, string? cap)
    {
        var symbol = Desk.New("I");
        (await desk.PutAsync($"/v1/instruments/{symbol}", $$"""
            {"assetClass":"cfd","quoteCurrency":"USD","multiplier":"1","lotSize":"1000","tickSize":"0.00001",
             "instrumentClass":"majorForex","margin":[{{DeskSteps.Leverage("500")}}]}
            """)).ShouldBe(201);
        var account = Desk.New("A");
        (await desk.PutAsync($"/v1/accounts/{account}",
            $$"""{"regimeId":"fx-retail","currency":"USD","clientClass":"{{clientClass}}"}""")).ShouldBe(201);
        (await desk.TransferAsync(account, "deposit", "10000")).ShouldBe(201);
        await desk.PriceAsync(symbol, "1");
        var most = cap is null ? 5_000_000 : int.Parse(cap, CultureInfo.InvariantCulture) * 10_000;

        var allowed = await desk.CheckAsync(account, symbol, "buy", $"{most}");
        allowed.Get("allowed").ShouldBe("true", allowed.Text);
        allowed.Get("leverageCap").ShouldBe(cap);
        allowed.Get("leverage").ShouldBe($"{most / 10_000}");

        var refused = await desk.CheckAsync(account, symbol, "buy", $"{most + 1_000}");
        refused.Get("allowed").ShouldBe("false");
        refused.Get("leverageCap").ShouldBe(cap);
        refused.Get("leverage").ShouldBe($"{most / 10_000}.1");
        refused.Json.GetProperty("refusals").EnumerateArray().Select(r => r.GetProperty("code").GetString())
            .ShouldContain(cap is null ? "free_margin_insufficient" : "leverage_cap_exceeded");
    }

    [Fact, Trait("Case", "C01")]
    public async Task AHongKongLoan_BelowMaintenance_IsCalledBackToInitial()
    {
        var a = await desk.InstrumentAsync(DeskSteps.Rate("0.3", "0.25"), "stock", quote: "HKD");
        var b = await desk.InstrumentAsync(DeskSteps.Rate("0.5", "0.45"), "stock", quote: "HKD");
        var account = await desk.AccountAsync("hk-house", "15350", "HKD");
        await desk.PriceAsync(a, "100");
        await desk.PriceAsync(b, "130");
        (await desk.FillAsync(account, a, "buy", "50", "100")).ShouldBe(201).Get("incidents").ShouldBe("[]");
        (await desk.FillAsync(account, b, "buy", "195", "130")).ShouldBe(201).Get("incidents").ShouldBe("[]");

        await desk.PriceAsync(b, "100");

        var margin = await desk.MarginAsync(account);
        margin.Number("loan").ShouldBe(15_000m);
        margin.Number("equity").ShouldBe(9_500m);
        margin.Number("initialMargin").ShouldBe(11_250m);
        margin.Number("maintenanceMargin").ShouldBe(10_025m);
        margin.Number("call.amountDue").ShouldBe(1_750m);
        margin.Get("call.basis").ShouldBe("initial");
        margin.Get("call.dueAt").ShouldBe("2026-03-04T08:00:00Z");
    }

    [Fact, Trait("Case", "E12")]
    public async Task ALotHedgedByALot_NeedsTheMarginOfOneAtTheAveragePrice_AndBothSidesAreShown()
    {
        var regime = await desk.RegimeAsync("hedgePolicy", "\"hedgedShare\"", ("hedgedShare", "\"0.50\""), ("initialBasis", "\"averagePrice\""));
        var symbol = await desk.InstrumentAsync(DeskSteps.Leverage("100"));
        var account = await desk.AccountAsync(regime, "10000");
        await desk.PriceAsync(symbol, "1.15");
        (await desk.FillAsync(account, symbol, "buy", "100000", "1.10")).ShouldBe(201);
        var hedge = DeskSteps.FillJson(symbol, "sell", "100000", "1.20").TrimEnd()[..^1] + ",\"effect\":\"open\"}";
        (await desk.PostAsync($"/v1/accounts/{account}/fills", hedge)).ShouldBe(201);

        var margin = await desk.MarginAsync(account);
        margin.Number("initialMargin").ShouldBe(1_150m);
        margin.Get("positions.0.side").ShouldBe("long");
        margin.Get("positions.1.side").ShouldBe("short");
        margin.Get("positions.0.averagePrice").ShouldBe("1.1");
        margin.Get("positions.1.averagePrice").ShouldBe("1.2");
        margin.Number("unrealizedPnl").ShouldBe(10_000m);
    }

    [Theory, Trait("Case", "E14")]
    [InlineData("hedgedShare", "3500", "one lot in full, two at one half of both legs")]
    [InlineData("sum", "5800", "both legs")]
    [InlineData("maximum", "3600", "the larger leg")]
    public async Task ThreeLotsSoldAndTwoBought_NeedWhatThePolicySays(string policy, string margin, string reason)
    {
        var share = policy == "hedgedShare" ? "\"0.50\"" : "null";
        var regime = await desk.RegimeAsync(
            "hedgePolicy", $"\"{policy}\"", ("hedgedShare", share), ("initialBasis", "\"averagePrice\""));
        var symbol = await desk.InstrumentAsync(DeskSteps.Leverage("100"));
        var account = await desk.AccountAsync(regime, "10000");
        await desk.PriceAsync(symbol, "1.15");
        (await desk.FillAsync(account, symbol, "sell", "300000", "1.20")).ShouldBe(201);
        var hedge = DeskSteps.FillJson(symbol, "buy", "200000", "1.10").TrimEnd()[..^1] + ",\"effect\":\"open\"}";
        (await desk.PostAsync($"/v1/accounts/{account}/fills", hedge)).ShouldBe(201);
        (await desk.MarginAsync(account)).Number("initialMargin").ToString("0", CultureInfo.InvariantCulture).ShouldBe(margin, reason);
    }

    [Fact, Trait("Case", "F05")]
    public async Task AShortPerpetual_SharedOrIsolated_IsLiquidatedAt317460()
    {
        var symbol = await desk.InstrumentAsync(DeskSteps.Rate("0.1", "0.05"), "cryptoPerpetual");
        await desk.PriceAsync(symbol, "3000");
        var shared = await desk.AccountAsync("crypto-perpetual", "1000");
        (await desk.FillAsync(shared, symbol, "sell", "3", "3000")).ShouldBe(201);
        var margin = await desk.MarginAsync(shared);
        decimal.Round(margin.Number("positions.0.liquidationPrice"), 2).ShouldBe(3_174.60m);
        margin.Get("positions.0.distancePercent").ShouldBe("5.8201");
        margin.Get("positions.0.bankruptcyPrice").ShouldNotBeNull().ShouldStartWith("3333.3333");

        var isolated = await desk.AccountAsync("crypto-perpetual", "5000");
        var fill = DeskSteps.FillJson(symbol, "sell", "3", "3000").TrimEnd()[..^1] + ",\"isolated\":true}";
        (await desk.PostAsync($"/v1/accounts/{isolated}/fills", fill)).ShouldBe(201);
        (await MoveAsync(isolated, symbol, "in", "100", "m1")).ShouldBe(201);
        (await MoveAsync(isolated, symbol, "in", "100", "m1")).ShouldBe(200).IsReplayed.ShouldBeTrue();
        margin = await desk.MarginAsync(isolated);
        margin.Json.GetProperty("positions").GetArrayLength().ShouldBe(0);
        margin.Number("equity").ShouldBe(4_000m);
        margin.Number("isolated.0.equity").ShouldBe(1_000m);
        margin.Number("isolated.0.maintenanceMargin").ShouldBe(450m);
        decimal.Round(margin.Number("isolated.0.positions.0.liquidationPrice"), 2).ShouldBe(3_174.60m);
        (await MoveAsync(isolated, symbol, "out", "101", "m2")).ShouldBeProblem(422, "withdrawal_exceeds_withdrawable");
        (await MoveAsync(isolated, symbol, "out", "-1", "m3")).ShouldBeProblem(400, "field_malformed", "amount");
        (await MoveAsync(shared, symbol, "in", "1", "m4")).ShouldBeProblem(404, "bucket_unknown");

        var tree = (await desk.GetAsync($"/v1/accounts/{isolated}/margin/explain")).ShouldBe(200);
        tree.Get("isolated.0.symbol").ShouldBe(symbol);
        tree.Json.GetProperty("isolated")[0].GetProperty("nodes").EnumerateArray()
            .ShouldAllBe(n => n.GetProperty("rule").GetString()!.Length > 0);
        tree.Get("isolated.0.nodes.0.amount").ShouldBe("1000.00");
    }

    [Fact, Trait("Case", "U04"), Trait("Case", "B02"), Trait("Case", "B06")]
    public async Task ATaiwanLoan_At130PercentIsNotCalled_BelowItIs_AndIsSoldFromTheDayAfterItWasDue()
    {
        // A desk of its own: its days pass.
        await using var taipei = await Desk.StartAsync();
        var symbol = await taipei.InstrumentAsync(DeskSteps.Rate("0.4", "0.2"), "stock", quote: "TWD");
        var account = await taipei.AccountAsync("tw-financing", "40000", "TWD");
        await AtAsync(taipei, symbol, "100", "2026-03-02T06:00:00Z");
        (await taipei.FillAsync(account, symbol, "buy", "1000", "100")).ShouldBe(201).Get("incidents").ShouldBe("[]");
        var margin = await taipei.MarginAsync(account);
        margin.Number("loan").ShouldBe(60_000m);
        margin.Get("positions.0.financing.kind").ShouldBe("loan");
        margin.Number("positions.0.financing.amount").ShouldBe(60_000m);

        await AtAsync(taipei, symbol, "78", "2026-03-03T05:30:00Z");
        margin = await taipei.MarginAsync(account);
        margin.Get("regimeRatioPercent").ShouldBe("130");
        margin.Get("call").ShouldBeNull();

        await AtAsync(taipei, symbol, "77.90", "2026-03-04T05:30:00Z");
        margin = await taipei.MarginAsync(account);
        margin.Get("regimeRatioPercent").ShouldBe("129.8333");
        margin.Number("call.amountDue").ShouldBe(21_700m);
        margin.Get("call.dueAt").ShouldBe("2026-03-06T07:30:00Z");

        await AtAsync(taipei, symbol, "77.90", "2026-03-06T07:30:00Z");
        margin = await taipei.MarginAsync(account);
        margin.Get("stage").ShouldBe("liquidating");
        margin.Get("liquidation.callRule").ShouldBe("maintenance");
        margin.Get("liquidation.notBefore").ShouldBe("2026-03-09T01:00:00Z");
        var running = (await taipei.GetAsync("/v1/liquidations?state=running")).ShouldBe(200);
        running.Get("data.0.accountId").ShouldBe(account);
        running.Number("data.0.outstanding").ShouldBe(21_700m);

        await AtAsync(taipei, symbol, "77.90", "2026-03-09T01:00:00Z");
        var done = (await taipei.GetAsync($"/v1/liquidations/{margin.Get("liquidation.liquidationId")}")).ShouldBe(200);
        done.Get("orders.0.symbol").ShouldBe(symbol);
        done.Get("orders.0.side").ShouldBe("sell");
        done.Get("orders.0.why").ShouldNotBeNullOrWhiteSpace();
        done.Get("orders.0.fills.0.price").ShouldBe("77.9");
        done.Get("orders.0.state").ShouldBe("filled");
        done.Get("state").ShouldBe("completed");
        (await taipei.GetAsync($"/v1/accounts/{account}/liquidations/{done.Get("liquidationId")}")).Text.ShouldBe(done.Text);
        (await taipei.GetAsync($"/v1/liquidations/liquidation-{account}-9")).ShouldBeProblem(404, "liquidation_unknown");
        (await taipei.GetAsync("/v1/liquidations/nine")).ShouldBeProblem(404, "liquidation_unknown");
    }

    private Task<Answer> MoveAsync(string account, string symbol, string type, string amount, string transferId) =>
        desk.PostAsync($"/v1/accounts/{account}/isolated-margin", $$"""
            {"transferId":"{{transferId}}","symbol":"{{symbol}}","type":"{{type}}","amount":"{{amount}}","currency":"USD"}
            """);

    private static async Task AtAsync(Desk desk, string symbol, string mark, string time)
    {
        (await desk.PostAsync("/v1/prices", DeskSteps.PriceJson(symbol, mark, time))).ShouldBe(200).Get("accepted").ShouldBe("1");
        await desk.SettleAsync();
    }
}
