using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Accounts;

/// <content>Temporary credit: equity that is nobody's money (rule ACCT-014).</content>
public static partial class AccountDecider
{
    private static Decision GrantCredit(Turn turn, AccountCommand.GrantCredit grant)
    {
        if (MalformedCredit(turn, grant.Amount) is { } refusal) return turn.Refuse(refusal);
        if ((turn.Account.Portfolio.CreditOrZero + grant.Amount).Amount > Limits.LargestAmount)
        {
            return turn.Refuse(new(Rejection.NumbersTooLarge, "So much credit is beyond what can be computed with."));
        }

        turn.Emit(new AccountEvent.CreditGranted(grant.CreditId, grant.Amount, grant.Act), turn.Basis());
        Assess(turn);
        return turn.Accept();
    }

    /// Always possible up to what is granted, whatever it brings about; the account is judged without it at once.
    private static Decision RevokeCredit(Turn turn, AccountCommand.RevokeCredit revoke)
    {
        if (MalformedCredit(turn, revoke.Amount) is { } refusal) return turn.Refuse(refusal);
        var granted = turn.Account.Portfolio.CreditOrZero;
        if (revoke.Amount > granted)
        {
            return turn.Refuse(new(Rejection.CreditInsufficient, $"Only {granted} of credit are granted.", granted));
        }

        turn.Emit(new AccountEvent.CreditRevoked(revoke.CreditId, revoke.Amount, revoke.Act), turn.Basis());
        Assess(turn);
        return turn.Accept();
    }

    private static Refusal? MalformedCredit(Turn turn, Money amount) => amount.Currency == turn.Account.Currency
        ? MalformedTransfer(turn, amount)
        : new(Rejection.CurrencyForeign, $"Credit of this account is in {turn.Account.Currency}.");
}
