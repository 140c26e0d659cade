using MarginGrains.Core.Accounts;
using MarginGrains.Core.Liquidation;
using MarginGrains.Core.Regimes;
using MarginGrains.Testing.Core;
using static MarginGrains.Testing.Core.Given;

namespace MarginGrains.Core.Tests.Accounts;

public class ExecutionTests
{
    private readonly TestMarket market = new TestMarket()
        .Add(TestInstruments.Future(), TestInstruments.Future("NQ", 20m, 18_000m, 16_000m))
        .Mark("ES", 5000m).Mark("NQ", 20_000m);

    [Fact]
    [Trait("Rule", "LIQD-005")]
    public void APartialExecution_LeavesTheRestOpen()
    {
        var scenario = Liquidating(out var order);
        scenario.WhenExecuted(order.OrderId, Fill("ES", -4m, 4800m), false)
            .Then(typeof(AccountEvent.LiquidationFilled)).ThenStage(Stage.Liquidating);
        scenario.Account.Liquidation!.Find(order.OrderId)!.Open.ShouldBe(new(order.Quantity.Value + 4m));
        scenario.Account.Portfolio.Positions[0].Quantity.ShouldBe(new(6m));
        scenario.WhenExecuted(order.OrderId, Fill("ES", order.Quantity.Value + 4m, 4800m), false)
            .Then<AccountEvent.LiquidationFilled>(e => e.IsFinal.ShouldBeTrue("nothing is open any more"))
            .ThenNo<AccountEvent.IncidentRaised>();
    }

    [Fact]
    [Trait("Rule", "LIQD-005")]
    public void AFinalPartialExecution_LeadsToANewRoundAtOnce()
    {
        var scenario = Liquidating(out var order);
        var next = scenario.WhenExecuted(order.OrderId, Fill("ES", -1m, 4800m), true).Event<AccountEvent.LiquidationOrdered>();
        next.Order.OrderId.Value.ShouldBe("liq-a-1-2");
        next.Order.Quantity.ShouldBe(new(order.Quantity.Value + 1m));
    }

    [Theory]
    [InlineData("liq-a-1-9", "ES", -1, "no such order")]
    [InlineData("liq-a-1-1", "ES", 1, "the wrong side")]
    [InlineData("liq-a-1-1", "ES", -11, "more than was asked for")]
    [InlineData("liq-a-1-1", "NQ", -1, "another instrument")]
    [Trait("Rule", "LIQD-005")]
    public void AnExecutionThatWasNotAskedFor_IsBookedAndRestrictsTheAccount(
        string order, string symbol, decimal quantity, string reason)
    {
        var scenario = Liquidating(out _);
        scenario.WhenExecuted(new(order), Fill(symbol, quantity, 4800m), false)
            .Then<AccountEvent.LiquidationFilled>()
            .Then<AccountEvent.IncidentRaised>(e => e.Code.ShouldBe("execution_unexpected", reason))
            .Then<AccountEvent.Restricted>();
        scenario.Account.IsRestricted.ShouldBeTrue();
        scenario.Account.Portfolio.Find(new(symbol))!.Quantity.Value
            .ShouldBe(symbol == "ES" ? 10m + quantity : quantity, "it is a fact");
    }

    [Fact]
    [Trait("Rule", "LIQD-005")]
    public void AnExecutionInAnotherInstrument_DoesNotCountForTheOrder()
    {
        var scenario = Liquidating(out var order);
        scenario.WhenExecuted(order.OrderId, Fill("NQ", order.Quantity.Value, 20_000m), false);
        scenario.Account.Liquidation!.Find(order.OrderId)!.Open.ShouldBe(order.Quantity);
    }

    [Fact]
    [Trait("Rule", "LIQD-005")]
    public void AnExecutionOfTooMuch_EndsItsOrder()
    {
        var scenario = Liquidating(out var order);
        scenario.WhenExecuted(order.OrderId, Fill("ES", -20m, 4800m), false);
        (scenario.Account.Liquidation?.Find(order.OrderId)).ShouldBeNull();
        scenario.Account.Portfolio.Positions[0].Quantity.ShouldBe(new(-10m));
    }

    [Fact]
    [Trait("Rule", "LIQD-005")]
    public void AnExecutionThatFlipsThePosition_RestrictsTheAccount()
    {
        var scenario = Liquidating(out var order);
        scenario.Fills("ES", -9m, 4800m).Account.Portfolio.Positions[0].Quantity.ShouldBe(new(1m));
        scenario.WhenExecuted(order.OrderId, Fill("ES", order.Quantity.Value, 4800m), true)
            .Then<AccountEvent.Restricted>();
        scenario.Account.Portfolio.Positions[0].Quantity.IsLong.ShouldBeFalse();
    }

    [Fact]
    [Trait("Rule", "LIQD-005")]
    public void ALateExecution_AfterTheLiquidation_IsBookedAndRestricts()
    {
        var scenario = Liquidating(out var order).SettlesOrders();
        scenario.Account.Portfolio.Positions[0].Quantity.ShouldBe(new(1m));
        scenario.WhenExecuted(order.OrderId, Fill("ES", -1m, 4800m), true).Then<AccountEvent.Restricted>();
        scenario.Account.Portfolio.IsFlat.ShouldBeTrue("it is a fact");
        scenario.WhenExecuted(order.OrderId, Fill("ES", -1m, 4800m), true).ThenNo<AccountEvent.Restricted>();
    }

    [Fact]
    [Trait("Rule", "LIQD-006")]
    public void ARefusedOrder_IsTriedAgainAfterTheDelay()
    {
        var scenario = Liquidating(out var order);
        scenario.WhenOrderEnds(order.OrderId).Then(typeof(AccountEvent.LiquidationOrderEnded))
            .Then<AccountEvent.LiquidationOrderEnded>(e => e.RetryAt.ShouldBe(market.Now.AddSeconds(1)));
        AccountDue.Next(scenario.Account, market.Set, market.Now).ShouldBe(market.Now.AddSeconds(1));
        scenario.WhenTimePasses(TimeSpan.FromMilliseconds(999)).ThenNothing();
        scenario.WhenTimePasses(TimeSpan.FromMilliseconds(1)).Then(typeof(AccountEvent.LiquidationOrdered));
    }

    [Fact]
    [Trait("Rule", "LIQD-006")]
    public void AnOrderThatEndsAfterAPart_IsFollowedAtOnce()
    {
        var scenario = Liquidating(out var order);
        scenario.WhenExecuted(order.OrderId, Fill("ES", -1m, 4800m), false);
        scenario.WhenOrderEnds(order.OrderId, "expired")
            .Then(typeof(AccountEvent.LiquidationOrderEnded), typeof(AccountEvent.LiquidationOrdered));
    }

    [Fact]
    [Trait("Rule", "LIQD-006")]
    public void TheEndOfAnOrderThatIsNotOutstanding_IsRefused()
    {
        var scenario = Liquidating(out _);
        scenario.WhenOrderEnds(new("liq-a-1-7")).ThenRefused(Rejection.ReferenceUnknown);
    }

    [Fact]
    [Trait("Rule", "LIQD-006")]
    [Trait("Rule", "ACCT-008")]
    public void WithoutAPrice_ALiquidationWaitsAndSaysSo()
    {
        var age = TestInstruments.Future() with { MaximumMarkAge = TimeSpan.FromMinutes(1) };
        market.Add(age).Mark("ES", 5000m);
        var scenario = Liquidating(out var order);
        scenario.WhenOrderEnds(order.OrderId);
        scenario.WhenTimePasses(TimeSpan.FromMinutes(2))
            .Then<AccountEvent.LiquidationPaused>(e => e.WaitingFor.ShouldBe("MarkStale"));
        scenario.WhenTimePasses(TimeSpan.FromMinutes(2)).ThenNothing();
        scenario.WhenMarked("ES", 4800m).Then(typeof(AccountEvent.LiquidationResumed), typeof(AccountEvent.LiquidationOrdered));
    }

    private AccountScenario Liquidating(out LiquidationOrder order)
    {
        var scenario = Account(market, RegimePresets.Futures).Deposits(120_000m).Fills("ES", 10m, 5000m);
        scenario.WhenMarked("ES", 4800m).ThenStage(Stage.Liquidating);
        order = scenario.Account.Liquidation!.Orders.ShouldHaveSingleItem();
        order.Quantity.ShouldBe(new(-9m));
        return scenario;
    }
}
