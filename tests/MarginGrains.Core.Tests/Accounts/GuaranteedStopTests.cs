using MarginGrains.Core.Accounts;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Regimes;
using MarginGrains.Testing.Core;
using static MarginGrains.Testing.Core.Given;

namespace MarginGrains.Core.Tests.Accounts;

/// <summary>One unit of gold is 100 ounces, long 1 at 2,000 with 10,000: a premium of 0.3 %, at least 2 % away.</summary>
public class GuaranteedStopTests
{
    private static readonly Instrument Gold = TestInstruments.Cfd() with
    {
        GuaranteedStop = new() { PremiumRate = new(0.003m), LeastDistance = new(0.02m) },
    };

    private readonly TestMarket market = new TestMarket().Add(Gold).Mark("XAUUSD", 2_000m);

    [Fact]
    [Trait("Rule", "STOP-006")]
    public void ThePremium_IsChargedAtPlacement()
    {
        var scenario = Holding(10_000m);
        scenario.WhenGuaranteeing("s-1", "XAUUSD", true, 1_950.01m).Then<AccountEvent.StopPlaced>(e =>
        {
            e.Charged.ShouldBe(Amount(585m), "0.3 % of 195,001 is 585.003");
            e.Stop.Quantity.ShouldBe(new(1m), "what was paid for");
            Ledger.Entries(e).ShouldBe([new(LedgerAccount.Client, Amount(-585m)), new(LedgerAccount.Fees, Amount(585m))]);
        });
        scenario.Account.Portfolio.Balance(new("USD")).ShouldBe(Amount(9_415m));
        scenario.WhenGuaranteeing("s-1", "XAUUSD", true, 1_950.01m).ThenNothing();
    }

    [Theory]
    [InlineData(1_960.01, false)]
    [InlineData(1_960, true)]
    [Trait("Rule", "STOP-006")]
    public void ItStays_AtLeastTheLeastDistanceAway(double at, bool allowed)
    {
        var outcome = Holding(10_000m).WhenGuaranteeing("s-1", "XAUUSD", true, (decimal)at);
        if (allowed) outcome.Then<AccountEvent.StopPlaced>();
        else outcome.ThenRefused(Rejection.StopTooClose);
    }

    [Fact]
    [Trait("Rule", "STOP-006")]
    public void WithoutFreeMarginForThePremium_ItIsRefused()
    {
        var scenario = Holding(4_584.99m);
        scenario.WhenGuaranteeing("s-1", "XAUUSD", true, 1_950m).ThenRefused(Rejection.FreeMarginInsufficient, Amount(584.99m));
        scenario.Deposits(0.01m).WhenGuaranteeing("s-1", "XAUUSD", true, 1_950m).Then<AccountEvent.StopPlaced>();
        scenario.Figures.FreeMargin.ShouldBe(Amount(0m));
    }

    [Fact]
    [Trait("Rule", "STOP-006")]
    public void AGuaranteeThatMoves_CostsOnlyWhatItIsWorthMore()
    {
        var scenario = Holding(10_000m);
        scenario.WhenGuaranteeing("s-1", "XAUUSD", true, 1_900m).Then<AccountEvent.StopPlaced>(e => e.Charged.ShouldBe(Amount(570m)));
        scenario.WhenGuaranteeing("s-1", "XAUUSD", true, 1_950m).Then<AccountEvent.StopPlaced>(e => e.Charged.ShouldBe(Amount(15m)));
        scenario.WhenGuaranteeing("s-1", "XAUUSD", true, 1_900m).Then<AccountEvent.StopPlaced>(e =>
        {
            e.Charged.ShouldBeNull();
            e.Stop.Premium.ShouldBe(Amount(585m));
        });
    }

    [Fact]
    [Trait("Rule", "STOP-007")]
    public void AGap_IsTheHouses()
    {
        var scenario = Holding(10_000m);
        scenario.WhenGuaranteeing("s-1", "XAUUSD", true, 1_950m);
        var outcome = scenario.WhenMarked("XAUUSD", 1_850m);
        outcome.Then(typeof(AccountEvent.StopTriggered), typeof(AccountEvent.StopGuaranteed)).ThenStage(Stage.Healthy);
        var closed = outcome.Event<AccountEvent.StopGuaranteed>();
        closed.Fill.Price.ShouldBe(new(1_950m));
        closed.Cash.ShouldBe(Amount(-5_000m));
        closed.Guaranteed.ShouldBe(Amount(10_000m));
        Ledger.Entries(closed).Where(e => e.Account == LedgerAccount.House).Sum(e => e.Amount.Amount).ShouldBe(-10_000m);
        scenario.Account.Portfolio.IsFlat.ShouldBeTrue();
        scenario.Account.Portfolio.Balance(new("USD")).ShouldBe(Amount(4_415m));
        scenario.Account.Stops.ShouldBeEmpty();
        scenario.WhenAssessed().ThenNothing();
    }

    [Fact]
    [Trait("Rule", "STOP-006")]
    public void WhatIsAddedLater_HasNoGuarantee()
    {
        var scenario = Holding(20_000m);
        scenario.WhenGuaranteeing("s-1", "XAUUSD", true, 1_950m);
        scenario.Fills("XAUUSD", 1m, 2_000m);
        scenario.WhenMarked("XAUUSD", 1_940m).Then<AccountEvent.StopGuaranteed>(e => e.Fill.Quantity.ShouldBe(new(-1m)));
        scenario.Account.Portfolio.Positions.ShouldHaveSingleItem().Quantity.ShouldBe(new(1m));
    }

    [Fact]
    [Trait("Rule", "STOP-007")]
    public void AnIsolatedPosition_IsClosedAtItsPrice_AndGivesBackWhatIsLeft()
    {
        var scenario = Account(market, RegimePresets.FxRetail).Deposits(10_000m).Isolates("XAUUSD", 1m, 2_000m);
        scenario.When(new AccountCommand.PlaceStop(
            new("s-1"), new(new("XAUUSD"), true, StopKind.Guaranteed) { Price = new(1_960m), IsIsolated = true }))
            .Then<AccountEvent.StopPlaced>(e => e.Charged.ShouldBe(Amount(588m)));
        scenario.WhenMarked("XAUUSD", 1_700m).Then(typeof(AccountEvent.StopTriggered), typeof(AccountEvent.StopGuaranteed));
        scenario.Account.Buckets.ShouldBeEmpty();
        scenario.Account.Portfolio.Balance(new("USD")).ShouldBe(Amount(10_000m - 588m - 4_000m));
    }

    /// ESMA question 1986: a position with a guaranteed stop is part of the account, and of its close-out.
    [Fact]
    [Trait("Case", "E08")]
    public void APositionWithAGuaranteedStop_IsIncludedInTheCloseOut()
    {
        market.Add(TestInstruments.Cfd("XAGUSD")).Mark("XAGUSD", 2_000m);
        var scenario = Holding(10_000m).Fills("XAGUSD", 0.5m, 2_000m);
        scenario.WhenGuaranteeing("s-1", "XAUUSD", true, 1_900m);
        market.Mark("XAUUSD", 1_901m);
        // Equity of 10,000 − 570 − 9,900 − 50 × fall is below half of used margin well before the stop is reached.
        var outcome = scenario.WhenAssessed();
        outcome.Then<AccountEvent.LiquidationStarted>();
        outcome.Decision.Events.OfType<AccountEvent.LiquidationOrdered>().Select(e => e.Order.Symbol.Value).ShouldContain("XAUUSD");
        scenario.SettlesOrders();
        scenario.Account.Portfolio.Positions.Where(p => p.Symbol.Value == "XAUUSD" && p.Quantity.Value >= 1m).ShouldBeEmpty();
    }

    private AccountScenario Holding(decimal deposit) =>
        Account(market, RegimePresets.FxRetail).Deposits(deposit).Fills("XAUUSD", 1m, 2_000m);
}
