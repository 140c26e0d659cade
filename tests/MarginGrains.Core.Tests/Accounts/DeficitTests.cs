using MarginGrains.Core.Accounts;
using MarginGrains.Core.Regimes;
using MarginGrains.Testing.Core;
using static MarginGrains.Testing.Core.Given;

namespace MarginGrains.Core.Tests.Accounts;

public class DeficitTests
{
    private readonly TestMarket market = new TestMarket().Add(TestInstruments.Future()).Mark("ES", 5000m);

    [Fact]
    [Trait("Rule", "ACCT-007")]
    public void ADebt_StandsInTheBalanceUntilItIsRepaid()
    {
        var scenario = Lost(RegimePresets.Futures);
        scenario.Account.Stage.ShouldBe(Stage.Deficit);
        scenario.Account.Portfolio.Balance(new("USD")).ShouldBe(Amount(-3_000m));
        scenario.Account.IsExposed.ShouldBeTrue();
        scenario.WhenAssessed().ThenNothing();
        scenario.WhenTransferring(TransferKind.Deposit, 2_999.99m)
            .Then(typeof(AccountEvent.TransferBooked), typeof(AccountEvent.DebtReduced)).ThenStage(Stage.Deficit);
        scenario.WhenTransferring(TransferKind.Deposit, 0.01m)
            .Then(typeof(AccountEvent.TransferBooked), typeof(AccountEvent.DeficitRepaid)).ThenStage(Stage.Healthy);
        scenario.Account.IsExposed.ShouldBeFalse();
    }

    [Fact]
    [Trait("Rule", "ACCT-007")]
    public void AWriteOff_FillsTheBalanceAndClaimsOnce()
    {
        var scenario = Lost(RegimePresets.Futures with { Id = new("w"), NegativeBalance = NegativeBalanceRule.WriteOff });
        scenario.Account.Stage.ShouldBe(Stage.Healthy);
        scenario.Account.Portfolio.Balances.ShouldBeEmpty();
        var claim = scenario.Account.Claims.ShouldHaveSingleItem();
        claim.Amount.ShouldBe(Amount(3_000m));
        scenario.WhenAssessed().ThenNothing();
        AccountDue.Next(scenario.Account, market.Set, market.Now).ShouldBe(claim.AskedAt + AccountDue.AnswerTimeout);

        scenario.When(new AccountCommand.ConfirmClaim("claim-a-1-0")).ThenNothing();
        scenario.When(new AccountCommand.ConfirmClaim(claim.ClaimId)).Then(typeof(AccountEvent.ClaimConfirmed));
        scenario.When(new AccountCommand.ConfirmClaim(claim.ClaimId)).ThenNothing();
        scenario.Account.IsExposed.ShouldBeFalse();
    }

    [Fact]
    [Trait("Rule", "ACCT-007")]
    public void AWriteOff_ConvertsOffsettingBalancesFirst_SoThatRatesCannotDrainTheFund()
    {
        var both = market.Add(TestInstruments.Pair("EURUSD")).Mark("EURUSD", 1.25m);
        var scenario = Account(both, RegimePresets.FxRetail with { Id = new("lends"), LendsCash = true })
            .Deposits(1_000m, "EUR");
        scenario.WhenTransferring(TransferKind.Withdrawal, 1_250m).Then(typeof(AccountEvent.TransferBooked));

        scenario.WhenMarked("EURUSD", 1.24m).Then(
            typeof(AccountEvent.BalancesConverted), typeof(AccountEvent.DeficitRecorded), typeof(AccountEvent.Compensated));

        scenario.Account.Portfolio.Balances.ShouldBeEmpty();
        scenario.Account.Claims.ShouldHaveSingleItem().Amount.ShouldBe(Amount(10m));
        scenario.WhenMarked("EURUSD", 1.23m).ThenNothing();
        scenario.WhenMarked("EURUSD", 1.30m).ThenNothing();
    }

    [Fact]
    [Trait("Rule", "ACCT-004")]
    public void ARegimeThatLendsNoCash_LetsNoBalanceGoBelowZero()
    {
        var both = market.Add(TestInstruments.Pair("EURUSD")).Mark("EURUSD", 1.25m);
        var scenario = Account(both, RegimePresets.FxRetail).Deposits(1_000m, "EUR").Deposits(5m);

        scenario.WhenTransferring(TransferKind.Withdrawal, 5.01m)
            .ThenRefused(Rejection.WithdrawalExceedsWithdrawable, Amount(5m));
        scenario.WhenTransferring(TransferKind.Withdrawal, 1_000m, "EUR").Then(typeof(AccountEvent.TransferBooked));
    }

    [Fact]
    [Trait("Rule", "ACCT-007")]
    public void ACall_IsCancelledByADeficit()
    {
        var scenario = Account(market, RegimePresets.Futures).Deposits(12_000m).Fills("ES", 1m, 5000m);
        scenario.WhenMarked("ES", 4970m).ThenStage(Stage.Call);
        scenario.WhenFilled(Fill("ES", -1m, 4700m)).Then(
            typeof(AccountEvent.FillBooked), typeof(AccountEvent.CallCancelled), typeof(AccountEvent.DeficitRecorded),
            typeof(AccountEvent.DebtOpened));
    }

    [Fact]
    [Trait("Rule", "ACCT-007")]
    public void AProfitWhileInDeficit_RepaysIt()
    {
        var scenario = Lost(RegimePresets.Futures);
        scenario.Fills("ES", 1m, 4700m).Account.Stage.ShouldBe(Stage.Liquidating, "negative equity under every line");
        market.Mark("ES", 4900m);
        scenario.SettlesOrders().Account.Stage.ShouldBe(Stage.Healthy);
        scenario.Account.Portfolio.Balance(new("USD")).ShouldBe(Amount(7_000m));
    }

    private AccountScenario Lost(Regime regime)
    {
        market.Mark("ES", 5000m);
        var scenario = Account(market, regime).Deposits(12_000m).Fills("ES", 1m, 5000m);
        scenario.WhenMarked("ES", 4700m).ThenStage(Stage.Liquidating);
        return scenario.SettlesOrders();
    }
}
