using MarginGrains.Core.Accounts;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Regimes;
using MarginGrains.Testing.Core;
using static MarginGrains.Testing.Core.Given;

namespace MarginGrains.Core.Tests.Accounts;

public class OrderCheckTests
{
    private readonly TestMarket market = new TestMarket()
        .Add(TestInstruments.Stock(), TestInstruments.Future()).Mark("ACME", 100m).Mark("ES", 5000m);

    [Theory]
    [InlineData("ACME", 20, 0, null, "1,000 of 1,000")]
    [InlineData("ACME", 21, 0, Rejection.FreeMarginInsufficient, "1,050 of 1,000")]
    [InlineData("ACME", 20, 0.01, Rejection.FreeMarginInsufficient, "the fee counts")]
    [InlineData("ACME", 1.5, 0, Rejection.OffLot, "half a share")]
    [InlineData("ACME", 0, 0, Rejection.QuantityZero, "nothing")]
    [InlineData("ACME", 1, -1, Rejection.FeeNegative, "a fee is no gift")]
    [InlineData("NONE", 1, 0, Rejection.InstrumentUnknown, "no such thing")]
    [Trait("Rule", "ORDR-002")]
    [Trait("Rule", "ORDR-004")]
    public void AnOrder_IsCheckedBeforeItTrades(
        string symbol, decimal quantity, decimal fee, Rejection? expected, string reason)
    {
        var scenario = Account(market, RegimePresets.UsRegT).Deposits(1_000m);
        Codes(scenario, Fill(symbol, quantity, 100m, fee)).ShouldBe(expected is { } code ? [code] : [], reason);
    }

    [Fact]
    [Trait("Rule", "ORDR-004")]
    public void TheFigures_AreShownBeforeAndAfter()
    {
        var scenario = Account(market, RegimePresets.UsRegT).Deposits(1_000m);
        var result = Check(scenario, Fill("ACME", 10m, 100m));
        result.IsAllowed.ShouldBeTrue();
        result.Before.FreeMargin.ShouldBe(Amount(1_000m));
        result.After.FreeMargin.ShouldBe(Amount(500m));
        result.LargestQuantity.ShouldBe(new(20m));
        Check(scenario, Fill("ACME", -1m, 100m)).LargestQuantity.ShouldBe(new(20m), "short as well");
        Check(scenario, Fill("ACME", 21m, 100m)).Refusals[0].Limit.ShouldBe(Amount(1_000m));
    }

    [Fact]
    [Trait("Rule", "ORDR-004")]
    public void WithoutAPrice_AnOrderIsCheckedAtTheMark()
    {
        var scenario = Account(market, RegimePresets.Futures).Deposits(12_000m);
        var order = new Fill(new("ES"), new(1m), default, default);
        Exactly.Same(Check(scenario, order), Check(scenario, Fill("ES", 1m, 5000m)));
        Codes(scenario, order with { Quantity = new(2m) }).ShouldBe([Rejection.FreeMarginInsufficient]);
        market.Add(TestInstruments.Future("DARK"));
        Codes(scenario, order with { Symbol = new("DARK") }).ShouldBe([Rejection.Unpriced]);
    }

    [Fact]
    [Trait("Rule", "ORDR-001")]
    public void WhatReduces_IsNeverRefusedForMargin()
    {
        var scenario = Account(market, RegimePresets.Futures).Deposits(36_000m).Fills("ES", 3m, 5000m);
        scenario.WhenMarked("ES", 4970m).ThenStage(Stage.Call);
        Codes(scenario, Fill("ES", -3m, 4970m)).ShouldBeEmpty();
        Codes(scenario, Fill("ES", -4m, 4970m)).ShouldContain(Rejection.CallOpen, "the fourth opens a short");
        Check(scenario, Fill("ES", -1m, 4970m)).LargestQuantity.ShouldBe(new(3m));
        scenario.WhenMarked("ES", 4800m).ThenStage(Stage.Liquidating);
        Codes(scenario, Fill("ES", -1m, 4800m)).ShouldBeEmpty();
        Codes(scenario, Fill("ES", 1m, 4800m)).ShouldBe(
            [Rejection.AccountLiquidating, Rejection.CallOpen, Rejection.FreeMarginInsufficient]);
    }

    [Fact]
    [Trait("Rule", "ORDR-001")]
    public void TheLargestReducingOrder_GoesBeyondZeroWhereThatIsAllowed()
    {
        var scenario = Account(market, RegimePresets.Futures).Deposits(36_000m).Fills("ES", 1m, 5000m);
        Check(scenario, Fill("ES", -1m, 5000m)).LargestQuantity.ShouldBe(new(4m), "one closes, three open");
        Codes(scenario, Fill("ES", -4m, 5000m)).ShouldBeEmpty();
        Codes(scenario, Fill("ES", -5m, 5000m)).ShouldBe([Rejection.FreeMarginInsufficient]);
    }

    [Fact]
    [Trait("Rule", "ORDR-003")]
    public void AtTheLineForNewRisk_NothingIsAdded()
    {
        market.Add(TestInstruments.Pair("EURUSD").On(TestInstruments.PerContract(1000m, 500m, unitsPerContract: 100_000m)));
        var scenario = Account(market.Mark("EURUSD", 1.24m), RegimePresets.FxRetail)
            .Deposits(1_000m).Fills("EURUSD", 100_000m, 1.24m);
        scenario.Figures.MarginLevel.ShouldBe(new(1m));
        Codes(scenario, Fill("EURUSD", 1_000m, 1.24m)).ShouldBe([Rejection.NoNewRisk, Rejection.FreeMarginInsufficient]);
    }

    [Fact]
    [Trait("Rule", "ORDR-003")]
    public void ARestrictedAccount_AddsNothing()
    {
        var scenario = Account(market, RegimePresets.Futures).Deposits(60_000m).Fills("ES", 1m, 5000m);
        scenario.WhenExecuted(new("liq-a-1-1"), Fill("ES", 1m, 5000m), true).Then<AccountEvent.Restricted>();
        Codes(scenario, Fill("ES", 1m, 5000m)).ShouldBe([Rejection.AccountRestricted]);
        Codes(scenario, Fill("ES", -2m, 5000m)).ShouldBeEmpty();
    }

    private static OrderCheckResult Check(AccountScenario scenario, Fill order) =>
        OrderCheck.Check(scenario.Account, order, scenario.Market.Set, scenario.Market.Now);

    private static IEnumerable<Rejection> Codes(AccountScenario scenario, Fill order) =>
        Check(scenario, order).Refusals.Select(r => r.Code);
}
