namespace MarginGrains.Core.Accounts;

/// <content>Top-ups, on both sides.</content>
public static partial class AccountFold
{
    private static Account? ApplyToTopUp(Account account, AccountEvent e) => e switch
    {
        AccountEvent.TopUpSourcesSet set => account with
        {
            TopUp = (account.TopUp ?? new() { Consent = set.Consent, Sources = set.Sources, Used = [] }) with
            {
                Consent = set.Consent, Sources = set.Sources, IsExhausted = false,
            },
        },
        AccountEvent.TopUpRequested requested => account with
        {
            TopUp = account.TopUp! with { Pending = requested.Request }, TopUpCount = account.TopUpCount + 1,
        },
        AccountEvent.TopUpCompleted completed => ToppedUp(account, completed),
        AccountEvent.TopUpExhausted => account with { TopUp = account.TopUp! with { IsExhausted = true } },
        AccountEvent.TopUpRearmed => account with { TopUp = account.TopUp! with { IsExhausted = false } },
        AccountEvent.TopUpGiven { Transfer: var sent } given => Paid(account, -sent.Amount, given.Credited) with
        {
            Outgoing = account.Outgoing.Add(sent),
        },
        AccountEvent.TopUpDelivered delivered => account with
        {
            Outgoing = account.Outgoing.RemoveAll(o => o.TransferId == delivered.TransferId),
        },
        _ => null,
    };

    private static Account ToppedUp(Account account, AccountEvent.TopUpCompleted completed)
    {
        var next = completed.Amount.IsPositive ? Paid(account, completed.Amount, completed.Credited) : account;
        if (next.TopUp is not { } state) return next;
        var day = DateOnly.FromDateTime(completed.Time.UtcDateTime);
        var earlier = state.Used.FirstOrDefault(u => u.AccountId == completed.Source);
        var taken = earlier?.Day == day ? earlier.Taken + completed.Amount : completed.Amount;
        return next with
        {
            TopUp = state with
            {
                Pending = state.Pending?.TransferId == completed.TransferId ? null : state.Pending,
                Used = taken.IsPositive
                    ? [.. state.Used.Where(u => u.AccountId != completed.Source), new(completed.Source, day, taken)]
                    : state.Used,
            },
        };
    }
}
