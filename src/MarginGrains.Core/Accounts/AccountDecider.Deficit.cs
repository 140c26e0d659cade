using System.Globalization;
using MarginGrains.Core.Margin;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Core.Accounts;

/// <content>What is missing when the last position is gone.</content>
public static partial class AccountDecider
{
    /// <summary>
    /// The amount written off goes straight to the balance and is claimed from the insurance fund under its own number:
    /// who in the end pays it (the fund, or the broker when the fund is empty) never changes what the client sees.
    /// </summary>
    private static void RecordDeficit(Turn turn, Regime regime, in MarginFigures figures)
    {
        if (turn.Account.Stage == Stage.Deficit) return;
        if (turn.Account.Call is { } call)
        {
            turn.Emit(new AccountEvent.CallCancelled(call.CallId, "Nothing is held and equity is below zero."));
        }

        var basis = turn.Basis(regime, figures);
        if (regime.NegativeBalance == NegativeBalanceRule.WriteOff) ConvertBalances(turn, figures, basis);
        var amount = -figures.Equity;
        var writtenOff = regime.NegativeBalance == NegativeBalanceRule.WriteOff;
        turn.Emit(new AccountEvent.DeficitRecorded(amount, writtenOff), basis);
        if (!writtenOff) return;
        var number = turn.Account.Sequence.ToString(CultureInfo.InvariantCulture);
        turn.Emit(new AccountEvent.Compensated(new($"claim-{turn.Account.Id}-{number}", amount, turn.Now)), basis);
    }

    /// Before a write-off everything is of one currency, or rates would make and unmake deficits of balances that
    /// offset each other, each time at the fund's cost.
    private static void ConvertBalances(Turn turn, in MarginFigures figures, MarginBasis basis)
    {
        var foreign = turn.Account.Portfolio.Balances.RemoveAll(b => b.Currency == turn.Account.Currency);
        if (foreign.IsEmpty) return;
        var own = turn.Account.Portfolio.Balance(turn.Account.Currency);
        turn.Emit(new AccountEvent.BalancesConverted(foreign, figures.Equity - own), basis);
    }

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
