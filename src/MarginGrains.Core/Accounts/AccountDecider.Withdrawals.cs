using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Accounts;

/// <content>Withdrawals in two phases (rule ACCT-013).</content>
public static partial class AccountDecider
{
    /// Checked like any withdrawal; what is held is out of the balance, so that of several only what fits is held.
    private static Decision HoldWithdrawal(Turn turn, AccountCommand.HoldWithdrawal hold)
    {
        if (turn.Account.FindWithdrawal(hold.TransferId) is not null) return turn.Accept();
        if (MalformedTransfer(turn, hold.Amount) is { } malformed) return turn.Refuse(malformed);
        if (WithdrawalRefusal(turn, hold.Amount) is { } refusal) return turn.Refuse(refusal);
        turn.Emit(
            new AccountEvent.WithdrawalHeld(hold.TransferId, hold.Amount) { Credited = Credited(turn, -hold.Amount) },
            turn.Basis());
        Assess(turn);
        return turn.Accept();
    }

    /// It has left the balance already: whatever became of the account since, the bank has paid it.
    private static Decision ConfirmWithdrawal(Turn turn, OperationId transferId)
    {
        if (turn.Account.FindWithdrawal(transferId) is not { } held) return turn.Refuse(NotHeld(transferId));
        turn.Emit(new AccountEvent.WithdrawalConfirmed(held.TransferId, held.Amount));
        return turn.Accept();
    }

    /// Money that comes back is a payment like any other.
    private static Decision ReleaseWithdrawal(Turn turn, OperationId transferId)
    {
        if (turn.Account.FindWithdrawal(transferId) is not { } held) return turn.Refuse(NotHeld(transferId));
        turn.Emit(
            new AccountEvent.WithdrawalReleased(held.TransferId, held.Amount)
            {
                Credited = Credited(turn, held.Amount),
            },
            turn.Basis());
        BookToDebt(turn, held.Amount);
        Assess(turn);
        return turn.Accept();
    }

    /// When a gain that is realised now may leave (rule ACCT-015).
    private static DateTimeOffset? SettlesAt(Turn turn) => turn.Regime is { HoldsUnsettledGains: true } regime
        ? TradingDay.NextBorder(regime, turn.Market, turn.Now)
        : null;

    private static Refusal NotHeld(OperationId transferId) =>
        new(Rejection.WithdrawalUnknown, $"No withdrawal {transferId} is held.");
}
