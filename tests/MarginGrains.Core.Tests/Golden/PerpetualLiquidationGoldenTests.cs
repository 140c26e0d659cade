using MarginGrains.Core.Accounts;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;
using MarginGrains.Testing.Core;
using static MarginGrains.Testing.Core.Given;

namespace MarginGrains.Core.Tests.Golden;

/// Cases of our own where no source prints a whole one.
public class PerpetualLiquidationGoldenTests
{
    private readonly TestMarket market = new TestMarket()
        .Add(TestInstruments.Perpetual(), TestInstruments.Perpetual("ETHPERP"))
        .Mark("BTCPERP", 10_000m).Mark("ETHPERP", 1_000m);

    [Fact]
    [Trait("Rule", "POSN-006")]
    [Trait("Rule", "ACCT-012")]
    public void AnIsolatedPosition_LosesItsMarginAndNoMore()
    {
        var scenario = CrossAndIsolated();
        scenario.Account.Portfolio.Balance(new("USD")).ShouldBe(Amount(9_900m), "100 are put aside");
        scenario.WhenMarked("BTCPERP", 9_951m).ThenNothing();
        var before = scenario.Account.Portfolio;

        scenario.WhenMarked("BTCPERP", 9_800m)
            .Then<AccountEvent.LiquidationStarted>(e => e.Bucket.ShouldBe(new Symbol("BTCPERP")))
            .Then<AccountEvent.LiquidationOrdered>(e => e.Order.Quantity.ShouldBe(new(-1m)));
        scenario.Account.Portfolio.ShouldBe(before, "what is shared stands apart");
        var closed = scenario.WhenNextOrderExecutes(new("BTCPERP"));

        closed.Then<AccountEvent.DeficitRecorded>(e =>
        {
            e.Bucket.ShouldBe(new Symbol("BTCPERP"));
            e.Amount.ShouldBe(Amount(100m), "a loss of 200 on a margin of 100");
            e.IsWrittenOff.ShouldBeTrue();
        });
        scenario.Account.Buckets.ShouldBeEmpty();
        scenario.Account.Portfolio.Balance(new("USD")).ShouldBe(Amount(9_900m));
        scenario.Account.Portfolio.Positions.ShouldHaveSingleItem().Symbol.Value.ShouldBe("ETHPERP");
        scenario.Account.Claims.ShouldHaveSingleItem().Amount.ShouldBe(Amount(100m));
        scenario.Account.Stage.ShouldBe(Stage.Healthy);
    }

    [Fact]
    [Trait("Rule", "ACCT-012")]
    public void TheCrossAccountsLiquidation_LeavesTheIsolatedPosition()
    {
        var scenario = CrossAndIsolated();
        scenario.WhenMarked("ETHPERP", 10m).Then<AccountEvent.LiquidationStarted>(e => e.Bucket.ShouldBeNull());
        scenario.SettlesOrders();
        scenario.Account.Portfolio.IsFlat.ShouldBeTrue();
        scenario.Account.Buckets.ShouldHaveSingleItem().Portfolio.Balance(new("USD")).ShouldBe(Amount(100m));
        scenario.Account.PortfolioOf(new("BTCPERP")).Positions.ShouldHaveSingleItem().Quantity.ShouldBe(new(1m));
    }

    [Fact]
    [Trait("Rule", "LIQD-017")]
    public void ALargePosition_GoesTierByTier()
    {
        var scenario = Account(market.Mark("BTCPERP", 10_200m), RegimePresets.CryptoPerpetual)
            .Deposits(9_400m).Fills("BTCPERP", 30m, 10_200m);
        var first = scenario.WhenMarked("BTCPERP", 10_000m).Event<AccountEvent.LiquidationOrdered>().Order;
        scenario.Figures.Equity.ShouldBe(Amount(3_400m), "against maintenance margin of 3,500");
        first.Quantity.ShouldBe(new(-5m), "from 300,000 to where the tier of 250,000 ends");

        var second = scenario.WhenNextOrderExecutes().Event<AccountEvent.LiquidationOrdered>().Order;

        scenario.Figures.Equity.ShouldBe(Amount(3_150m), "the fee is half a percent of 50,000");
        second.Quantity.ShouldBe(new(-9.351m), "enough for 102 % of initial margin, fee included; not all of the tier");
        scenario.WhenNextOrderExecutes().Then<AccountEvent.LiquidationCompleted>(e => e.TargetReached.ShouldBeTrue());
        scenario.Figures.RatioOf(Measure.EquityToInitial)!.Value.Value.ShouldBeInRange(1.02m, 1.0202m);
    }

    [Theory]
    [InlineData(3_400, 9_886.67, "where 3,400 of equity are used up: 10,000 less 113.33")]
    [InlineData(0, 9_825.00, "nothing is left: one and a half of the maintenance rate of 1.1667 %")]
    [InlineData(-1_000, 9_825.00, "nor further away")]
    [Trait("Rule", "LIQD-018")]
    public void AnOrder_IsLimitedByTheBankruptcyPrice(decimal equity, double limit, string reason)
    {
        var scenario = Account(market.Mark("BTCPERP", 10_200m), RegimePresets.CryptoPerpetual)
            .Deposits(6_000m + equity).Fills("BTCPERP", 30m, 10_200m);
        var order = scenario.WhenMarked("BTCPERP", 10_000m).Event<AccountEvent.LiquidationOrdered>().Order;
        scenario.Figures.Equity.ShouldBe(Amount(equity));
        decimal.Round(order.Limit!.Value.Value, 2).ShouldBe((decimal)limit, reason);
    }

    [Fact]
    [Trait("Rule", "LIQD-019")]
    public void AFee_TakesNoMoreThanIsLeft()
    {
        var scenario = Account(market.Mark("BTCPERP", 10_100m), RegimePresets.CryptoPerpetual)
            .Deposits(700m).Fills("BTCPERP", 5m, 10_100m);
        scenario.WhenMarked("BTCPERP", 10_000m).Then<AccountEvent.LiquidationOrdered>(e => e.Order.Quantity.ShouldBe(new(-5m)));
        scenario.Figures.Equity.ShouldBe(Amount(200m));
        var executed = scenario.WhenNextOrderExecutes();
        executed.Then<AccountEvent.LiquidationFeeCharged>(
            e => e.Claim.Amount.ShouldBe(Amount(-200m), "half a percent of 50,000 would be 250"));
        executed.ThenNo<AccountEvent.DeficitRecorded>();
        scenario.Account.Portfolio.Balances.ShouldBeEmpty();
        scenario.Account.Stage.ShouldBe(Stage.Healthy);
    }

    private AccountScenario CrossAndIsolated() => Account(market, RegimePresets.CryptoPerpetual)
        .Deposits(10_000m).Fills("ETHPERP", 10m, 1_000m).Isolates("BTCPERP", 1m, 10_000m);
}
