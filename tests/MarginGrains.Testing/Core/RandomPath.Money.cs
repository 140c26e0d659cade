using MarginGrains.Core.Accounts;

namespace MarginGrains.Testing.Core;

/// <content>Money that is neither settled cash nor in the market.</content>
public sealed partial class RandomPath
{
    private void MovesMoney()
    {
        if (chance.Percent(50)) Withdraws();
        else ChangesCredit();
    }

    private void ChangesCredit()
    {
        var act = new OperatorAct("ann", "The transfer is on its way.");
        if (Account.Portfolio.Credit is { } granted && chance.Percent(60))
        {
            var back = chance.Percent(50) ? granted : Given.Amount(chance.Between(1, 3_000), Account.Currency.Code);
            Say($"takes back credit of {back}");
            Does(new AccountCommand.RevokeCredit(Next("credit"), back, act));
            return;
        }

        var amount = Given.Amount(chance.Between(1, 10_000), Account.Currency.Code);
        Say($"grants credit of {amount}");
        Does(new AccountCommand.GrantCredit(Next("credit"), amount, act));
    }

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
