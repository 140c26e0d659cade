using MarginGrains.Core.Accounts;
using MarginGrains.Core.Regimes;
using MarginGrains.Testing.Core;
using static MarginGrains.Testing.Core.Given;

namespace MarginGrains.Core.Tests.Accounts;

/// <summary>
/// Orders of stops, alone and beside a stop-out; one unit of gold is 100 ounces. Long 1 at 2,000 with 10,000 is called below
/// 1,928.93 and stopped out below 1,919.19.
/// </summary>
public class StopOrderTests
{
    private readonly TestMarket market = new TestMarket()
        .Add(TestInstruments.Cfd(), TestInstruments.Cfd("XAGUSD")).Mark("XAUUSD", 2_000m).Mark("XAGUSD", 2_000m);

    [Fact]
    [Trait("Rule", "STOP-005")]
    public void AStopThatClosesEverything_SparesTheStopOutAtTheSameMark()
    {
        var scenario = Holding().Stops("s-1", "XAUUSD", true, 1_950m);
        scenario.WhenMarked("XAUUSD", 1_910m).Then(typeof(AccountEvent.StopTriggered), typeof(AccountEvent.StopOrdered))
            .ThenStage(Stage.Healthy);
        scenario.WhenStopExecutes().Then(typeof(AccountEvent.StopFilled)).ThenStage(Stage.Healthy);
        scenario.Account.Portfolio.Balance(new("USD")).ShouldBe(Amount(1_000m));
    }

    [Fact]
    [Trait("Rule", "STOP-005")]
    public void AStopThatClosesEnough_SparesTheCall_AndWhatIsLeftIsJudged()
    {
        var scenario = Holding().Stops("s-1", "XAUUSD", true, 1_950m, 0.5m);
        scenario.WhenMarked("XAUUSD", 1_925m).Then(typeof(AccountEvent.StopTriggered), typeof(AccountEvent.StopOrdered));
        scenario.WhenStopExecutes().ThenNo<AccountEvent.CallOpened>().ThenNo<AccountEvent.LiquidationStarted>();
        scenario.WhenMarked("XAUUSD", 1_900m).Then<AccountEvent.CallOpened>();
    }

    [Fact]
    [Trait("Rule", "STOP-005")]
    [Trait("Rule", "LIQD-004")]
    public void BesideAStopOrder_LiquidationIsPlannedOnTheRest()
    {
        var scenario = Holding().Stops("s-1", "XAUUSD", true, 1_950m, 0.2m);
        var outcome = scenario.WhenMarked("XAUUSD", 1_905m);
        outcome.Then(
            typeof(AccountEvent.StopTriggered), typeof(AccountEvent.StopOrdered), typeof(AccountEvent.LiquidationStarted),
            typeof(AccountEvent.LiquidationOrdered));
        var (stop, forced) = (
            outcome.Event<AccountEvent.StopOrdered>().Order, outcome.Event<AccountEvent.LiquidationOrdered>().Order);
        // 500 stand for 0.8 × 3,810 ÷ 2 × …; the fifth that the stop closes is not sold again.
        (stop.Quantity + forced.Quantity).Value.ShouldBeInRange(-1m, -0.2m);
        scenario.WhenStopExecutes();
        scenario.SettlesOrders().Account.Liquidation.ShouldBeNull();
        scenario.Account.IsRestricted.ShouldBeFalse();
        scenario.Account.Portfolio.Positions.ShouldAllBe(p => p.Quantity.IsLong);
    }

    [Fact]
    [Trait("Rule", "STOP-005")]
    public void AnOrderThatEnds_IsSentAnew_AndMeanwhileLiquidationStartsWhereItMust()
    {
        var scenario = Holding().Stops("s-1", "XAUUSD", true, 1_950m);
        var first = scenario.WhenMarked("XAUUSD", 1_945m).Event<AccountEvent.StopOrdered>().Order;
        scenario.WhenOrderEnds(first.OrderId).Then<AccountEvent.StopOrderEnded>(
            e => e.RetryAt.ShouldBe(market.Now + scenario.Regime.Liquidation.RetryDelay));
        AccountDue.Next(scenario.Account, market.Set, market.Now).ShouldBe(market.Now.AddSeconds(1));
        var second = scenario.WhenTimePasses(TimeSpan.FromSeconds(1)).Event<AccountEvent.StopOrdered>().Order;
        second.OrderId.Value.ShouldBe("stop-a-1-2");
        market.Mark("XAUUSD", 1_910m);
        scenario.WhenOrderEnds(second.OrderId)
            .Then(typeof(AccountEvent.StopOrderEnded), typeof(AccountEvent.LiquidationStarted), typeof(AccountEvent.LiquidationOrdered));
        var forced = scenario.Account.Liquidation!.Orders[0].Open.Absolute.Value;
        scenario.WhenTimePasses(TimeSpan.FromSeconds(1)).Then<AccountEvent.StopOrdered>(
            e => (e.Order.Quantity.Absolute.Value + forced).ShouldBe(1m, "no more than is held"));
    }

    [Fact]
    [Trait("Rule", "STOP-009")]
    public void AnUnansweredOrder_IsDueAfterFiveSeconds()
    {
        var scenario = Holding().Stops("s-1", "XAUUSD", true, 1_950m);
        scenario.WhenMarked("XAUUSD", 1_945m);
        AccountDue.Next(scenario.Account, market.Set, market.Now).ShouldBe(market.Now + AccountDue.AnswerTimeout);
        scenario.Account.IsAwaitingAnswers.ShouldBeTrue();
        scenario.WhenTimePasses(TimeSpan.FromSeconds(6)).ThenNothing();
    }

    [Fact]
    [Trait("Rule", "STOP-009")]
    public void PartsOfAnOrder_AreBooked_AndTheRestIsOrderedAgainWhenItEnds()
    {
        var scenario = Holding().Stops("s-1", "XAUUSD", true, 1_950m);
        var order = scenario.WhenMarked("XAUUSD", 1_945m).Event<AccountEvent.StopOrdered>().Order;
        scenario.WhenExecuted(order.OrderId, Fill("XAUUSD", -0.4m, 1_944m), isFinal: false).Then(typeof(AccountEvent.StopFilled));
        scenario.Account.Stops[0].Trigger!.Left.ShouldBe(new(0.6m));
        scenario.WhenExecuted(order.OrderId, Fill("XAUUSD", -0.1m, 1_943m), isFinal: true)
            .Then<AccountEvent.StopOrdered>(e => e.Order.Quantity.ShouldBe(new(-0.5m)));
        scenario.WhenStopExecutes().Then(typeof(AccountEvent.StopFilled));
        scenario.Account.Stops.ShouldBeEmpty();
    }

    [Fact]
    [Trait("Rule", "STOP-009")]
    [Trait("Rule", "LIQD-005")]
    public void AnExecutionThatIsLate_OrTooLarge_IsBooked_AndAPersonHasToLook()
    {
        var scenario = Holding().Stops("s-1", "XAUUSD", true, 1_950m, 0.5m);
        var order = scenario.WhenMarked("XAUUSD", 1_945m).Event<AccountEvent.StopOrdered>().Order;
        scenario.WhenStopExecutes().ThenNo<AccountEvent.IncidentRaised>();
        scenario.WhenExecuted(order.OrderId, Fill("XAUUSD", -0.1m, 1_945m), true)
            .Then<AccountEvent.StopFilled>().Then<AccountEvent.IncidentRaised>().Then<AccountEvent.Restricted>();
        scenario.Account.Portfolio.Positions[0].Quantity.ShouldBe(new(0.4m));
        scenario.WhenOrderEnds(order.OrderId).ThenRefused(Rejection.ReferenceUnknown);
    }

    [Fact]
    [Trait("Rule", "STOP-009")]
    public void AClientWhoClosesBeforeTheStopDoes_HasAnExecutionTooMany()
    {
        var scenario = Holding().Stops("s-1", "XAUUSD", true, 1_950m);
        var order = scenario.WhenMarked("XAUUSD", 1_945m).Event<AccountEvent.StopOrdered>().Order;
        scenario.Fills("XAUUSD", -1m, 1_945m);
        scenario.Account.Stops.Length.ShouldBe(1, "its order is still out");
        scenario.WhenExecuted(order.OrderId, Fill("XAUUSD", -1m, 1_945m), true)
            .Then<AccountEvent.IncidentRaised>().Then<AccountEvent.Restricted>();
        scenario.Account.Portfolio.Positions[0].Quantity.ShouldBe(new(-1m));
        scenario.Account.Stops.ShouldBeEmpty();
    }

    [Fact]
    [Trait("Rule", "STOP-009")]
    public void AnExecutionOfAnotherInstrument_DoesNotCountForTheOrder()
    {
        var scenario = Holding().Stops("s-1", "XAUUSD", true, 1_950m);
        var order = scenario.WhenMarked("XAUUSD", 1_945m).Event<AccountEvent.StopOrdered>().Order;
        scenario.WhenExecuted(order.OrderId, Fill("XAGUSD", -1m, 2_000m), isFinal: false).Then<AccountEvent.IncidentRaised>();
        scenario.Account.Stops[0].Trigger!.Order!.Open.ShouldBe(new(-1m));
    }

    [Fact]
    [Trait("Rule", "STOP-005")]
    [Trait("Rule", "CALL-011")]
    public void WhatAStopSells_CountsForACallThatSalesCure()
    {
        var regime = RegimePresets.UsRegT with
        {
            Id = new("sales"), Calls = [RegimePresets.UsRegT.Calls[0] with { SalesCredit = new(0.5m) }],
        };
        var stocks = new TestMarket().Add(TestInstruments.Stock()).Mark("ACME", 100m);
        var scenario = Account(stocks, regime).Deposits(6_000m).Fills("ACME", 100m, 100m).Stops("s-1", "ACME", true, 40m, 10m);
        stocks.Mark("ACME", 50m);
        scenario.WhenAssessed();
        scenario.Account.Calls.ShouldNotBeEmpty();
        scenario.WhenMarked("ACME", 45m);
        var paid = scenario.Account.Calls[0].Paid;
        scenario.WhenMarked("ACME", 40m).Then<AccountEvent.StopOrdered>();
        scenario.WhenStopExecutes();
        scenario.Account.Calls.ShouldAllBe(c => c.Paid == paid + Amount(200m));
    }

    private AccountScenario Holding() =>
        Account(market, RegimePresets.FxRetail).Deposits(10_000m).Fills("XAUUSD", 1m, 2_000m);
}
