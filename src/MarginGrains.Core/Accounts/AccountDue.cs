using MarginGrains.Core.Calendars;
using MarginGrains.Core.Calls;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Core.Accounts;

/// <summary>When an account has to be judged although no price moved (rule ACCT-006).</summary>
public static class AccountDue
{
    /// <summary>How long an order or a claim may stay unanswered before it is sent again under its id.</summary>
    public static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(5);

    /// <summary>
    /// The earliest instant after the account's own time at which something is due: a call's deadline, a settlement, a
    /// retry, an answer that is missing, a change of the regime or of the terms of what it holds. Null when nothing is.
    /// </summary>
    public static DateTimeOffset? Next(Account account, IMarket market, DateTimeOffset now)
    {
        var due = DateTimeOffset.MaxValue;
        if (account.Call is { } call) due = Earlier(due, call.DueAt);
        if (account.Liquidation is { } liquidation)
        {
            if (liquidation.RetryAt is { } retryAt) due = Earlier(due, retryAt);
            foreach (var order in liquidation.Orders) due = Earlier(due, order.RequestedAt + AnswerTimeout);
        }

        foreach (var claim in account.Claims) due = Earlier(due, claim.AskedAt + AnswerTimeout);
        if (!account.Portfolio.IsFlat) due = Earlier(due, TermsDue(account, market, now));
        return due == DateTimeOffset.MaxValue ? null : due;
    }

    private static DateTimeOffset TermsDue(Account account, IMarket market, DateTimeOffset now)
    {
        var due = DateTimeOffset.MaxValue;
        if (market.FindRegime(account.RegimeId, now)?.Call is { Judged: Judgement.Settlement } rule)
        {
            due = Earlier(due, BusinessDays.NextSettlement(
                account.SettledAt, rule.SettlementTime, CallTerms.Holidays(rule)));
        }

        if (market.NextRegimeChange(account.RegimeId, now) is { } change) due = Earlier(due, change);
        foreach (var position in account.Portfolio.Positions)
        {
            var next = market.FindInstrument(position.Symbol)?.Margin.NextChange(now);
            if (next is not null) due = Earlier(due, next.Value);
        }

        return due;
    }

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one <= other ? one : other;
}
