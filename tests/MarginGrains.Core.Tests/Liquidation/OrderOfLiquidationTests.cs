using MarginGrains.Core.Accounts;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;
using MarginGrains.Testing.Core;
using static MarginGrains.Testing.Core.Given;

namespace MarginGrains.Core.Tests.Liquidation;

public class OrderOfLiquidationTests
{
    private readonly TestMarket market = new TestMarket()
        .Add(Contract("A", 2_000m), Contract("B", 1_000m)).Mark("A", 10_000m).Mark("B", 10_000m);

    [Fact]
    [Trait("Rule", "LIQD-016")]
    public void WorkingOrdersAloneMayBeEnough()
    {
        var scenario = Both(4_100m);
        scenario.WhenPlacing("o-1", "B", 1m).Decision.Refusal.ShouldBeNull();
        scenario.WhenMarked("A", 7_700m).Then<AccountEvent.OrderCancelRequested>(e => e.OrderId.Value.ShouldBe("o-1"))
            .ThenNo<AccountEvent.LiquidationStarted>();
        scenario.Account.Portfolio.Orders.ShouldBeEmpty();
        scenario.Figures.MarginLevel.ShouldBe(new(0.60m), "1,800 of 3,000; with the order of 4,000 it was 45 %");
    }

    [Theory]
    [InlineData(null, "A", "it needs the most margin")]
    [InlineData("A", "B", "A was wanted last")]
    [InlineData("B", "A", "it would be last anyway")]
    [Trait("Rule", "LIQD-016")]
    public void WhatTheClientWantsLast_GoesLast(string? last, string first, string reason)
    {
        var scenario = Both(4_000m);
        if (last is not null) scenario.Does(new AccountCommand.PreferLast([new(last)]));
        scenario.WhenMarked("A", 7_200m).ThenStage(Stage.Liquidating);
        scenario.Account.Liquidation!.Orders[0].Symbol.Value.ShouldBe(first, reason);
    }

    [Fact]
    [Trait("Rule", "LIQD-016")]
    public void WhatTheClientWantsLast_GoesWhenNothingElseIsLeft()
    {
        var scenario = Both(4_000m).Does(new AccountCommand.PreferLast([new("A")]));
        scenario.WhenMarked("A", 6_100m);
        scenario.Account.Liquidation!.Orders.Select(o => o.Symbol.Value).ShouldBe(["B", "A"], "100 suffice for neither");
    }

    [Fact]
    [Trait("Rule", "LIQD-016")]
    public void AHedge_GoesUncoveredFirstAndThenBothSidesAtOnce()
    {
        var preset = RegimePresets.FxRetail;
        var regime = preset with { Id = new("sum"), HedgePolicy = HedgePolicy.Sum };
        var scenario = Account(market, regime).Deposits(7_000m).Fills("B", 4m, 10_000m).Hedges("B", -2m, 10_000m);
        scenario.WhenMarked("B", 7_400m);
        scenario.Figures.Equity.ShouldBe(Amount(1_800m), "5,200 lost on the two that are not covered");
        scenario.Account.Liquidation!.Orders.Select(o => o.Quantity.Value)
            .ShouldBe([-2m, -1m, 1m], "6,000 are needed: two uncovered, then one of each side");
        scenario.SettlesOrders();
        scenario.Account.Portfolio.Positions.Select(p => p.Quantity.Value).ShouldBe([1m, -1m]);
    }

    [Fact]
    [Trait("Rule", "LIQD-016")]
    public void AClosedMarket_IsLeftAndTheNextGoes()
    {
        var scenario = Both(4_000m);
        market.Add(Contract("A", 2_000m) with { State = InstrumentState.Suspended });
        scenario.WhenMarked("A", 7_100m)
            .Then<AccountEvent.LiquidationOrdered>(e => e.Order.Symbol.Value.ShouldBe("B"));
        scenario.WhenNextOrderExecutes().ThenNo<AccountEvent.LiquidationPaused>();
        scenario.Account.Liquidation.ShouldBeNull("1,100 of 2,000 are 55 %");
    }

    [Theory]
    [InlineData(SelectionOrder.LargestMargin, "A", "2,000 against 1,000")]
    [InlineData(SelectionOrder.LargestLoss, "B", "1,300 lost against 800")]
    [InlineData(SelectionOrder.LosersOnOpenMarkets, "B", "both lose, B more")]
    [InlineData(SelectionOrder.MostFreedPerCost, "B", "1,000 for a spread of 2 against 2,000 for one of 200")]
    [InlineData(SelectionOrder.Riskiest, "A", "both are beyond the line; A holds it open with more")]
    [Trait("Rule", "LIQD-002")]
    public void TheOrderOfSelection_IsTheRegimesChoice(SelectionOrder order, string first, string reason)
    {
        var preset = RegimePresets.FxRetail;
        var rule = preset.Liquidation with { Order = order };
        var scenario = Account(market, preset with { Id = new("order"), Liquidation = rule })
            .Deposits(3_400m).Fills("A", 1m, 10_000m).Fills("B", 1m, 10_000m);
        Quoted("A", 9_200m, 100m);
        Quoted("B", 8_700m, 1m);
        scenario.WhenAssessed().ThenStage(Stage.Liquidating);
        scenario.Account.Liquidation!.Orders[0].Symbol.Value.ShouldBe(first, reason);

        void Quoted(string symbol, decimal price, decimal half) => market.Quote(symbol, price - half, price + half);
    }

    private static Instrument Contract(string symbol, decimal initial) =>
        TestInstruments.Cfd(symbol, 1m).On(TestInstruments.PerContract(initial, initial / 2m)) with
        {
            LotSize = new Quantity(1m),
        };

    private AccountScenario Both(decimal cash) =>
        Account(market, RegimePresets.FxRetail).Deposits(cash).Fills("A", 1m, 10_000m).Fills("B", 1m, 10_000m);
}
