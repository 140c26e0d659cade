using MarginGrains.Core.Accounts;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Liquidation;
using MarginGrains.Core.Regimes;
using MarginGrains.Testing.Core;
using static MarginGrains.Testing.Core.Given;

namespace MarginGrains.Core.Tests.Golden;

public class CloseOutGoldenTests
{
    private readonly TestMarket market = new();

    [Fact]
    [Trait("Case", "E01")]
    [Trait("Case", "E02")]
    public void TheTicketWithMostMargin_GivesTwoThousandUnits()
    {
        market.Add(TestInstruments.Pair("USDJPY", 500m), TestInstruments.Pair("USDJPY", 500m) with { Symbol = new("USDJPY.2") })
            .Mark("USDJPY", 100.125815m).Mark("USDJPY.2", 100m);
        var scenario = Account(market, RegimePresets.FxRetail).Deposits(500m)
            .Fills("USDJPY", 200_000m, 100.125815m).Fills("USDJPY.2", 50_000m, 100m);

        var stopped = scenario.WhenMarked("USDJPY", 100m);

        scenario.Figures.UnrealizedPnl.ShouldBe(Amount(-251.63m));
        scenario.Figures.UsedMargin.ShouldBe(Amount(500m));
        decimal.Round(scenario.Figures.MarginLevel!.Value.Value, 4).ShouldBe(0.4967m);
        stopped.Then<AccountEvent.LiquidationOrdered>(e =>
        {
            e.Order.Symbol.Value.ShouldBe("USDJPY");
            e.Order.Quantity.ShouldBe(new(-2_000m), "1,000 would leave 49.87 %");
        });
        scenario.SettlesOrders();
        scenario.Account.Portfolio.Find(new("USDJPY"))!.Quantity.ShouldBe(new(198_000m));
        scenario.Figures.UsedMargin.ShouldBe(Amount(496m));
        scenario.Figures.MarginLevel!.Value.Value.ShouldBeInRange(0.5007m, 0.5008m, "248.37 of 496, printed as 50.08 %");
        scenario.Account.Liquidation.ShouldBeNull();
    }

    [Fact]
    [Trait("Case", "E06")]
    public void OnTheAccountsLevel_OneLosingPositionClosesNothing()
    {
        market.Add(TestInstruments.Cfd(multiplier: 1m).On(TestInstruments.PerContract(300m, 100m))).Mark("XAUUSD", 3_000m);
        var scenario = Account(market, RegimePresets.FxRetail).Deposits(5_000m).Fills("XAUUSD", 1m, 3_000m);
        scenario.WhenMarked("XAUUSD", 2_850m).ThenNothing();
        scenario.Figures.Equity.ShouldBe(Amount(4_850m), "against one half of 300");
    }

    [Fact]
    [Trait("Case", "E15")]
    [Trait("Rule", "LIQD-016")]
    public void OrdersGoFirst_ThenLosersOnOpenMarkets_AndNoMoreThanNeeded()
    {
        var scenario = FourPositions(5_200m);
        scenario.WhenPlacing("o-1", "LOSS1", 1m).Decision.Refusal.ShouldBeNull();
        var stopped = Fall(scenario);
        scenario.Figures.Equity.ShouldBe(Amount(1_100m));
        stopped.Then(
            typeof(AccountEvent.OrderCancelRequested), typeof(AccountEvent.LiquidationStarted),
            typeof(AccountEvent.LiquidationOrdered), typeof(AccountEvent.LiquidationOrdered));
        Ordered(scenario).ShouldBe(["LOSS1", "LOSS2"], "1,100 of 2,000 are 55 %");
        scenario.SettlesOrders();
        scenario.Account.Liquidation.ShouldBeNull();
        scenario.Account.Portfolio.Positions.Select(p => p.Symbol.Value).ShouldBe(["GAIN", "SHUT"]);
    }

    [Fact]
    [Trait("Case", "E15")]
    [Trait("Rule", "LIQD-016")]
    public void TheRest_GoesWhenItsMarketOpens()
    {
        var scenario = FourPositions(4_500m);
        Fall(scenario);
        scenario.Figures.Equity.ShouldBe(Amount(400m));
        Ordered(scenario).ShouldBe(["LOSS1", "LOSS2", "GAIN"]);
        scenario.SettlesOrders();
        scenario.Account.Portfolio.Positions.ShouldHaveSingleItem().Symbol.Value.ShouldBe("SHUT");
        scenario.Account.Liquidation!.WaitingFor.ShouldBe("MarketClosed: SHUT");
        scenario.WhenTimePasses(TimeSpan.FromHours(9)).ThenNothing();
        market.Add(Contract("SHUT"));
        scenario.WhenAssessed()
            .Then<AccountEvent.LiquidationResumed>()
            .Then<AccountEvent.LiquidationOrdered>(e => e.Order.Symbol.Value.ShouldBe("SHUT"));
    }

    [Fact]
    [Trait("Case", "E15")]
    public void AfterEachStep_TheAccountIsJudgedAgain()
    {
        var scenario = FourPositions(4_500m);
        Fall(scenario);
        scenario.SettlesOrders();
        scenario.WhenTransferring(TransferKind.Deposit, 200m).Then<AccountEvent.LiquidationCompleted>(
            e => e.TargetReached.ShouldBeTrue("600 of 1,000 before the market opened"));
        market.Add(Contract("SHUT"));
        scenario.WhenAssessed().ThenNo<AccountEvent.LiquidationStarted>();
    }

    [Fact]
    [Trait("Case", "E16")]
    [Trait("Rule", "CALL-006")]
    public void ADayOnCallWithoutABreak_Closes()
    {
        var scenario = OneLot();
        scenario.WhenMarked("EURUSD", 1.2370m).Then<AccountEvent.CallOpened>();
        scenario.WhenTimePasses(TimeSpan.FromHours(12));
        scenario.WhenMarked("EURUSD", 1.2400m).Then<AccountEvent.CallMet>();
        scenario.WhenMarked("EURUSD", 1.2370m).Then<AccountEvent.CallOpened>();
        scenario.WhenTimePasses(TimeSpan.FromHours(24) - TimeSpan.FromTicks(1)).ThenNo<AccountEvent.CallExpired>();
        scenario.WhenTimePasses(TimeSpan.FromTicks(1)).Then<AccountEvent.CallExpired>()
            .Then<AccountEvent.LiquidationStarted>(e => e.Reason.ShouldBe(LiquidationReason.CallExpired));
    }

    [Theory]
    [InlineData(500.01, false, "0.99998")]
    [InlineData(500.00, true, "1.0 or above")]
    [Trait("Case", "E17")]
    public void AtHalfTheMarginUsed_TheAccountIsClosedOut(double equity, bool closed, string reason)
    {
        // That broker's line is ½ × margin used ÷ equity, at one and not only beyond it.
        var preset = RegimePresets.FxRetail;
        var line = new RegimeLine(Measure.EquityToInitial, Comparator.AtOrBelow, new(0.50m));
        var target = line with { Threshold = new(0.5005m) };
        var rule = preset.Liquidation with { StopOut = line, Target = target };
        var regime = preset with { Id = new("half"), Liquidation = rule };
        RegimeValidation.Check(regime).ShouldBeEmpty();
        market.Add(TestInstruments.Cfd(multiplier: 1m).On(TestInstruments.PerContract(1_000m, 500m))).Mark("XAUUSD", 3_000m);
        var scenario = Account(market, regime).Deposits(2_000m).Fills("XAUUSD", 1m, 3_000m);

        scenario.WhenMarked("XAUUSD", 1_000m + (decimal)equity);

        scenario.Figures.Equity.ShouldBe(Amount((decimal)equity));
        (scenario.Account.Stage == Stage.Liquidating).ShouldBe(closed, reason);
    }

    private static IEnumerable<string> Ordered(AccountScenario scenario) =>
        scenario.Account.Liquidation!.Orders.Select(o => o.Symbol.Value);

    private static Instrument Contract(string symbol) =>
        TestInstruments.Cfd(symbol, 1m).On(TestInstruments.PerContract(1_000m, 500m));

    /// One contract of each at 10,000; whole positions go, those with a loss on open markets first.
    private AccountScenario FourPositions(decimal cash)
    {
        var preset = RegimePresets.FxRetail;
        var rule = preset.Liquidation with
        {
            Order = SelectionOrder.LosersOnOpenMarkets, Step = LiquidationStep.WholePosition,
        };
        var scenario = Account(market, preset with { Id = new("fx-order"), Liquidation = rule }).Deposits(cash);
        foreach (var symbol in new[] { "GAIN", "LOSS1", "LOSS2", "SHUT" })
        {
            market.Add(Contract(symbol)).Mark(symbol, 10_000m);
            scenario.Fills(symbol, 1m, 10_000m);
        }

        market.Add(Contract("SHUT") with { State = InstrumentState.Suspended });
        return scenario;
    }

    private Outcome Fall(AccountScenario scenario)
    {
        market.Mark("LOSS2", 9_300m).Mark("GAIN", 10_100m).Mark("SHUT", 8_000m);
        return scenario.WhenMarked("LOSS1", 8_500m);
    }

    private AccountScenario OneLot()
    {
        var pair = TestInstruments.Pair("EURUSD").On(TestInstruments.PerContract(1000m, 500m, unitsPerContract: 100_000m));
        return Account(market.Add(pair).Mark("EURUSD", 1.24m), RegimePresets.FxRetail)
            .Deposits(1_000m).Fills("EURUSD", 100_000m, 1.24m);
    }
}
