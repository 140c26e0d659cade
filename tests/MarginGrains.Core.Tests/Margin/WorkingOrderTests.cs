using MarginGrains.Core.Accounts;
using MarginGrains.Core.Margin;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Regimes;
using MarginGrains.Testing.Core;
using static MarginGrains.Testing.Core.Given;

namespace MarginGrains.Core.Tests.Margin;

public class WorkingOrderTests
{
    private readonly TestMarket market = new TestMarket()
        .Add(TestInstruments.Future("ES", 50m, 1_000m, 900m), TestInstruments.Future("NQ", 20m, 3_000m, 2_000m))
        .Mark("ES", 5000m).Mark("NQ", 20_000m);

    [Theory]
    [InlineData(0, 3, 0, 3_000, "nothing is held: all buys")]
    [InlineData(0, 3, -5, 5_000, "the worse side, not both")]
    [InlineData(2, 0, -2, 0, "closing is free")]
    [InlineData(2, 0, -4, 0, "two short need no more than two long")]
    [InlineData(2, 0, -5, 1_000, "three short against two long")]
    [InlineData(-2, 1, 0, 0, "buying back is free")]
    [InlineData(-2, 1, -1, 1_000, "three short; the buy does not net the sell")]
    [Trait("Rule", "MARG-017")]
    public void Orders_ReserveWhatTheWorseSideNeedsBeyondWhatIsHeld(
        decimal held, decimal buys, decimal sells, decimal reserved, string reason)
    {
        var portfolio = Portfolio.Empty(new("USD")).Add(Amount(100_000m));
        if (held != 0m) portfolio = portfolio with { Positions = [new(new("ES"), new(held), new(5000m))] };
        if (buys != 0m) portfolio = portfolio.Place(new(new("b"), new("ES"), new(buys), null));
        if (sells != 0m) portfolio = portfolio.Place(new(new("s"), new("ES"), new(sells), null));
        var figures = MarginCalculator.Evaluate(portfolio, RegimePresets.Futures, market.Set, market.Now);
        figures.Reserved.ShouldBe(Amount(reserved), reason);
        figures.InitialMargin.ShouldBe(Amount(Math.Abs(held) * 1_000m + reserved), reason);
        figures.MaintenanceMargin.ShouldBe(Amount(Math.Abs(held) * 900m), "orders hold nothing");
    }

    [Fact]
    [Trait("Rule", "MARG-017")]
    public void OrdersOfTwoInstruments_AddUp()
    {
        var scenario = Account(market, RegimePresets.Futures).Deposits(10_000m);
        scenario.WhenPlacing("a", "ES", 2m).Decision.Refusal.ShouldBeNull();
        scenario.WhenPlacing("b", "NQ", -1m).Decision.Refusal.ShouldBeNull();
        scenario.Figures.Reserved.ShouldBe(Amount(5_000m));
        scenario.WhenPlacing("c", "NQ", -2m).ThenRefused(Rejection.FreeMarginInsufficient);
        scenario.Does(new AccountCommand.CancelOrder(new("b"))).Figures.Reserved.ShouldBe(Amount(2_000m));
    }

    [Fact]
    [Trait("Rule", "MARG-017")]
    public void AnOrdersFill_TakesItsReservationInParts()
    {
        var scenario = Account(market, RegimePresets.Futures).Deposits(10_000m);
        scenario.WhenPlacing("a", "ES", 3m).Decision.Refusal.ShouldBeNull();
        scenario.Does(new AccountCommand.RecordFill(new("f-1"), Fill("ES", 2m, 5000m), market.Now, new("a")));
        scenario.Account.Portfolio.Orders.ShouldHaveSingleItem().Quantity.ShouldBe(new(1m));
        scenario.Figures.InitialMargin.ShouldBe(Amount(3_000m));
        scenario.Does(new AccountCommand.RecordFill(new("f-2"), Fill("ES", 1m, 5000m), market.Now, new("a")));
        scenario.Account.Portfolio.Orders.ShouldBeEmpty();
        scenario.Figures.Reserved.ShouldBe(Amount(0m));
    }
}
