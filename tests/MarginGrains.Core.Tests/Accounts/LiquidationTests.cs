using MarginGrains.Core.Accounts;
using MarginGrains.Core.Liquidation;
using MarginGrains.Core.Regimes;
using MarginGrains.Testing.Core;
using static MarginGrains.Testing.Core.Given;

namespace MarginGrains.Core.Tests.Accounts;

public class LiquidationTests
{
    private readonly TestMarket market = new TestMarket()
        .Add(TestInstruments.Future("ES", 50m, 12_000m, 11_000m), TestInstruments.Future("NQ", 20m, 18_000m, 16_000m))
        .Mark("ES", 5000m).Mark("NQ", 20_000m);

    [Fact]
    [Trait("Rule", "LIQD-001")]
    public void AStopOut_StartsAtOnce_AndTheCallOutlivesIt()
    {
        var scenario = TwoOfEach();
        scenario.WhenMarked("ES", 4930m).ThenStage(Stage.Call);
        scenario.WhenMarked("ES", 4500m).Then(
                typeof(AccountEvent.LiquidationStarted),
                typeof(AccountEvent.LiquidationOrdered), typeof(AccountEvent.LiquidationOrdered))
            .Then<AccountEvent.LiquidationStarted>(e =>
            {
                e.LiquidationId.ShouldBe("liquidation-a-1-1");
                e.Reason.ShouldBe(LiquidationReason.StopOut);
                e.Explanation.Figures.Equity.ShouldBe(Amount(10_000m));
            });
        scenario.Account.Liquidation!.Orders.Select(o => o.OrderId.Value).ShouldBe(["liq-a-1-1", "liq-a-1-2"]);
    }

    [Theory]
    [InlineData(SelectionOrder.LargestMargin, "NQ", "18,000 each against 12,000")]
    [InlineData(SelectionOrder.LargestLoss, "ES", "only ES lost")]
    [Trait("Rule", "LIQD-002")]
    public void ThePositionThatGoesFirst_IsTheRegimesChoice(SelectionOrder order, string first, string reason)
    {
        var preset = RegimePresets.Futures;
        var scenario = TwoOfEach(preset with { Id = new("f"), Liquidation = preset.Liquidation with { Order = order } });
        scenario.WhenMarked("ES", 4500m);
        scenario.Account.Liquidation!.Orders[0].Symbol.Value.ShouldBe(first, reason);
    }

    [Theory]
    [InlineData(LiquidationStep.Smallest, 10, "18,000 against 24,000 is not above 100 %, against 12,000 it is")]
    [InlineData(LiquidationStep.WholePosition, 11, "all of it")]
    [Trait("Rule", "LIQD-003")]
    public void TheStep_IsTheRegimesChoice(LiquidationStep step, decimal sold, string reason)
    {
        var preset = RegimePresets.Futures;
        var scenario = Account(
            market, preset with { Id = new("f"), Liquidation = preset.Liquidation with { Step = step } });
        scenario.Deposits(132_000m).Fills("ES", 11m, 5000m);
        scenario.WhenMarked("ES", 4792.5m);
        scenario.Figures.Equity.ShouldBe(Amount(17_875m));
        scenario.Account.Liquidation!.Orders.ShouldHaveSingleItem().Quantity.ShouldBe(new(-sold), reason);
    }

    [Fact]
    [Trait("Rule", "LIQD-004")]
    public void APositionThatIsNoWholeNumberOfLots_GoesWhole()
    {
        var scenario = Account(market, RegimePresets.Futures).Deposits(7_000m).Fills("ES", 0.5m, 5000m);
        scenario.WhenMarked("ES", 4740m);
        scenario.Account.Liquidation!.Orders.ShouldHaveSingleItem().Quantity.ShouldBe(new(-0.5m));
    }

    [Fact]
    [Trait("Rule", "LIQD-004")]
    public void AShort_IsBoughtBack()
    {
        var scenario = Account(market, RegimePresets.Futures).Deposits(30_000m).Fills("ES", -2m, 5000m);
        scenario.WhenMarked("ES", 5290m);
        scenario.Account.Liquidation!.Orders.ShouldHaveSingleItem().Quantity.ShouldBe(new(2m), "1,000 suffice for none");
        scenario.SettlesOrders().Account.Portfolio.IsFlat.ShouldBeTrue();
    }

    [Fact]
    [Trait("Rule", "LIQD-004")]
    public void APositionOfVeryManyLots_IsPlannedToo()
    {
        var coin = TestInstruments.Perpetual("MEME") with { LotSize = new(0.00000001m) };
        market.Add(coin).Mark("MEME", 0.0001m);
        var scenario = Account(market, RegimePresets.Futures).Deposits(1_000_000m).Fills("MEME", 1_000_000_000_000m, 0.0001m);
        scenario.WhenMarked("MEME", 0.00000051m);
        scenario.Account.Stage.ShouldBe(Stage.Liquidating);
    }

    [Fact]
    [Trait("Rule", "LIQD-001")]
    public void ALiquidation_EndsWhenTheTargetIsReached()
    {
        var scenario = TwoOfEach();
        scenario.WhenMarked("ES", 4500m);
        scenario.SettlesOrders();
        var completed = scenario.Events.OfType<AccountEvent.LiquidationCompleted>().ShouldHaveSingleItem();
        completed.TargetReached.ShouldBe(scenario.Account.Portfolio.Positions.Length > 0);
        scenario.Account.Liquidation.ShouldBeNull();
        scenario.WhenAssessed().ThenNothing();
    }

    [Fact]
    [Trait("Rule", "LIQD-001")]
    [Trait("Rule", "CALL-006")]
    public void AnExpiredCall_IsReducedUntilItIsCured_ThoughTheStopOutTargetIsLower()
    {
        market.Add(TestInstruments.Pair("EURUSD").On(TestInstruments.PerContract(1000m, 500m, unitsPerContract: 100_000m)));
        var scenario = Account(market.Mark("EURUSD", 1.24m), RegimePresets.FxRetail)
            .Deposits(1_000m).Fills("EURUSD", 100_000m, 1.24m);
        scenario.WhenMarked("EURUSD", 1.2360m).ThenStage(Stage.Call);
        scenario.WhenTimePasses(TimeSpan.FromHours(24)).Then<AccountEvent.CallExpired>()
            .Then<AccountEvent.LiquidationOrdered>(e => e.Order.Quantity.ShouldBe(new(-40_000m)));
        scenario.SettlesOrders();
        scenario.Figures.MarginLevel.ShouldBe(new(1m), "the level on which the call clears");
        scenario.Account.Stage.ShouldBe(Stage.Healthy);
        scenario.Account.CallCount.ShouldBe(1);
    }

    [Fact]
    [Trait("Rule", "LIQD-001")]
    public void ACallWithoutGrace_IsReducedAtOnce_AndNotAskedForEver()
    {
        var preset = RegimePresets.FxRetail;
        var regime = preset with { Id = new("no-grace"), Calls = [preset.Calls[0] with { Grace = GracePeriod.Immediate }] };
        RegimeValidation.Check(regime).ShouldBeEmpty();
        market.Add(TestInstruments.Pair("EURUSD").On(TestInstruments.PerContract(1000m, 500m, unitsPerContract: 100_000m)));
        var scenario = Account(market.Mark("EURUSD", 1.24m), regime).Deposits(1_000m).Fills("EURUSD", 100_000m, 1.24m);
        scenario.WhenMarked("EURUSD", 1.2360m).Then(
            typeof(AccountEvent.CallOpened), typeof(AccountEvent.CallExpired),
            typeof(AccountEvent.LiquidationStarted), typeof(AccountEvent.LiquidationOrdered));
    }

    [Fact]
    [Trait("Rule", "LIQD-001")]
    public void ATargetOnAnotherRatioThanTheStopOut_DoesNotEndWhileTheStopOutIsCrossed()
    {
        var preset = RegimePresets.Futures;
        var target = new RegimeLine(Measure.EquityToMarketValue, Comparator.Below, new(0.001m));
        var regime = preset with { Id = new("two-ratios"), Liquidation = preset.Liquidation with { Target = target } };
        RegimeValidation.Check(regime).ShouldBeEmpty();
        var scenario = Account(market, regime).Deposits(120_000m).Fills("ES", 10m, 5000m);
        scenario.WhenMarked("ES", 4810m).Then<AccountEvent.LiquidationOrdered>();
        scenario.SettlesOrders().WhenAssessed().ThenNothing();
    }

    private AccountScenario TwoOfEach(Regime? regime = null) => Account(market, regime ?? RegimePresets.Futures)
        .Deposits(60_000m).Fills("ES", 2m, 5000m).Fills("NQ", 2m, 20_000m);
}
