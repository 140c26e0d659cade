using System.Globalization;
using MarginGrains.Core.Margin;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Core.Accounts;

/// <content>What is missing when the last position is gone.</content>
public static partial class AccountDecider
{
    /// What of a deficit is owed, and what is made good: whatever was owed before, by a charge or an earlier debt,
    /// stays owed (rule DEBT-004). Nothing but its margin ever stands for an isolated position.
    private static void RecordDeficit(Turn turn, Regime regime, in MarginFigures figures, Symbol? bucket)
    {
        if (bucket is null)
        {
            // Of a client who owes already too: a later position may have been called for, and is gone as well.
            foreach (var call in turn.Account.Calls)
            {
                turn.Emit(new AccountEvent.CallCancelled(call.CallId, "Nothing is held and equity is below zero."));
            }

            // While collateral is left it is owed: written off at its worst price, the client would keep its recovery.
            if (regime.NegativeBalance == NegativeBalanceRule.Debt || !turn.Account.Portfolio.Collateral.IsEmpty
                || turn.Account is { IsInDebt: true, Debt: null })
            {
                Owe(turn, regime, figures);
                return;
            }
        }

        MakeGood(turn, regime, figures, bucket);
    }

    /// All that is missing is owed; what prices alone do to it is no event.
    private static void Owe(Turn turn, Regime regime, in MarginFigures figures)
    {
        var owed = -Unshaved(turn, regime, null).OwnEquity;
        var basis = turn.Basis(regime, figures);
        if (!turn.Account.IsInDebt) turn.Emit(new AccountEvent.DeficitRecorded(owed, false), basis);
        if (turn.Account.Debt is null) OpenDebt(turn, regime, owed, basis);
        else if (turn.HasBooked) ChangeDebt(turn, owed, basis);
    }

    /// The amount written off goes straight to the balance, and who in the end pays it never changes what the client
    /// sees: the insurance fund (the broker when that is empty), claimed under a number of its own, or the account of
    /// the books that the regime names.
    private static void MakeGood(Turn turn, Regime regime, in MarginFigures figures, Symbol? bucket)
    {
        var isOwing = bucket is null && turn.Account.Debt is not null;
        var interest = isOwing ? UnchargedInterest(turn) : Money.Zero(turn.Account.Currency);
        var owed = isOwing ? turn.Account.Debt!.Principal + interest : interest;
        var basis = turn.Basis(regime, figures);
        // Of a bucket what is left goes back in one currency; what is missing shows once all is converted.
        var isConverted = bucket is not null || -Unshaved(turn, regime, bucket).OwnEquity > owed;
        if (isConverted) ConvertBalances(turn, bucket, basis);
        var missing = -Unshaved(turn, regime, bucket).OwnEquity;
        if (missing < owed && missing > interest && turn.HasBooked) ChangeDebt(turn, missing - interest, basis);
        var amount = missing - owed;
        if (!amount.IsPositive) return;
        turn.Emit(new AccountEvent.DeficitRecorded(amount, true) { Bucket = bucket }, basis);
        var number = turn.Account.Sequence.ToString(CultureInfo.InvariantCulture);
        turn.Emit(
            new AccountEvent.Compensated(new($"claim-{turn.Account.Id}-{number}", amount, turn.Now))
            {
                Bucket = bucket, Account = regime.ProtectionAccount,
            },
            basis);
    }

    /// Before a write-off everything is of one currency, or rates would make and unmake deficits of balances that
    /// offset each other, each time at the fund's cost.
    private static void ConvertBalances(Turn turn, Symbol? bucket, MarginBasis basis)
    {
        var foreign = turn.Account.PortfolioOf(bucket).Balances.RemoveAll(b => b.Currency == turn.Account.Currency);
        if (foreign.IsEmpty) return;
        var worth = Money.Zero(turn.Account.Currency);
        foreach (var balance in foreign)
        {
            if (turn.Convert(balance) is not { } converted) return;
            worth += converted;
        }

        turn.Emit(new AccountEvent.BalancesConverted(foreign, worth) { Bucket = bucket }, basis);
    }

    /// The figures without the haircut on foreign balances: what is owed is owed, whatever a balance counts as margin.
    private static MarginFigures Unshaved(Turn turn, Regime regime, Symbol? bucket) => turn.Evaluate(
        regime.ForeignBalanceHaircut.Value == 0m ? regime : regime with { ForeignBalanceHaircut = default }, bucket);

    private static Decision ConfirmClaim(Turn turn, AccountCommand.ConfirmClaim confirm)
    {
        // A claim that is gone was confirmed before: the fund repeats its answer until it is heard.
        if (turn.Account.Claims.Any(c => c.ClaimId == confirm.ClaimId))
        {
            turn.Emit(new AccountEvent.ClaimConfirmed(confirm.ClaimId));
        }

        return turn.Accept();
    }
}
