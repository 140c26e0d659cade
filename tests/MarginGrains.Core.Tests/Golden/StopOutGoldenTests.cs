using MarginGrains.Core.Accounts;
using MarginGrains.Core.Liquidation;
using MarginGrains.Core.Regimes;
using MarginGrains.Testing.Core;
using static MarginGrains.Testing.Core.Given;

namespace MarginGrains.Core.Tests.Golden;

public class StopOutGoldenTests
{
    private readonly TestMarket market = new();

    [Fact]
    [Trait("Case", "U06")]
    public void AStopOut_SellsTheFewestLotsThatReachTheTarget()
    {
        var scenario = OneLot(RegimePresets.FxRetail);
        scenario.WhenMarked("EURUSD", 1.2330m)
            .Then<AccountEvent.LiquidationStarted>(e => e.Reason.ShouldBe(LiquidationReason.StopOut))
            .Then<AccountEvent.LiquidationOrdered>(e => e.Order.Quantity.ShouldBe(new(-41_000m)));
        scenario.SettlesOrders();
        scenario.Account.Portfolio.Find(new("EURUSD"))!.Quantity.ShouldBe(new(59_000m));
        scenario.Figures.Equity.ShouldBe(Amount(300m), "closing at the mark costs nothing");
        scenario.Figures.UsedMargin.ShouldBe(Amount(590m), "60,000 would be 600, at 50 % and so below 50.05 %");
        scenario.Account.Liquidation.ShouldBeNull();
        scenario.Account.Stage.ShouldBe(Stage.Call, "50.85 % is still below 75 %");
    }

    [Fact]
    [Trait("Case", "U14")]
    public void TheLevelTable_DecidesOnNewTradesAndForcedClose()
    {
        market.Add(TestInstruments.Pair("EURUSD").On(TestInstruments.PerContract(1000m, 500m, unitsPerContract: 100_000m)));
        var scenario = Account(market.Mark("EURUSD", 1.24m), RegimePresets.FxRetail).Deposits(1_000m);
        scenario.Figures.MarginLevel.ShouldBeNull("trap: no open position is no level, not 0 %");
        Check(scenario, 100_000m).ShouldBeEmpty("free margin after it is exactly 0");
        Check(scenario, 101_000m).ShouldBe([Rejection.FreeMarginInsufficient]);

        scenario.Fills("EURUSD", 50_000m, 1.24m);
        scenario.Figures.MarginLevel.ShouldBe(new(2m));
        Check(scenario, 50_000m).ShouldBeEmpty("above 100 %");
        scenario.WhenMarked("EURUSD", 1.2301m);
        Check(scenario, 1_000m).ShouldBe([Rejection.FreeMarginInsufficient], "101 % allows it, free margin after it does not");
        scenario.WhenMarked("EURUSD", 1.2300m);
        scenario.Figures.MarginLevel.ShouldBe(new(1m));
        Check(scenario, 1_000m).ShouldContain(Rejection.NoNewRisk, "at 100 %");
        Check(scenario, -50_000m).ShouldBeEmpty("what reduces is never refused");
        scenario.WhenMarked("EURUSD", 1.2249m).ThenStage(Stage.Liquidating);
    }

    [Theory]
    [InlineData(NegativeBalanceRule.Debt)]
    [InlineData(NegativeBalanceRule.WriteOff)]
    [Trait("Case", "U16")]
    public void ALossOfTwiceTheDeposit_IsOwedOrWrittenOff(NegativeBalanceRule rule)
    {
        var scenario = OneLot(RegimePresets.FxRetail with { Id = new("fx"), NegativeBalance = rule });
        scenario.WhenMarked("EURUSD", 1.2200m)
            .Then<AccountEvent.LiquidationOrdered>(e => e.Order.Quantity.ShouldBe(new(-100_000m)));
        scenario.Figures.UnrealizedPnl.ShouldBe(Amount(-2_000m));
        scenario.Figures.Equity.ShouldBe(Amount(-1_000m));

        scenario.SettlesOrders();

        var deficit = scenario.Events.OfType<AccountEvent.DeficitRecorded>().ShouldHaveSingleItem();
        deficit.Amount.ShouldBe(Amount(1_000m));
        deficit.IsWrittenOff.ShouldBe(rule == NegativeBalanceRule.WriteOff);
        scenario.Account.Stage.ShouldBe(rule == NegativeBalanceRule.Debt ? Stage.Deficit : Stage.Healthy);
        scenario.Account.Portfolio.Balance(new("USD")).ShouldBe(Amount(rule == NegativeBalanceRule.Debt ? -1_000m : 0m));
        scenario.Account.Claims.Select(c => c.Amount)
            .ShouldBe(rule == NegativeBalanceRule.Debt ? [] : [Amount(1_000m)]);
    }

    [Fact]
    [Trait("Case", "E02")]
    public void ASmartStopOut_ClosesExactlyTwoThousandUnits()
    {
        market.Add(TestInstruments.Pair("USDJPY", 500m)).Mark("USDJPY", 100.100652m);
        var scenario = Account(market, RegimePresets.FxRetail).Deposits(500m).Fills("USDJPY", 250_000m, 100.100652m);
        scenario.WhenMarked("USDJPY", 100m)
            .Then<AccountEvent.LiquidationOrdered>(e => e.Order.Quantity.ShouldBe(new(-2_000m)));
        scenario.Figures.UsedMargin.ShouldBe(Amount(500m));
        scenario.Figures.Equity.ShouldBe(Amount(248.37m));
        decimal.Round(scenario.Figures.MarginLevel!.Value.Value, 4).ShouldBe(0.4967m);
        scenario.SettlesOrders();
        scenario.Figures.UsedMargin.ShouldBe(Amount(496m));
        decimal.Round(scenario.Figures.MarginLevel!.Value.Value, 3).ShouldBe(0.501m, "248.37 less at most a yen's rounding");
    }

    [Fact]
    [Trait("Case", "E06")]
    public void OneLosingPosition_DoesNotCloseAWealthyAccount()
    {
        market.Add(TestInstruments.Cfd(multiplier: 1m, leverage: 10m).On(TestInstruments.PerContract(300m, 100m)));
        var regime = RegimePresets.FxRetail with { Id = new("floor"), UsedMargin = UsedMarginRule.HalfInitialFloor };
        var scenario = Account(market.Mark("XAUUSD", 3000m), regime).Deposits(5_000m).Fills("XAUUSD", 1m, 3000m);
        scenario.WhenMarked("XAUUSD", 2850m).ThenNothing();
        scenario.Figures.Equity.ShouldBe(Amount(4_850m));
        scenario.Figures.UsedMargin.ShouldBe(Amount(150m));
    }

    private static IEnumerable<Rejection> Check(AccountScenario scenario, decimal quantity) =>
        OrderCheck.Check(scenario.Account, Fill("EURUSD", quantity, scenario.Market.Price(new("EURUSD")).Value),
            scenario.Market.Set, scenario.Market.Now).Refusals.Select(r => r.Code);

    private AccountScenario OneLot(Regime regime)
    {
        var pair = TestInstruments.Pair("EURUSD").On(TestInstruments.PerContract(1000m, 500m, unitsPerContract: 100_000m));
        return Account(market.Add(pair).Mark("EURUSD", 1.24m), regime).Deposits(1_000m).Fills("EURUSD", 100_000m, 1.24m);
    }
}
