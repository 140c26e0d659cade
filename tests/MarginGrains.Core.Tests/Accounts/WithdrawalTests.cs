using MarginGrains.Core.Accounts;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;
using MarginGrains.Testing;
using MarginGrains.Testing.Core;
using Xunit.Abstractions;
using static MarginGrains.Testing.Core.Given;

namespace MarginGrains.Core.Tests.Accounts;

/// <summary>Withdrawals in two phases.</summary>
public class WithdrawalTests(ITestOutputHelper output)
{
    private readonly TestMarket market = new TestMarket().Add(TestInstruments.Stock(), TestInstruments.Pair("EURUSD"));

    [Fact]
    [Trait("Rule", "ACCT-013")]
    [Trait("Rule", "ACCT-005")]
    public void WhatIsHeld_LeavesTheBalanceAtOnce_AndIsInTransit()
    {
        var scenario = Account(market, RegimePresets.FxRetail).Deposits(100m);
        scenario.When(Hold("w-1", 60m)).Then(typeof(AccountEvent.WithdrawalHeld));
        scenario.Account.Portfolio.Balances.ShouldBe([Amount(40m)]);
        scenario.Account.Withdrawals.ShouldBe([new(new("w-1"), Amount(60m), market.Now)]);
        scenario.Figures.Equity.ShouldBe(Amount(40m), "what is held is in no equity");
        scenario.Account.IsExposed.ShouldBeFalse("no price and no deadline changes it");
        Booked(scenario, LedgerAccount.HeldWithdrawals).ShouldBe(60m);
        Booked(scenario, LedgerAccount.External).ShouldBe(-100m);
    }

    [Fact]
    [Trait("Rule", "ACCT-013")]
    public void Confirmed_ItIsPaidOut_Once()
    {
        var scenario = Account(market, RegimePresets.FxRetail).Deposits(100m).Does(Hold("w-1", 60m));
        scenario.When(new AccountCommand.ConfirmWithdrawal(new("w-1"))).Then(typeof(AccountEvent.WithdrawalConfirmed));
        Booked(scenario, LedgerAccount.HeldWithdrawals).ShouldBe(0m);
        Booked(scenario, LedgerAccount.External).ShouldBe(-40m);
        scenario.Account.Portfolio.Balances.ShouldBe([Amount(40m)]);
        scenario.When(new AccountCommand.ConfirmWithdrawal(new("w-1"))).ThenRefused(Rejection.WithdrawalUnknown);
        scenario.When(new AccountCommand.ReleaseWithdrawal(new("w-1"))).ThenRefused(Rejection.WithdrawalUnknown);
    }

    [Fact]
    [Trait("Rule", "ACCT-013")]
    public void Released_ItIsBackInTheBalance_Once()
    {
        var scenario = Account(market, RegimePresets.FxRetail).Deposits(100m).Does(Hold("w-1", 60m));
        scenario.When(new AccountCommand.ReleaseWithdrawal(new("w-1"))).Then(typeof(AccountEvent.WithdrawalReleased));
        scenario.Account.Portfolio.Balances.ShouldBe([Amount(100m)]);
        scenario.Account.Withdrawals.ShouldBeEmpty();
        Booked(scenario, LedgerAccount.HeldWithdrawals).ShouldBe(0m);
        scenario.When(new AccountCommand.ReleaseWithdrawal(new("w-1"))).ThenRefused(Rejection.WithdrawalUnknown);
        scenario.When(new AccountCommand.ConfirmWithdrawal(new("w-1"))).ThenRefused(Rejection.WithdrawalUnknown);
    }

    [Fact]
    [Trait("Rule", "ACCT-013")]
    [Trait("Rule", "ACCT-004")]
    public void OfSeveral_OnlyWhatFitsIsHeld()
    {
        var scenario = Account(market, RegimePresets.FxRetail).Deposits(100m).Does(Hold("w-1", 60m));
        scenario.When(Hold("w-2", 60m)).ThenRefused(Rejection.WithdrawalExceedsWithdrawable, Amount(40m));
        scenario.WhenTransferring(TransferKind.Withdrawal, 40.01m)
            .ThenRefused(Rejection.WithdrawalExceedsWithdrawable, Amount(40m));
        scenario.When(Hold("w-3", 40m)).Then(typeof(AccountEvent.WithdrawalHeld));
        scenario.When(Hold("w-1", 60m)).ThenNothing();
    }

    [Theory]
    [InlineData(0, "USD", Rejection.AmountNotPositive)]
    [InlineData(0.001, "USD", Rejection.AmountTooPrecise)]
    [InlineData(1, "CHF", Rejection.CurrencyWithoutRate)]
    [InlineData(1, "EUR", Rejection.Unpriced)]
    [Trait("Rule", "ACCT-013")]
    [Trait("Rule", "ACCT-003")]
    public void OneThatIsMalformedOrUnpriced_IsRefused(decimal amount, string currency, Rejection code) =>
        Account(market, RegimePresets.FxRetail).Deposits(100m).Deposits(5m, "EUR")
            .When(new AccountCommand.HoldWithdrawal(new("w-1"), Amount(amount, currency))).ThenRefused(code);

    [Fact]
    [Trait("Rule", "ACCT-013")]
    public void DuringACall_NothingNewIsHeld_AConfirmationGoesThrough_AndAReleaseCures()
    {
        market.Mark("ACME", 100m);
        var scenario = Account(market, RegimePresets.UsRegT).Deposits(14_000m).Fills("ACME", 200m, 100m)
            .Does(Hold("w-1", 1_000m)).Does(Hold("w-2", 1_000m));
        scenario.WhenMarked("ACME", 56m).ThenStage(Stage.Call);
        scenario.When(Hold("w-3", 1m)).ThenRefused(Rejection.CallOpen);
        scenario.When(new AccountCommand.ConfirmWithdrawal(new("w-1"))).Then(typeof(AccountEvent.WithdrawalConfirmed))
            .ThenStage(Stage.Call);
        var released = scenario.When(new AccountCommand.ReleaseWithdrawal(new("w-2")));
        released.Then<AccountEvent.WithdrawalReleased>(e => e.Credited.ShouldBe(Amount(1_000m)));
        released.Then<AccountEvent.CallMet>().ThenStage(Stage.Healthy);
    }

    [Theory]
    [InlineData(true, 0, "the gain of 500 stays until midnight: 11,500 less 12,000")]
    [InlineData(false, 0, "initial margin of 12,000 against 12,000 is all that counts")]
    [Trait("Rule", "ACCT-015")]
    public void WithinMargin_NothingChanges(bool holds, decimal most, string reason)
    {
        var scenario = Gained(holds, 11_500m, 5_010m).Fills("ES", 1m, 5_010m);
        Most(scenario).ShouldBe(Amount(most), reason);
    }

    [Fact]
    [Trait("Rule", "ACCT-015")]
    [Trait("Rule", "ACCT-004")]
    public void TodaysGains_StayUntilTheDayIsOver_WhereTheRegimeSaysSo()
    {
        var scenario = Gained(holds: true, 12_000m, 5_010m);
        Most(scenario).ShouldBe(Amount(12_000m));
        scenario.WhenTransferring(TransferKind.Withdrawal, 12_000.01m)
            .ThenRefused(Rejection.WithdrawalExceedsWithdrawable, Amount(12_000m));
        scenario.When(Hold("w-1", 12_000.01m)).ThenRefused(Rejection.WithdrawalExceedsWithdrawable, Amount(12_000m));
        scenario.Fills("ES", 1m, 5_010m).Fills("ES", -1m, 5_006m);
        Most(scenario).ShouldBe(Amount(12_000m), "500 less 200 of the same day are unsettled");
        market.Now = scenario.Account.UnsettledUntil!.Value.AddTicks(-1);
        Most(scenario).ShouldBe(Amount(12_000m));
        market.Now = scenario.Account.UnsettledUntil!.Value;
        Most(scenario).ShouldBe(Amount(12_300m));
        scenario.Fills("ES", 1m, 5_010m).Fills("ES", -1m, 5_011m);
        Most(scenario).ShouldBe(Amount(12_300m), "only the 50 of the new day");
        scenario.WhenTransferring(TransferKind.Withdrawal, 12_300m).Then<AccountEvent.TransferBooked>();
        Most(Gained(holds: false, 12_000m, 5_010m)).ShouldBe(Amount(12_500m));
    }

    [Fact]
    [Trait("Rule", "ACCT-015")]
    public void ADayThatLost_HoldsNothingBack() => Most(Gained(holds: true, 12_000m, 4_990m)).ShouldBe(Amount(11_500m));

    [Fact]
    [Trait("Rule", "ACCT-013")]
    public void AHoldThatItsBookingsDoNotExplain_IsCaught()
    {
        var scenario = Account(market, RegimePresets.FxRetail).Deposits(100m);
        var before = scenario.Account;
        var good = scenario.When(Hold("w-1", 60m)).Decision;
        var lost = good with { Account = good.Account! with { Withdrawals = [] } };
        Should.Throw<InvariantBrokenException>(() => AccountInvariants.Check(before, lost)).Message.ShouldContain("held");
    }

    /// Money is only ever in the balance, in transit or outside.
    [Fact]
    [Trait("Rule", "ACCT-013")]
    public void AlongRandomLives_WhatIsInTransitIsWhatIsHeld() => Law.Holds(output, RandomPath.Paths, 60, path =>
    {
        for (var moment = 0; moment < 25; moment++)
        {
            path.ClientActs();
            path.MarketMoves();
            path.Scenario.WhenAssessed();
            path.VenueAnswers(always: true);
            foreach (var currency in new[] { "USD", "EUR" })
            {
                path.Scenario.Events.SelectMany(Ledger.Entries)
                    .Where(e => e.Account == LedgerAccount.HeldWithdrawals && e.Amount.Currency.Code == currency)
                    .Sum(e => e.Amount.Amount)
                    .ShouldBe(path.Scenario.Account.Withdrawals.Where(w => w.Amount.Currency.Code == currency)
                        .Sum(w => w.Amount.Amount));
            }
        }
    });

    private AccountScenario Gained(bool holds, decimal deposit, decimal close)
    {
        market.Add(TestInstruments.Future()).Mark("ES", 5_000m);
        var regime = RegimePresets.Futures with { Id = new($"gains-{holds}"), HoldsUnsettledGains = holds };
        var scenario = Account(market, regime).Deposits(deposit).Fills("ES", 1m, 5_000m);
        market.Mark("ES", close);
        return scenario.Fills("ES", -1m, close);
    }

    private Money Most(AccountScenario scenario) => Disposable.Of(scenario.Account, market.Set, market.Now)!.Value;

    private static AccountCommand.HoldWithdrawal Hold(string id, decimal amount) => new(new(id), Amount(amount));

    private static decimal Booked(AccountScenario scenario, LedgerAccount account) => scenario.Events
        .SelectMany(Ledger.Entries).Where(e => e.Account == account).Sum(e => e.Amount.Amount);
}
