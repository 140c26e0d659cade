using MarginGrains.Core.Accounts;
using MarginGrains.Core.Regimes;
using MarginGrains.Testing.Core;
using static MarginGrains.Testing.Core.Given;

namespace MarginGrains.Core.Tests.Accounts;

public class TransferTests
{
    private readonly TestMarket market = new TestMarket()
        .Add(TestInstruments.Stock(), TestInstruments.Pair("EURUSD"), TestInstruments.Pair("USDJPY"));

    [Theory]
    [InlineData(0, "USD", Rejection.AmountNotPositive, "nothing")]
    [InlineData(-1, "USD", Rejection.AmountNotPositive, "less than nothing")]
    [InlineData(0.001, "USD", Rejection.AmountTooPrecise, "a tenth of a cent")]
    [InlineData(0.5, "JPY", Rejection.AmountTooPrecise, "half a yen")]
    [InlineData(1, "CHF", Rejection.CurrencyWithoutRate, "no pair leads there")]
    [Trait("Rule", "ACCT-003")]
    public void AMalformedTransfer_IsRefused(decimal amount, string currency, Rejection code, string reason)
    {
        foreach (var kind in Enum.GetValues<TransferKind>())
        {
            var outcome = Account(market, RegimePresets.UsRegT).WhenTransferring(kind, amount, currency);
            outcome.ThenRefused(code).Decision.Refusal!.Detail.ShouldNotBeEmpty(reason);
        }
    }

    [Fact]
    [Trait("Rule", "ACCT-003")]
    public void Deposits_AddUpByCurrency()
    {
        var scenario = Account(market, RegimePresets.UsRegT).Deposits(10m).Deposits(5m, "EUR").Deposits(0.01m);
        scenario.Account.Portfolio.Balances.ShouldBe([Amount(5m, "EUR"), Amount(10.01m)]);
        scenario.Account.IsExposed.ShouldBeTrue("what a euro is worth changes");
    }

    [Fact]
    [Trait("Rule", "ACCT-003")]
    [Trait("Rule", "ACCT-008")]
    public void Deposits_GoThroughWithoutAnyPrice()
    {
        var scenario = Account(market, RegimePresets.UsRegT).Deposits(5m, "EUR");
        scenario.Figures.IsPriced.ShouldBeFalse("there is no EURUSD mark");
        scenario.Deposits(7m).Account.Portfolio.Balance(new("USD")).ShouldBe(Amount(7m));
    }

    [Fact]
    [Trait("Rule", "ACCT-003")]
    public void AFee_IsNeverRefusedForLackOfMargin()
    {
        var scenario = Account(market, RegimePresets.UsRegT);
        scenario.WhenTransferring(TransferKind.Fee, 20m).Then(
            typeof(AccountEvent.TransferBooked), typeof(AccountEvent.DeficitRecorded), typeof(AccountEvent.DebtOpened));
        scenario.Account.Portfolio.Balance(new("USD")).ShouldBe(Amount(-20m));
        scenario.Account.Stage.ShouldBe(Stage.Deficit);
    }

    [Fact]
    [Trait("Rule", "ACCT-004")]
    public void AWithdrawal_OfAllThatIsFree_LeavesNothing()
    {
        var scenario = Account(market, RegimePresets.UsRegT).Deposits(10m);
        scenario.WhenTransferring(TransferKind.Withdrawal, 10.01m)
            .ThenRefused(Rejection.WithdrawalExceedsWithdrawable, Amount(10m));
        scenario.WhenTransferring(TransferKind.Withdrawal, 10m).Then(typeof(AccountEvent.TransferBooked));
        scenario.Account.Portfolio.Balances.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("us-reg-t", 1_000, "half of 22,000 is lent against: equity 12,000 less 11,000")]
    [InlineData("no-gains", 0, "the gain of 2,000 does not count: 10,000 less 11,000")]
    [Trait("Rule", "ACCT-004")]
    public void Withdrawable_CountsUnrealisedGainsWhereTheRegimeLendsAgainstThem(string regime, decimal limit, string reason)
    {
        market.Add(RegimePresets.UsRegT with { Id = new("no-gains"), UnrealizedGainsWithdrawable = false });
        var scenario = Account(market.Mark("ACME", 100m), market.Set.FindRegime(new(regime), market.Now)!)
            .Deposits(10_000m).Fills("ACME", 200m, 100m);
        scenario.WhenMarked("ACME", 110m);
        var refusal = scenario.WhenTransferring(TransferKind.Withdrawal, limit + 0.01m);
        refusal.ThenRefused(Rejection.WithdrawalExceedsWithdrawable, Amount(limit)).Decision.Refusal!.Detail
            .ShouldContain("withdrawable", Case.Sensitive, reason);
        if (limit > 0m) scenario.WhenTransferring(TransferKind.Withdrawal, limit).Then<AccountEvent.TransferBooked>();
    }

    [Fact]
    [Trait("Rule", "ACCT-004")]
    public void Withdrawable_LeavesInitialMargin_ThoughTheRegimeReservesLess()
    {
        market.Add(TestInstruments.Future("F", 1m, 300m, 100m)).Mark("F", 10m);
        var regime = RegimePresets.FxRetail with { Id = new("floor"), UsedMargin = UsedMarginRule.HalfInitialFloor };
        var scenario = Account(market, regime).Deposits(1_000m).Fills("F", 1m, 10m);
        scenario.Figures.UsedMargin.ShouldBe(Amount(150m));
        scenario.WhenTransferring(TransferKind.Withdrawal, 700.01m)
            .ThenRefused(Rejection.WithdrawalExceedsWithdrawable, Amount(700m));
        scenario.WhenTransferring(TransferKind.Withdrawal, 700m).Then(typeof(AccountEvent.TransferBooked));
    }

    [Fact]
    [Trait("Rule", "ACCT-004")]
    public void AWithdrawal_InAnotherCurrency_NeedsThatBalanceAndItsWorth()
    {
        market.Mark("EURUSD", 1.25m);
        var scenario = Account(market, RegimePresets.UsRegT).Deposits(100m, "EUR").Deposits(50m);
        scenario.WhenTransferring(TransferKind.Withdrawal, 100.01m, "EUR")
            .ThenRefused(Rejection.WithdrawalExceedsWithdrawable, Amount(175m));
        scenario.WhenTransferring(TransferKind.Withdrawal, 100m, "EUR").Then(typeof(AccountEvent.TransferBooked));
        scenario.Figures.Equity.ShouldBe(Amount(50m));
    }

    [Fact]
    [Trait("Rule", "ACCT-004")]
    public void AWithdrawal_WhileSomethingIsWrong_IsRefusedByPrecedence()
    {
        var scenario = Account(market.Mark("ACME", 100m), RegimePresets.UsRegT).Deposits(10_000m).Fills("ACME", 200m, 100m);
        scenario.WhenMarked("ACME", 60m).ThenStage(Stage.Call);
        scenario.WhenTransferring(TransferKind.Withdrawal, 1m).ThenRefused(Rejection.CallOpen);
        scenario.WhenTimePasses(TimeSpan.FromDays(3)).ThenStage(Stage.Liquidating);
        scenario.WhenTransferring(TransferKind.Withdrawal, 1m).ThenRefused(Rejection.AccountLiquidating);
        scenario.WhenExecuted(new("liq-a-1-9"), Fill("ACME", -1m, 60m), false).Then<AccountEvent.Restricted>();
        scenario.WhenTransferring(TransferKind.Withdrawal, 1m).ThenRefused(Rejection.AccountRestricted);
    }

    [Fact]
    [Trait("Rule", "ACCT-008")]
    public void AWithdrawal_WithoutAPrice_IsRefused()
    {
        var scenario = Account(market, RegimePresets.UsRegT).Deposits(10m).Fills("ACME", 1m, 5m);
        scenario.WhenTransferring(TransferKind.Withdrawal, 1m).ThenRefused(Rejection.Unpriced);
    }
}
