using MarginGrains.Core.Accounts;

namespace MarginGrains.Testing.Core;

/// <content>Money that is neither settled cash nor in the market.</content>
public sealed partial class RandomPath
{
    private void MovesMoney()
    {
        if (Account.Outgoing is [var sent, ..] && chance.Percent(60)) Does(new AccountCommand.ConfirmTopUp(sent.TransferId));
        else if (chance.Percent(40)) Withdraws();
        else if (chance.Percent(50)) ChangesCredit();
        else if (chance.Percent(70)) NamesSources();
        else Gives();
    }

    private void NamesSources()
    {
        var sources = chance.Shuffle(new[] { "s-1", "s-2", "s-3" }).Take(chance.Between(0, 3)).Select(id =>
            new TopUpSource(new(id), chance.Percent(50)
                ? Given.Amount(chance.Between(1, 5_000), Account.Currency.Code)
                : null)).ToArray();
        Say($"sources {string.Join(' ', sources.Select(s => s.AccountId))}");
        Does(new AccountCommand.SetTopUpSources([.. sources], chance.Percent(85), "ann"));
    }

    private void Gives()
    {
        var asked = Given.Amount(chance.Between(1, 5_000), Account.Currency.Code);
        Say($"is asked for {asked}");
        Does(new AccountCommand.GiveTopUp(Next("topup-b").Value, new("b"), asked));
    }

    /// The source that is asked gives all, a part or nothing, or does not answer yet.
    private void SourceAnswers(bool always)
    {
        while (Account.TopUp?.Pending is { } asked)
        {
            if (!always && chance.Percent(40)) return;
            var share = chance.Pick(0m, 0.3m, 1m);
            var gives = asked.Amount with { Amount = Math.Floor(asked.Amount.Amount * share) };
            Say($"{asked.Source} gives {gives}");
            Does(new AccountCommand.CompleteTopUp(asked.TransferId, asked.Source, gives, share == 1m ? "" : "not all"));
        }
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
