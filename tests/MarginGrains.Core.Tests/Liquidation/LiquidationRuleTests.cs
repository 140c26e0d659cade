using MarginGrains.Core.Accounts;
using MarginGrains.Core.Regimes;
using MarginGrains.Testing.Core;
using static MarginGrains.Testing.Core.Given;

namespace MarginGrains.Core.Tests.Liquidation;

public class LiquidationRuleTests
{
    private readonly TestMarket market = new TestMarket().Add(TestInstruments.Perpetual()).Mark("BTCPERP", 10_000m);

    [Theory]
    [InlineData(0.20, 100_000, -6, "a fifth of thirty")]
    [InlineData(0.20, 300_000, -30, "no larger than the smallest notional: all of it")]
    [InlineData(1.00, 0, -30, "all of it, for a hundred would not be enough")]
    [Trait("Rule", "LIQD-017")]
    public void APortion_IsAShareOfThePosition(decimal share, decimal smallest, decimal units, string reason)
    {
        var scenario = Large(l => l with { Step = LiquidationStep.Portion, Portion = new(new(share), smallest) }, 100m);
        scenario.WhenMarked("BTCPERP", 10_000m);
        scenario.Account.Liquidation!.Orders.ShouldHaveSingleItem().Quantity.ShouldBe(new(units), reason);
    }

    [Fact]
    [Trait("Rule", "LIQD-017")]
    public void APortion_IsNoMoreThanReachesTheTarget()
    {
        var scenario = Large(
            l => l with { Step = LiquidationStep.Portion, Portion = new(new(0.90m), 0m), Fee = default }, 3_400m);
        scenario.WhenMarked("BTCPERP", 10_000m);
        var order = scenario.Account.Liquidation!.Orders.ShouldHaveSingleItem();
        order.Quantity.Value.ShouldBeInRange(-26.999m, -0.001m);
        scenario.WhenNextOrderExecutes().Then<AccountEvent.LiquidationCompleted>(e => e.TargetReached.ShouldBeTrue());
        scenario.Figures.RatioOf(Measure.EquityToInitial)!.Value.Value.ShouldBeInRange(1.02m, 1.0202m);
    }

    [Fact]
    [Trait("Rule", "LIQD-017")]
    public void BetweenTwoPortions_TheCooldownPasses()
    {
        var scenario = Large(
            l => l with { Step = LiquidationStep.Portion, Portion = new(new(0.20m), 0m), Cooldown = TimeSpan.FromSeconds(30) },
            3_400m);
        scenario.WhenMarked("BTCPERP", 10_000m);
        scenario.WhenNextOrderExecutes().ThenNo<AccountEvent.LiquidationOrdered>();
        AccountDue.Next(scenario.Account, market.Set, market.Now).ShouldBe(market.Now.AddSeconds(5), "the fee is claimed");
        scenario.WhenTimePasses(TimeSpan.FromSeconds(30) - TimeSpan.FromTicks(1)).ThenNo<AccountEvent.LiquidationOrdered>();
        scenario.WhenTimePasses(TimeSpan.FromTicks(1)).Then<AccountEvent.LiquidationOrdered>();
    }

    [Fact]
    [Trait("Rule", "LIQD-018")]
    public void ABuyingOrder_IsLimitedAboveTheMark()
    {
        var scenario = Account(market.Mark("BTCPERP", 9_800m), RegimePresets.CryptoPerpetual)
            .Deposits(9_400m).Fills("BTCPERP", -30m, 9_800m);
        var order = scenario.WhenMarked("BTCPERP", 10_000m).Event<AccountEvent.LiquidationOrdered>().Order;
        decimal.Round(order.Limit!.Value.Value, 2).ShouldBe(10_113.33m, "where 3,400 are used up");
    }

    [Fact]
    [Trait("Rule", "LIQD-018")]
    public void WithoutTheRule_OrdersHaveNoLimit()
    {
        var scenario = Large(l => l with { LimitPrice = null }, 3_400m);
        scenario.WhenMarked("BTCPERP", 10_000m)
            .Then<AccountEvent.LiquidationOrdered>(e => e.Order.Limit.ShouldBeNull());
    }

    [Fact]
    [Trait("Rule", "LIQD-019")]
    public void AFee_IsAShareOfTheFillsNotionalAndGoesToTheFund()
    {
        var scenario = Large(l => l, 3_400m);
        scenario.WhenMarked("BTCPERP", 10_000m);
        var order = scenario.Account.Liquidation!.Orders[0];
        scenario.WhenExecuted(order.OrderId, Fill("BTCPERP", -1m, 9_990m), isFinal: false)
            .Then<AccountEvent.LiquidationFeeCharged>(e =>
            {
                e.Claim.Amount.ShouldBe(Amount(-49.95m), "half a percent of what was executed, not of the order");
                e.Bucket.ShouldBeNull();
            });
        var claim = scenario.Account.Claims.ShouldHaveSingleItem();
        scenario.Does(new AccountCommand.ConfirmClaim(claim.ClaimId)).Account.Claims.ShouldBeEmpty();
    }

    [Fact]
    [Trait("Rule", "LIQD-019")]
    public void WhereNothingIsLeft_ThereIsNoFee()
    {
        var scenario = Large(l => l, -500m);
        scenario.WhenMarked("BTCPERP", 10_000m);
        scenario.WhenNextOrderExecutes().ThenNo<AccountEvent.LiquidationFeeCharged>();
    }

    /// Thirty coins bought at 10,200; at 10,000 so much equity is left, and 3,500 is maintenance margin.
    private AccountScenario Large(Func<LiquidationRule, LiquidationRule> rule, decimal equity)
    {
        var preset = RegimePresets.CryptoPerpetual;
        var regime = preset with { Id = new("own"), Liquidation = rule(preset.Liquidation) };
        RegimeValidation.Check(regime).ShouldBeEmpty();
        return Account(market.Mark("BTCPERP", 10_200m), regime).Deposits(6_000m + equity).Fills("BTCPERP", 30m, 10_200m);
    }
}
