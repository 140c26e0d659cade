using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Accounts;

/// <content>Money that is neither settled cash nor in the market.</content>
public static partial class AccountFold
{
    private static Account? ApplyToMoney(Account account, AccountEvent e) => e switch
    {
        AccountEvent.WithdrawalHeld held => Paid(account, -held.Amount, held.Credited) with
        {
            Withdrawals = account.Withdrawals.Add(new(held.TransferId, held.Amount, held.Time)),
        },
        AccountEvent.WithdrawalConfirmed confirmed => Ended(account, confirmed.TransferId),
        AccountEvent.WithdrawalReleased released =>
            Ended(Paid(account, released.Amount, released.Credited), released.TransferId),
        AccountEvent.CreditGranted granted => account with { Portfolio = account.Portfolio.AddCredit(granted.Amount) },
        AccountEvent.CreditRevoked revoked => account with { Portfolio = account.Portfolio.AddCredit(-revoked.Amount) },
        _ => null,
    };

    private static Account Paid(Account account, Money amount, Money? credited)
    {
        var next = account with { Portfolio = account.Portfolio.Add(amount) };
        return credited is { } counted ? Credited(next, counted) : next;
    }

    private static Account Ended(Account account, OperationId transferId) => account with
    {
        Withdrawals = account.Withdrawals.RemoveAll(w => w.TransferId == transferId),
    };
}
