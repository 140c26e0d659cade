using System.Globalization;
using MarginGrains.Core.Accounts;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;
using MarginGrains.Testing.Core;
using static MarginGrains.Testing.Core.Given;

namespace MarginGrains.Core.Tests.Accounts;

/// <summary>What waits for a market, and the way out of every state over a break.</summary>
public class ClosedMarketTests
{
    /// Friday 12:00 in New York; currencies trade until 17:00 and again from Sunday 17:00.
    private static readonly DateTimeOffset Friday = Utc("2026-01-09T17:00");

    private static readonly DateTimeOffset Close = Utc("2026-01-09T22:00");

    private static readonly DateTimeOffset Opening = Utc("2026-01-11T22:00");

    private readonly TestMarket market = new TestMarket()
        .Add(TestCalendars.Fx)
        .Add(TestInstruments.Pair("EURUSD") with { Calendar = TestCalendars.Fx.Id });

    public ClosedMarketTests()
    {
        market.Now = Friday;
        market.Mark("EURUSD", 1.10m);
    }

    [Fact]
    [Trait("Rule", "CAL-007")]
    public void AStopOut_BeginsOnlyWhenTheMarketOpens()
    {
        var scenario = Long();
        market.Now = Close;
        scenario.WhenMarked("EURUSD", 1.05m).ThenNothing().ThenStage(Stage.Healthy);
        AccountDue.Next(scenario.Account, market.Set, market.Now).ShouldBe(Opening, "it is looked at again");
        scenario.WhenAt(Opening.AddTicks(-1)).ThenNothing();
        scenario.WhenAt(Opening).Then(typeof(AccountEvent.LiquidationStarted), typeof(AccountEvent.LiquidationOrdered));
    }

    [Fact]
    [Trait("Rule", "CAL-007")]
    public void ACallAndAWarning_OfEveryMark_WaitForTheOpening()
    {
        var called = Long(4_000m);
        market.Now = Close;
        called.WhenMarked("EURUSD", 1.0870m).ThenNothing();
        called.WhenAt(Opening).Then<AccountEvent.CallOpened>();
    }

    [Fact]
    [Trait("Rule", "CAL-007")]
    public void OneOpenMarket_IsEnough_AndIsTheOnlyOneThatSells()
    {
        market.Add(TestInstruments.Perpetual()).Mark("BTCPERP", 50_000m);
        var scenario = Long(6_000m).Fills("BTCPERP", 0.1m, 50_000m);
        market.Now = Close;
        scenario.WhenMarked("EURUSD", 1.05m).Then<AccountEvent.LiquidationStarted>();
        var orders = scenario.Account.Liquidation.ShouldNotBeNull().Orders;
        orders.ShouldHaveSingleItem().Symbol.Value.ShouldBe("BTCPERP", "currencies are closed");
        scenario.SettlesOrders();
        scenario.Account.Liquidation.ShouldNotBeNull().WaitingFor.ShouldBe("MarketClosed: EURUSD");
        AccountDue.Next(scenario.Account, market.Set, market.Now).ShouldBe(Opening);
        scenario.WhenAt(Opening).Then(typeof(AccountEvent.LiquidationResumed), typeof(AccountEvent.LiquidationOrdered));
    }

    [Fact]
    [Trait("Rule", "CAL-008")]
    public void ADeadline_PassesAtItsTime_AndItsOrdersWaitForTheOpening()
    {
        var scenario = Called();
        var dueAt = scenario.Account.Calls[0].DueAt.ShouldNotBeNull();
        dueAt.ShouldBe(Friday.AddHours(24), "Saturday");
        scenario.WhenAt(dueAt.AddTicks(-1)).ThenNo<AccountEvent.CallExpired>();
        scenario.WhenAt(dueAt).Then(
            typeof(AccountEvent.CallExpired), typeof(AccountEvent.LiquidationStarted), typeof(AccountEvent.LiquidationPaused));
        scenario.Account.Liquidation!.WaitingFor.ShouldBe("MarketClosed: EURUSD");
        scenario.WhenAt(dueAt.AddHours(5)).ThenNothing();
        scenario.WhenAt(Opening).Then(typeof(AccountEvent.LiquidationResumed), typeof(AccountEvent.LiquidationOrdered));
    }

    [Fact]
    [Trait("Rule", "CAL-008")]
    public void CuredOverTheBreak_ItEndsWithoutAnOrder()
    {
        var scenario = Called();
        scenario.WhenAt(scenario.Account.Calls[0].DueAt!.Value).Then<AccountEvent.LiquidationPaused>();
        scenario.WhenTransferring(TransferKind.Deposit, 20_000m).Then(
            typeof(AccountEvent.TransferBooked), typeof(AccountEvent.LiquidationCompleted));
        scenario.WhenAt(Opening).ThenNothing().ThenStage(Stage.Healthy);
    }

    [Fact]
    [Trait("Rule", "CAL-008")]
    public void CuredByTheFirstPriceOfTheOpening_ItEndsWithoutAnOrder()
    {
        var scenario = Called();
        scenario.WhenAt(scenario.Account.Calls[0].DueAt!.Value);
        market.Now = Opening;
        scenario.WhenMarked("EURUSD", 1.12m).Then(typeof(AccountEvent.LiquidationCompleted)).ThenStage(Stage.Healthy);
    }

    [Fact]
    [Trait("Rule", "CAL-008")]
    public void PausedAtTheClose_ItGoesOnAtTheOpening()
    {
        var scenario = Long();
        market.Now = Close.AddMinutes(-1);
        scenario.WhenMarked("EURUSD", 1.05m).Then<AccountEvent.LiquidationOrdered>();
        var order = scenario.Account.Liquidation!.Orders[0];
        market.Now = Close;
        scenario.WhenOrderEnds(order.OrderId, "the market has closed").And.Account.Liquidation.ShouldNotBeNull();
        market.Now = Close.AddMinutes(5);
        scenario.WhenAssessed().Then<AccountEvent.LiquidationPaused>(e => e.WaitingFor.ShouldBe("MarketClosed: EURUSD"));
        AccountDue.Next(scenario.Account, market.Set, market.Now).ShouldBe(Opening);
        scenario.WhenAt(Opening).Then(typeof(AccountEvent.LiquidationResumed), typeof(AccountEvent.LiquidationOrdered));
        scenario.SettlesOrders().Account.Liquidation.ShouldBeNull();
    }

    [Fact]
    [Trait("Rule", "CAL-008")]
    [Trait("Rule", "MARG-009")]
    public void APriceThatIsMissingAtTheOpening_IsWaitedFor()
    {
        market.Add(TestInstruments.Pair("EURUSD") with
        {
            Calendar = TestCalendars.Fx.Id, MaximumMarkAge = TimeSpan.FromMinutes(1),
        });
        market.Now = Close.AddSeconds(-30);
        market.Mark("EURUSD", 1.10m);
        var scenario = Long(4_000m);
        scenario.WhenMarked("EURUSD", 1.0870m).Then<AccountEvent.CallOpened>();
        scenario.WhenAt(scenario.Account.Calls[0].DueAt!.Value)
            .Then<AccountEvent.LiquidationPaused>(e => e.WaitingFor.ShouldBe("MarketClosed: EURUSD"));
        market.Now = Opening.AddMinutes(2);
        scenario.WhenAssessed().Then<AccountEvent.LiquidationPaused>(e => e.WaitingFor.ShouldBe("MarkStale"));
        scenario.WhenMarked("EURUSD", 1.0950m)
            .Then(typeof(AccountEvent.LiquidationResumed), typeof(AccountEvent.LiquidationOrdered));
    }

    [Fact]
    [Trait("Rule", "CAL-007")]
    public void AClosingPrice_Values_ButStopsOutNobody()
    {
        var scenario = Long();
        market.Close("EURUSD", 1.05m);
        scenario.WhenAssessed().ThenNothing();
        scenario.Figures.Equity.Amount.ShouldBeLessThan(6_000m, "it values");
        scenario.WhenMarked("EURUSD", 1.05m).Then<AccountEvent.LiquidationStarted>();
    }

    [Fact]
    [Trait("Rule", "CAL-008")]
    public void ARunningLiquidation_SendsNoOrderOnAClosingPrice()
    {
        var scenario = Called();
        market.Now = Opening;
        market.Close("EURUSD", 1.0950m);
        scenario.WhenAssessed().Then<AccountEvent.LiquidationPaused>(e => e.WaitingFor.ShouldBe("MarketClosed: EURUSD"));
        scenario.WhenMarked("EURUSD", 1.0950m).Then<AccountEvent.LiquidationOrdered>();
    }

    [Fact]
    [Trait("Rule", "CAL-009")]
    public void ThePriceOfTheClose_AgesOnlyWhileItsMarketIsOpen()
    {
        var pair = TestInstruments.Pair("EURUSD") with
        {
            Calendar = TestCalendars.Fx.Id, MaximumMarkAge = TimeSpan.FromMinutes(10),
        };
        market.Add(pair);
        var old = market.Set.FindMark(pair.Symbol)!;
        OpenMarkets.IsStale(market.Set, pair, old, Friday.AddMinutes(10)).ShouldBeFalse("exactly at the limit");
        OpenMarkets.IsStale(market.Set, pair, old, Friday.AddMinutes(11)).ShouldBeTrue("open");
        OpenMarkets.IsStale(market.Set, pair, old, Close.AddHours(20)).ShouldBeTrue("stale at the closing stays so");
        OpenMarkets.IsStale(market.Set, pair, old, Opening).ShouldBeTrue("after the opening too");
        var mark = old with { Time = Close.AddMinutes(-8) };
        OpenMarkets.IsStale(market.Set, pair, mark, Close).ShouldBeFalse();
        OpenMarkets.IsStale(market.Set, pair, mark, Close.AddHours(20)).ShouldBeFalse("closed");
        OpenMarkets.IsStale(market.Set, pair, mark, Opening.AddMinutes(10)).ShouldBeFalse("age from the opening");
        OpenMarkets.IsStale(market.Set, pair, mark, Opening.AddMinutes(10).AddTicks(1)).ShouldBeTrue();
        OpenMarkets.IsStale(market.Set, pair with { Calendar = new("unknown") }, mark, Close.AddHours(20))
            .ShouldBeTrue("by a calendar that is unknown it ages like any price");
        OpenMarkets.IsOpen(market.Set, pair with { Calendar = new("unknown") }, Friday).ShouldBeFalse("fail closed");
    }

    [Fact]
    [Trait("Rule", "ORDR-011")]
    public void NoOrderIsPlaced_WhileTheMarketIsClosed_AndOneThatWorksIsKept()
    {
        var scenario = Long();
        scenario.WhenPlacing("kept", "EURUSD", 1_000m).Then<AccountEvent.OrderPlaced>();
        market.Now = Close;
        scenario.Refused("EURUSD", 1_000m).ShouldBe([Rejection.MarketClosed]);
        scenario.Refused("EURUSD", -1_000m).ShouldBe([Rejection.MarketClosed], "one that reduces cannot be placed either");
        scenario.Checked("EURUSD", -1_000m).LargestQuantity.ShouldBe(default(Quantity));
        scenario.WhenPlacing("new", "EURUSD", 1_000m).ThenRefused(Rejection.MarketClosed)
            .Decision.Refusal!.IsTransient.ShouldBeTrue();
        scenario.Account.Portfolio.Orders.ShouldHaveSingleItem().OrderId.Value.ShouldBe("kept");
        scenario.WhenFilled(Fill("EURUSD", 1_000m, 1.10m)).Then<AccountEvent.FillBooked>();
        market.Now = Opening;
        scenario.Refused("EURUSD", -1_000m).ShouldBeEmpty();
    }

    [Fact]
    [Trait("Rule", "CAL-007")]
    public void ASettlement_JudgesWhateverTheHours()
    {
        market.Add(TestCalendars.Stocks)
            .Add(TestInstruments.Future("ES") with { Calendar = TestCalendars.Stocks.Id }).Mark("ES", 5000m);
        var preset = RegimePresets.FuturesAtSettlement;
        var rule = preset.Calls[0] with { Calendar = TestCalendars.Stocks.Id, SettlementTime = new(17, 0) };
        var scenario = Account(market, preset with { Id = new("s"), Calls = [rule] }).Deposits(13_000m).Fills("ES", 1m, 5000m);
        market.Now = Friday.AddHours(3);
        scenario.WhenMarked("ES", 4900m).ThenNo<AccountEvent.CallOpened>();
        var settlement = AccountDue.Next(scenario.Account, market.Set, market.Now).ShouldNotBeNull();
        settlement.ShouldBe(Utc("2026-01-09T22:00"), "17:00 in New York, an hour after the close");
        scenario.WhenAt(settlement).Then<AccountEvent.CallOpened>();
    }

    [Fact]
    [Trait("Rule", "CAL-006")]
    public void ACallByACalendarThatIsUnknown_IsNotJudged()
    {
        var preset = RegimePresets.FxRetail;
        var regime = preset with { Id = new("x"), Calls = [preset.Calls[0] with { Calendar = new("unknown") }] };
        var scenario = Account(market, regime).Deposits(6_000m).Fills("EURUSD", 100_000m, 1.10m);
        scenario.WhenMarked("EURUSD", 1.05m).ThenNothing();
    }

    /// Used margin 3,666.67 of 100,000 EUR at 30; 6,000 by default.
    private AccountScenario Long(decimal deposit = 6_000m) =>
        Account(market, RegimePresets.FxRetail).Deposits(deposit).Fills("EURUSD", 100_000m, 1.10m);

    private AccountScenario Called()
    {
        var scenario = Long(4_000m);
        scenario.WhenMarked("EURUSD", 1.0870m).Then<AccountEvent.CallOpened>();
        return scenario;
    }

    private static DateTimeOffset Utc(string text) => DateTimeOffset.Parse($"{text}:00Z", CultureInfo.InvariantCulture);
}
