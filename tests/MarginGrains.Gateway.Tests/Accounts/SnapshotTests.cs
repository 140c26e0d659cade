using System.Globalization;
using System.Text.Json;

namespace MarginGrains.Gateway.Tests.Accounts;

/// <summary>The snapshot and its explanation hold together to the last digit.</summary>
[Collection(SharedDesk.Name)]
public sealed class SnapshotTests(Desk desk)
{
    [Fact]
    public async Task Figures_HoldTogether_AndTheTreeSumsToEachOfThem()
    {
        var account = await MixedAccountAsync();
        var margin = (await desk.MarginAsync(account)).ShouldBe(200);
        (margin.Number("equity") - margin.Number("maintenanceMargin")).ShouldBe(margin.Number("excessLiquidity"));
        (margin.Number("equity") - margin.Number("usedMargin")).ShouldBe(margin.Number("freeMargin"));

        var tree = (await desk.GetAsync($"/v1/accounts/{account}/margin/explain")).ShouldBe(200);
        var nodes = tree.Json.GetProperty("nodes").EnumerateArray().ToDictionary(n => n.GetProperty("label").GetString()!);
        foreach (var (label, field) in new[]
        {
            ("Equity", "equity"), ("Initial margin", "initialMargin"), ("Used margin", "usedMargin"),
            ("Maintenance margin", "maintenanceMargin"), ("Free margin", "freeMargin"), ("Excess liquidity", "excessLiquidity"),
        })
        {
            Amount(nodes[label]).ShouldBe(margin.Number(field), label);
            ShouldSum(nodes[label]);
        }

        nodes["Equity"].GetProperty("children").GetArrayLength().ShouldBe(4);
        tree.Get("asOf").ShouldBe(margin.Get("asOf"));
        tree.Json.GetProperty("lines").GetArrayLength().ShouldBeGreaterThan(0);
        tree.Get("lines.0.measure").ShouldBe("equityToUsedMargin");
    }

    [Fact]
    public async Task TheSnapshot_HasEveryFieldOfTheContract_AndTheAccountAddressIsTheSame()
    {
        var account = await MixedAccountAsync();
        var margin = await desk.MarginAsync(account);
        foreach (var field in new[]
        {
            "accountId", "regimeId", "regimeVersion", "version", "asOf", "currency", "stage", "balances", "equity", "usedMargin",
            "freeMargin", "marginLevelPercent", "initialMargin", "maintenanceMargin", "excessLiquidity", "loan", "leverage",
            "withdrawable", "unrealizedPnl", "realizedPnl", "pricing", "positions", "call", "liquidation", "stalePrices",
            "regimeRatioPercent",
        })
        {
            margin.Json.TryGetProperty(field, out _).ShouldBeTrue(field);
        }

        margin.Get("asOf")!.ShouldEndWith("Z");
        (await desk.GetAsync($"/v1/accounts/{account}")).Text.ShouldBe(margin.Text);
    }

    [Fact]
    public async Task PercentValues_HaveAtMostFourDecimals_CutDownwards()
    {
        var symbol = await desk.InstrumentAsync(DeskSteps.PerContract("300", "100"));
        var account = await desk.AccountAsync("fx-retail", "500");
        await desk.PriceAsync(symbol, "100");
        await desk.FillAsync(account, symbol, "buy", "1", "100");
        var margin = await desk.MarginAsync(account);
        margin.Get("marginLevelPercent").ShouldBe("166.6666");
        margin.Get("leverage").ShouldBe("0.2");
    }

    [Fact]
    public async Task TheExplanationOfACall_IsKeptWithItsEvent()
    {
        var symbol = await desk.EurUsdAsync();
        var account = await desk.AccountAsync("fx-retail", "1000");
        await desk.PriceAsync(symbol, "1.24");
        await desk.FillAsync(account, symbol, "buy", "100000", "1.24");
        await desk.PriceAsync(symbol, "1.2370");
        var opened = await desk.EventAsync(account, "call.opened");
        await desk.PriceAsync(symbol, "1.2400");

        var kept = (await desk.GetAsync(opened.Get("explain")!)).ShouldBe(200);
        kept.Get("nodes.0.amount").ShouldBe("700.00");
        (await desk.GetAsync($"/v1/accounts/{account}/margin/explain?accountSequence=1")).ShouldBeProblem(404, "explanation_unknown");
        (await desk.GetAsync($"/v1/accounts/{account}/margin/explain?accountSequence=999")).ShouldBeProblem(404, "explanation_unknown");
    }

    [Fact]
    public async Task TheJournal_IsWhole_InOrder_AndPaged()
    {
        var account = await desk.AccountAsync("fx-retail");
        for (var i = 1; i <= 9; i++) await desk.TransferAsync(account, "deposit", i.ToString(CultureInfo.InvariantCulture));
        var sequences = new List<long>();
        string? after = "0";
        while (after is not null)
        {
            var page = (await desk.GetAsync($"/v1/accounts/{account}/journal?afterSequence={after}&limit=4")).ShouldBe(200);
            sequences.AddRange(page.Json.GetProperty("data").EnumerateArray().Select(e => e.GetProperty("accountSequence").GetInt64()));
            after = page.Get("nextCursor");
            page.Get("hasMore").ShouldBe(after is null ? "false" : "true");
        }

        sequences.ShouldBe(Enumerable.Range(1, 10).Select(i => (long)i));
        (await desk.GetAsync($"/v1/accounts/{account}/journal?afterSequence=10")).ShouldBe(200).Json.GetProperty("data").GetArrayLength().ShouldBe(0);
    }

    /// Two balances, a stock, a contract in another currency.
    private async Task<string> MixedAccountAsync()
    {
        var pair = await desk.InstrumentAsync(
            DeskSteps.Leverage("30"), "forex", quote: "USD", symbol: "EURUSD-mixed", baseCurrency: "EUQ", multiplier: "1")
            .ContinueWith(t => t.IsCompletedSuccessfully ? t.Result : "EURUSD-mixed", TaskScheduler.Default);
        var stock = await desk.InstrumentAsync(DeskSteps.Rate("0.5", "0.3"), "stock");
        var contract = await desk.InstrumentAsync(DeskSteps.PerContract("333.33", "111.11"), quote: "EUQ");
        var account = await desk.AccountAsync("fx-retail", "10000");
        await desk.PriceAsync(pair, "1.0877");
        await desk.PriceAsync(stock, "33.37");
        await desk.PriceAsync(contract, "77.77");
        (await desk.TransferAsync(account, "deposit", "12.34", "EUQ")).ShouldBe(201);
        (await desk.FillAsync(account, stock, "buy", "7", "33.33")).ShouldBe(201);
        (await desk.FillAsync(account, contract, "sell", "3", "78.01")).ShouldBe(201);
        return account;
    }

    private static void ShouldSum(JsonElement node)
    {
        var children = node.GetProperty("children").EnumerateArray().ToList();
        if (children.Count > 0) children.Sum(Amount).ShouldBe(Amount(node), node.GetRawText());
        children.ForEach(ShouldSum);
    }

    private static decimal Amount(JsonElement node) =>
        decimal.Parse(node.GetProperty("amount").GetString()!, CultureInfo.InvariantCulture);
}
