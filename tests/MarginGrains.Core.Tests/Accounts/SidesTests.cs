using MarginGrains.Core.Regimes;
using MarginGrains.Testing.Core;
using static MarginGrains.Testing.Core.Given;

namespace MarginGrains.Core.Tests.Accounts;

public class SidesTests
{
    private readonly TestMarket market = new TestMarket()
        .Add(TestInstruments.Pair("EURUSD"), TestInstruments.Stock("TSMC", "TWD", 0.40m, 0.20m))
        .Mark("EURUSD", 1.10m).Mark("TSMC", 100m);

    [Fact]
    [Trait("Rule", "POSN-004")]
    public void AFillThatOpens_StandsBesideTheOtherSide()
    {
        var scenario = Account(market, RegimePresets.FxRetail).Deposits(10_000m)
            .Fills("EURUSD", 2_000m, 1.10m).Hedges("EURUSD", -3_000m, 1.12m).Hedges("EURUSD", -1_000m, 1.16m);
        Held(scenario).ShouldBe([(2_000m, 1.10m), (-4_000m, 1.13m)]);
        scenario.Account.Portfolio.Net(new("EURUSD")).ShouldBe(new(-2_000m));
        scenario.Account.Portfolio.Balance(new("USD")).ShouldBe(Amount(10_000m), "nothing is realised");
    }

    [Fact]
    [Trait("Rule", "POSN-004")]
    public void AFillThatNets_ReducesTheOtherSideFirstAndOpensTheRest()
    {
        var scenario = Account(market, RegimePresets.FxRetail).Deposits(10_000m)
            .Fills("EURUSD", 2_000m, 1.10m).Hedges("EURUSD", -3_000m, 1.12m).Fills("EURUSD", 4_000m, 1.11m);
        Held(scenario).ShouldBe([(3_000m, 3_310m / 3_000m)], "all 3,000 short closed, 1,000 added to the long side");
        scenario.Account.Portfolio.Balance(new("USD")).ShouldBe(Amount(10_030m));
    }

    [Fact]
    [Trait("Rule", "POSN-005")]
    public void AFinancedPurchase_IsRepaidInProportion()
    {
        var scenario = Account(market, RegimePresets.TwFinancing, "TWD").Deposits(40_000m, "TWD").Fills("TSMC", 1_000m, 100m);
        scenario.Account.Portfolio.Positions[0].Financing.ShouldBe(Amount(-60_000m, "TWD"));
        scenario.Fills("TSMC", -250m, 120m);
        scenario.Account.Portfolio.Positions[0].Financing.ShouldBe(Amount(-45_000m, "TWD"));
        scenario.Account.Portfolio.Balance(new("TWD")).ShouldBe(Amount(15_000m, "TWD"), "30,000 less the loan's quarter");
        scenario.Fills("TSMC", -750m, 120m);
        scenario.Account.Portfolio.Balance(new("TWD")).ShouldBe(Amount(60_000m, "TWD"), "40,000 and the gain");
    }

    [Fact]
    [Trait("Rule", "POSN-005")]
    public void AFinancedShortSale_BindsProceedsAndDeposit()
    {
        var scenario = Account(market, RegimePresets.TwFinancing, "TWD").Deposits(90_000m, "TWD").Fills("TSMC", -1_000m, 100m);
        scenario.Account.Portfolio.Balances.ShouldBeEmpty();
        scenario.Account.Portfolio.Positions[0].Financing.ShouldBe(Amount(190_000m, "TWD"));
        scenario.Figures.Equity.ShouldBe(Amount(90_000m, "TWD"));
        scenario.Fills("TSMC", 500m, 110m);
        scenario.Account.Portfolio.Positions[0].Financing.ShouldBe(Amount(95_000m, "TWD"));
        scenario.Account.Portfolio.Balance(new("TWD")).ShouldBe(Amount(40_000m, "TWD"), "95,000 released, 55,000 paid");
    }

    private static IEnumerable<(decimal, decimal)> Held(AccountScenario scenario) =>
        scenario.Account.Portfolio.Positions.Select(p => (p.Quantity.Value, p.AveragePrice.Value));
}
