using MarginGrains.Core.Accounts;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Regimes;
using MarginGrains.Testing.Core;
using static MarginGrains.Testing.Core.Given;

namespace MarginGrains.Core.Tests.Accounts;

/// <summary>The check before a trade where sides stand beside each other, apart, or are still to come.</summary>
public class OrderSideTests
{
    private readonly TestMarket market = new TestMarket().Add(TestInstruments.Cfd("GOLD", 1m, 10m) with { LotSize = new(1m) })
        .Mark("GOLD", 100m);

    [Fact]
    [Trait("Rule", "ORDR-007")]
    public void WorkingOrders_CountTowardsTheLargestPosition()
    {
        Limit(new() { MaximumPosition = new(15m) });
        var scenario = Account(market, RegimePresets.FxRetail).Deposits(10_000m).Fills("GOLD", 5m, 100m);
        scenario.Does(new AccountCommand.PlaceOrder(new(new("o-1"), new("GOLD"), new(6m), null)));
        Codes(scenario, Order(4m)).ShouldBeEmpty();
        Codes(scenario, Order(5m)).ShouldBe([Rejection.PositionLimitExceeded]);
        Codes(scenario, Order(-20m)).ShouldBeEmpty("five close, fifteen open; the buy would only close");
        scenario.When(new AccountCommand.PlaceOrder(new(new("o-2"), new("GOLD"), new(5m), null)))
            .ThenRefused(Rejection.PositionLimitExceeded);
    }

    [Fact]
    [Trait("Rule", "ORDR-007")]
    [Trait("Rule", "ORDR-001")]
    public void AHedge_IsLimitedBySide_AndReducesNothing()
    {
        Limit(new() { MaximumPosition = new(10m), AllowsShort = false });
        var scenario = Account(market, RegimePresets.FxRetail).Deposits(10_000m).Fills("GOLD", 10m, 100m);
        var hedge = Order(-10m) with { Effect = FillEffect.Open };
        Codes(scenario, Order(-10m)).ShouldBeEmpty();
        Codes(scenario, hedge).ShouldBe([Rejection.ShortNotAllowed]);
        Limit(new() { MaximumPosition = new(10m) });
        Codes(scenario, hedge).ShouldBeEmpty();
        Codes(scenario, hedge with { Quantity = new(-11m) }).ShouldBe([Rejection.PositionLimitExceeded]);
        Check(scenario, hedge).LargestQuantity.ShouldBe(new(10m));
        Check(scenario, Order(-1m)).LargestQuantity.ShouldBe(new(20m));
    }

    [Fact]
    [Trait("Rule", "ORDR-004")]
    public void AnIsolatedOrder_PutsItsMarginAsideFromWhatIsShared()
    {
        var scenario = Account(market, RegimePresets.FxRetail).Deposits(1_000m);
        var order = Order(100m) with { IsIsolated = true };
        Codes(scenario, order).ShouldBeEmpty();
        Codes(scenario, order with { Quantity = new(101m) }).ShouldBe([Rejection.FreeMarginInsufficient]);
        Codes(scenario, order with { Fee = Amount(0.01m) }).ShouldBe([Rejection.FreeMarginInsufficient]);
        Check(scenario, order).LargestQuantity.ShouldBe(new(100m));
        Check(scenario, order).After.FreeMargin.ShouldBe(Amount(0m));

        scenario.WhenFilled(order).Decision.Refusal.ShouldBeNull();
        scenario.Figures.FreeMargin.ShouldBe(Amount(0m));
        Codes(scenario, order with { Quantity = new(1m) }).ShouldBe([Rejection.FreeMarginInsufficient]);
        Codes(scenario, order with { Quantity = new(-100m) }).ShouldBeEmpty("it reduces the bucket");
        Codes(scenario, Order(-100m)).ShouldBe([Rejection.FreeMarginInsufficient], "nothing of it is shared");
    }

    [Theory]
    [InlineData(10, 1_000)]
    [InlineData(8, 1_250)]
    [Trait("Rule", "ORDR-010")]
    [Trait("Rule", "POSN-006")]
    public void AnIsolatedOrder_PutsAsideWhatTheCapOfItsClassAsks(decimal cap, decimal aside)
    {
        market.Add(market.Set.FindInstrument(new("GOLD"))! with { InstrumentClass = InstrumentClass.Gold });
        market.Add(RegimePresets.FxRetail with
        {
            Id = new("capped"), LeverageCaps = new([new(InstrumentClass.Gold, new(cap))], []),
        });
        var scenario = Account(market, market.Set.FindRegime(new("capped"), market.Now)!).Deposits(1_000_000m);
        var isolated = Order(100m) with { IsIsolated = true };
        Codes(scenario, isolated).ShouldBeEmpty("1:10 by its own terms");
        Check(scenario, isolated).Leverage.ShouldBe(new(cap), "only what is put aside stands for it");
        scenario.WhenFilled(isolated).Event<AccountEvent.FillBooked>().SetAside.ShouldBe(Amount(aside));
        Codes(scenario, Order(100m)).ShouldBeEmpty("what is shared has far more");
    }

    [Fact]
    [Trait("Rule", "MARG-015")]
    [Trait("Rule", "ORDR-008")]
    public void AnInverseContract_IsCheckedInItsCoin()
    {
        market.Add(TestTerms.Inverse() with { TradeLimits = new() { MaximumNotional = Amount(2m, "BTC") } })
            .Mark("BTCUSD", 16_000m);
        var scenario = Account(market, RegimePresets.FxRetail, "BTC").Deposits(0.1m, "BTC");
        var order = Fill("BTCUSD", 320m, 16_000m);
        Codes(scenario, order).ShouldBeEmpty();
        Codes(scenario, order with { Quantity = new(321m) }).ShouldBe([Rejection.NotionalLimitExceeded]);
        market.Add(TestTerms.Inverse());
        Check(scenario, order).LargestQuantity.ShouldBe(new(400m), "2.5 coins at 1:25");
        market.Add(TestTerms.Inverse() with { CommissionRate = new(0.0005m) });
        Check(scenario, order).LargestQuantity.ShouldBe(new(390m), "each contract needs 0.00025 and twice 0.000003125");
        market.Add(TestTerms.Inverse());
        var wide = market.Set.With(new Mark(new("BTCUSD"), new(16_000m), market.Now, 1, 1_000, MarkKind.Mid)
        {
            Bid = new(15_000m), Ask = new(16_000m),
        });
        OrderCheck.Check(scenario.Account, order, wide, market.Now).LargestQuantity
            .ShouldBe(new(150m), "a contract needs 0.00025, and a fifteenth of its 0.00625 to leave");
    }

    private void Limit(TradeLimits limits) =>
        market.Add(market.Set.FindInstrument(new("GOLD"))! with { TradeLimits = limits });

    private static Fill Order(decimal quantity) => Fill("GOLD", quantity, 100m);

    private static OrderCheckResult Check(AccountScenario scenario, Fill order) =>
        OrderCheck.Check(scenario.Account, order, scenario.Market.Set, scenario.Market.Now);

    private static IEnumerable<Rejection> Codes(AccountScenario scenario, Fill order) =>
        Check(scenario, order).Refusals.Select(r => r.Code);
}
