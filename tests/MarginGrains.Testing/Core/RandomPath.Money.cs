using MarginGrains.Core.Accounts;

namespace MarginGrains.Testing.Core;

/// <content>Money that is neither settled cash nor in the market.</content>
public sealed partial class RandomPath
{
    private void MovesMoney() => Withdraws();

    /// In two phases: what is held is sooner or later paid out or given up.
    private void Withdraws()
    {
        if (Account.Withdrawals is [var held, ..] && chance.Percent(60))
        {
            var isPaid = chance.Percent(50);
            Say($"{(isPaid ? "confirms" : "releases")} {held.TransferId}");
            Does(isPaid
                ? new AccountCommand.ConfirmWithdrawal(held.TransferId)
                : new AccountCommand.ReleaseWithdrawal(held.TransferId));
            return;
        }

        var currency = chance.Pick(Account.Currency.Code, Account.Currency.Code, "EUR");
        var amount = Given.Amount(chance.Between(1, chance.Pick(500, 10_000)), currency);
        Say($"holds {amount}");
        Does(new AccountCommand.HoldWithdrawal(Next("held"), amount));
    }
}
