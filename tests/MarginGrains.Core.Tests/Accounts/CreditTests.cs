using MarginGrains.Core.Accounts;
using MarginGrains.Core.Margin;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;
using MarginGrains.Testing.Core;
using static MarginGrains.Testing.Core.Given;

namespace MarginGrains.Core.Tests.Accounts;

/// <summary>Temporary credit: equity that is nobody's money.</summary>
public class CreditTests
{
    private static readonly OperatorAct Act = new("ann", "The transfer is on its way.");

    private readonly TestMarket market = new TestMarket()
        .Add(TestInstruments.Future(), TestInstruments.Stock(), TestInstruments.Pair("EURUSD"))
        .Mark("ES", 5000m).Mark("ACME", 100m);

    [Fact]
    [Trait("Rule", "MARG-025")]
    public void Credit_CountsInEquity_WithItsOwnLine()
    {
        var scenario = Account(market, RegimePresets.Futures).Deposits(1_000m);
        scenario.When(Grant("c-1", 500m)).Then(typeof(AccountEvent.CreditGranted));
        scenario.Figures.Equity.ShouldBe(Amount(1_500m));
        scenario.Figures.Credit.ShouldBe(Amount(500m));
        scenario.Figures.OwnEquity.ShouldBe(Amount(1_000m));
        scenario.Account.Portfolio.Balances.ShouldBe([Amount(1_000m)], "it is no cash");
        var equity = ExplanationBuilder.Explain(
            scenario.Account.Portfolio, scenario.Regime, market.Set, market.Now).Nodes[0];
        equity.Children.Single(n => n.Rule == "MARG-025").Amount.ShouldBe(Amount(500m));
        equity.Children.Sum(n => n.Amount.Amount).ShouldBe(1_500m);
        scenario.Events.OfType<AccountEvent.CreditGranted>().SelectMany(Ledger.Entries).ShouldBeEmpty();
    }

    [Fact]
    [Trait("Rule", "MARG-025")]
    [Trait("Rule", "ACCT-004")]
    public void Credit_IsNeverWithdrawn()
    {
        var scenario = Account(market, RegimePresets.UsRegT).Deposits(1_000m).Does(Grant("c-1", 500m));
        scenario.WhenTransferring(TransferKind.Withdrawal, 1_000.01m)
            .ThenRefused(Rejection.WithdrawalExceedsWithdrawable, Amount(1_000m));
        scenario.When(new AccountCommand.HoldWithdrawal(new("w"), Amount(1_000.01m)))
            .ThenRefused(Rejection.WithdrawalExceedsWithdrawable, Amount(1_000m));
        scenario.WhenTransferring(TransferKind.Withdrawal, 1_000m).Then(typeof(AccountEvent.TransferBooked));
        scenario.WhenTransferring(TransferKind.Withdrawal, 0.01m)
            .ThenRefused(Rejection.WithdrawalExceedsWithdrawable, Amount(0m));
    }

    [Fact]
    [Trait("Rule", "MARG-025")]
    public void Credit_CarriesMarginFirst_SoOwnMoneyStaysBoundWhereItIsNeeded()
    {
        // Initial margin of ES is more than own equity: nothing may leave although equity covers it.
        var scenario = Account(market, RegimePresets.Futures).Deposits(10_000m).Does(Grant("c-1", 5_000m)).Fills("ES", 1m, 5000m);
        var spare = scenario.Figures.OwnEquity - scenario.Figures.InitialMargin;
        var expected = Money.Max(spare, Amount(0m));
        Withdrawable.Of(scenario.Figures, scenario.Regime, scenario.Account.Portfolio).ShouldBe(expected);
    }

    [Fact]
    [Trait("Rule", "ACCT-014")]
    public void ACallThatCreditCured_ComesBackWhenItIsTakenBack()
    {
        var scenario = Account(market, RegimePresets.Futures).Deposits(12_000m).Fills("ES", 1m, 5000m);
        scenario.WhenMarked("ES", 4970m).ThenStage(Stage.Call);
        var granted = scenario.When(Grant("c-1", 50_000m));
        granted.Then(typeof(AccountEvent.CreditGranted), typeof(AccountEvent.CallMet)).ThenStage(Stage.Healthy);
        scenario.When(Revoke("c-2", 20_000m)).Then(typeof(AccountEvent.CreditRevoked)).ThenStage(Stage.Healthy);
        scenario.Account.Portfolio.Credit.ShouldBe(Amount(30_000m));
        scenario.When(Revoke("c-3", 30_000.01m)).ThenRefused(Rejection.CreditInsufficient, Amount(30_000m));
        scenario.When(Revoke("c-4", 30_000m)).Then(typeof(AccountEvent.CreditRevoked), typeof(AccountEvent.CallOpened))
            .ThenStage(Stage.Call);
        scenario.Account.Portfolio.Credit.ShouldBeNull();
    }

    [Fact]
    [Trait("Rule", "ACCT-014")]
    public void TakingItBack_MayLiquidateAtOnce()
    {
        var scenario = Account(market, RegimePresets.Futures).Deposits(12_000m).Does(Grant("c-1", 50_000m)).Fills("ES", 1m, 5000m);
        scenario.WhenMarked("ES", 4780m);
        scenario.When(Revoke("c-2", 50_000m)).Then<AccountEvent.LiquidationStarted>().ThenStage(Stage.Liquidating);
        scenario.When(Grant("c-3", 1m)).Then<AccountEvent.CreditGranted>();
    }

    [Fact]
    [Trait("Rule", "ACCT-014")]
    public void ItIsNoPayment_WhereOnlyPaymentCures()
    {
        var regime = RegimePresets.FuturesAtSettlement with { Calls = [RegimePresets.FuturesAtSettlement.Calls[0]] };
        var scenario = Account(market, regime).Deposits(12_000m).Fills("ES", 1m, 5000m);
        market.Mark("ES", 4970m);
        scenario.WhenTimePasses(TimeSpan.FromDays(1)).Then<AccountEvent.CallOpened>();
        scenario.When(Grant("c-1", 50_000m)).Then(typeof(AccountEvent.CreditGranted)).ThenStage(Stage.Call);
    }

    [Theory]
    [InlineData(NegativeBalanceRule.Debt, "owed")]
    [InlineData(NegativeBalanceRule.WriteOff, "written off")]
    [Trait("Rule", "ACCT-014")]
    [Trait("Rule", "ACCT-007")]
    public void ItCoversNoDeficit(NegativeBalanceRule rule, string what)
    {
        var scenario = Account(market, RegimePresets.Futures with { Id = new("r"), NegativeBalance = rule })
            .Deposits(12_000m).Does(Grant("c-1", 500m)).Fills("ES", 1m, 5000m);
        scenario.WhenMarked("ES", 4700m);
        scenario.SettlesOrders();
        var deficit = scenario.Events.OfType<AccountEvent.DeficitRecorded>().ShouldHaveSingleItem();
        deficit.Amount.ShouldBe(Amount(3_000m), what);
        scenario.Account.Portfolio.Credit.ShouldBe(Amount(500m));
        scenario.Account.Stage.ShouldBe(rule == NegativeBalanceRule.Debt ? Stage.Deficit : Stage.Healthy);
        if (rule == NegativeBalanceRule.WriteOff) return;
        scenario.When(Grant("c-2", 5_000m)).Then(typeof(AccountEvent.CreditGranted)).ThenStage(Stage.Deficit);
        scenario.WhenTransferring(TransferKind.Deposit, 3_000m).Then<AccountEvent.DeficitRepaid>();
    }

    [Theory]
    [InlineData(0, "USD", Rejection.AmountNotPositive)]
    [InlineData(0.001, "USD", Rejection.AmountTooPrecise)]
    [InlineData(1, "EUR", Rejection.CurrencyForeign)]
    [Trait("Rule", "ACCT-014")]
    public void WhatIsMalformed_IsRefused(decimal amount, string currency, Rejection code)
    {
        var scenario = Account(market, RegimePresets.Futures).Does(Grant("c-0", 5m));
        scenario.When(new AccountCommand.GrantCredit(new("c-1"), Amount(amount, currency), Act)).ThenRefused(code);
        scenario.When(new AccountCommand.RevokeCredit(new("c-1"), Amount(amount, currency), Act)).ThenRefused(code);
    }

    [Fact]
    [Trait("Rule", "ACCT-014")]
    public void MoreThanCanBeComputed_IsRefused()
    {
        var scenario = Account(market, RegimePresets.Futures).Does(Grant("c-0", Limits.LargestAmount));
        scenario.When(Grant("c-1", 0.01m)).ThenRefused(Rejection.NumbersTooLarge);
    }

    [Fact]
    [Trait("Rule", "MARG-025")]
    [Trait("Rule", "LPRC-004")]
    public void TheBankruptcyPrice_IsWhereTheClientsOwnIsUsedUp()
    {
        var scenario = Account(market, RegimePresets.Futures).Deposits(12_000m).Fills("ES", 1m, 5000m);
        var before = Price();
        scenario.Does(Grant("c-1", 500m));
        Price().ShouldBe(before);

        Price? Price() => BankruptcyPrice.OfPosition(
            scenario.Account.Portfolio, scenario.Regime, new("ES"), market.Set, market.Now).Price;
    }

    private static AccountCommand.GrantCredit Grant(string id, decimal amount) => new(new(id), Amount(amount), Act);

    private static AccountCommand.RevokeCredit Revoke(string id, decimal amount) => new(new(id), Amount(amount), Act);
}
