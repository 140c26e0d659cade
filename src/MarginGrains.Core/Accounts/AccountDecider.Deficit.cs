using System.Globalization;
using MarginGrains.Core.Margin;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Core.Accounts;

/// <content>What is missing when the last position is gone.</content>
public static partial class AccountDecider
{
    /// <summary>
    /// The amount written off goes straight to the balance and is claimed from the insurance fund under its own number:
    /// who in the end pays it (the fund, or the broker when the fund is empty) never changes what the client sees.
    /// </summary>
    private static void RecordDeficit(Turn turn, Regime regime, in MarginFigures figures, Symbol? bucket)
    {
        if (bucket is null)
        {
            // Of a client who owes already too: a later position may have been called for, and is gone as well.
            foreach (var call in turn.Account.Calls)
            {
                turn.Emit(
                    new AccountEvent.CallCancelled(call.CallId, "Nothing is held and equity is below zero."));
            }

            if (turn.Account.IsInDebt) return;
        }

        // Nothing but its margin ever stands for an isolated position.
        // While collateral is left it is owed: written off at its worst price, the client would keep its recovery.
        var writtenOff = bucket is not null || (regime.NegativeBalance == NegativeBalanceRule.WriteOff
            && turn.Account.Portfolio.Collateral.IsEmpty);
        var basis = turn.Basis(regime, figures);
        if (writtenOff) ConvertBalances(turn, bucket, basis);
        var amount = -Unshaved(turn, regime, bucket).OwnEquity;
        if (!amount.IsPositive) return;
        turn.Emit(new AccountEvent.DeficitRecorded(amount, writtenOff) { Bucket = bucket }, basis);
        if (!writtenOff) return;
        var number = turn.Account.Sequence.ToString(CultureInfo.InvariantCulture);
        turn.Emit(
            new AccountEvent.Compensated(
                new($"claim-{turn.Account.Id}-{number}", amount, turn.Now)) { Bucket = bucket },
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
