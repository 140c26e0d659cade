using MarginGrains.Core.Calls;
using MarginGrains.Core.Margin;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Core.Accounts;

/// <summary>When an account has to be judged although no price moved (rule ACCT-006).</summary>
public static class AccountDue
{
    /// <summary>How long an order or a claim may stay unanswered before it is sent again under its id.</summary>
    public static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(5);

    /// <summary>
    /// The earliest instant after the account's own time at which something is due: a deadline of a call or a debt, a
    /// reminder, a settlement, a retry, the end of a restriction, an answer that is missing, a change of the regime or
    /// of the terms of what it holds, the end of a period that costs, a corporate action, the opening of a market that
    /// is closed. Null when nothing is.
    /// </summary>
    public static DateTimeOffset? Next(Account account, IMarket market, DateTimeOffset now)
    {
        var due = DateTimeOffset.MaxValue;
        var regime = CallTerms.RegimeInForce(account.RegimeId, market, now);
        foreach (var call in account.Calls) due = Earlier(due, CallDue(account, call, regime));
        foreach (var liquidation in account.Liquidations)
        {
            // One that waits is woken by what it waits for: a price, a term, an opening.
            var waits = liquidation.WaitingFor is not null;
            if (liquidation.RetryAt is { } retryAt && !(waits && retryAt <= now)) due = Earlier(due, retryAt);
            if (liquidation is { HasOrdered: false, StartsAt: { } startsAt } && !(waits && startsAt <= now))
            {
                due = Earlier(due, startsAt);
            }

            foreach (var order in liquidation.Orders) due = Earlier(due, order.RequestedAt + AnswerTimeout);
        }

        if (account.Debt is { State: DebtState.Open, DueAt: { } dueAt }) due = Earlier(due, dueAt);
        if (account.Debt is { DefaultAt: { } defaultAt, State: not DebtState.Defaulted }) due = Earlier(due, defaultAt);
        foreach (var stop in account.Stops)
        {
            if (stop.Trigger?.RetryAt is { } retryAt) due = Earlier(due, retryAt);
            if (stop.Trigger?.Order is { } order) due = Earlier(due, order.RequestedAt + AnswerTimeout);
        }

        if (account.RestrictedUntil is { } until) due = Earlier(due, until);
        if (account.TopUp?.Pending is { } asked)
        {
            due = Earlier(due, asked.AskedAt + AnswerTimeout);
            if (account.Now < asked.RoundStartedAt + AnswerTimeout)
            {
                due = Earlier(due, asked.RoundStartedAt + AnswerTimeout);
            }
        }

        foreach (var sent in account.Outgoing) due = Earlier(due, sent.SentAt + AnswerTimeout);
        foreach (var claim in account.Claims) due = Earlier(due, claim.AskedAt + AnswerTimeout);
        if (!account.Portfolio.IsFlat || !account.Buckets.IsEmpty) due = Earlier(due, TermsDue(account, market, now));
        var counted = account.Now > now ? account.Now : now;
        if (AccountBorders.Next(account, market, counted) is { } border) due = Earlier(due, border);
        due = Earlier(due, OpeningDue(account.Portfolio, market, now));
        foreach (var bucket in account.Buckets) due = Earlier(due, OpeningDue(bucket.Portfolio, market, now));
        return due == DateTimeOffset.MaxValue ? null : due;
    }

    /// What is held of a closed market is looked at when it opens: what was crossed meanwhile calls or stops out then,
    /// and a liquidation that waits goes on. While it is open it is judged anyway, so that nothing is pending.
    private static DateTimeOffset OpeningDue(Portfolio portfolio, IMarket market, DateTimeOffset now)
    {
        var due = DateTimeOffset.MaxValue;
        foreach (var position in portfolio.Positions)
        {
            if (market.FindInstrument(position.Symbol) is not { Calendar: not null } instrument) continue;
            if (OpenMarkets.IsOpen(market, instrument, now)) continue;
            if (OpenMarkets.NextOpening(market, instrument, now) is { } opening) due = Earlier(due, opening);
        }

        return due;
    }

    private static DateTimeOffset TermsDue(Account account, IMarket market, DateTimeOffset now)
    {
        var due = DateTimeOffset.MaxValue;
        var regime = CallTerms.RegimeInForce(account.RegimeId, market, now);
        foreach (var rule in regime?.Calls ?? [])
        {
            if (CallTerms.SettlesFrom(rule, account.FindCall(rule.Name)) is not { } from) continue;
            var after = from > account.SettledAt ? from : account.SettledAt;
            if (CallTerms.NextJudgement(rule, market, after) is { } next) due = Earlier(due, next);
        }

        if (market.NextRegimeChange(account.RegimeId, now) is { } change) due = Earlier(due, change);
        foreach (var symbol in AccountDependencies.Symbols(account, market, now))
        {
            if (market.FindInstrument(symbol) is not { } instrument) continue;
            if (instrument.Margin.NextChange(now) is { } terms) due = Earlier(due, terms);
            if (SessionTerms.NextSwitch(instrument, market, now) is not { } session) continue;
            due = Earlier(due, session);
            if (WarnedAt(account, session, regime) is { } warnedAt && warnedAt > now) due = Earlier(due, warnedAt);
        }

        return due;
    }

    /// When the warning of a switch is due; null when there is none, or it was given.
    private static DateTimeOffset? WarnedAt(Account account, DateTimeOffset session, Regime? regime) =>
        regime?.SessionWarning is { } before && !(account.WarnedOfSwitch >= session) ? session - before : null;

    /// A call's due time and its next reminder, which waits for the least interval between notices.
    private static DateTimeOffset CallDue(Account account, MarginCall call, Regime? regime)
    {
        var due = call.DueAt ?? DateTimeOffset.MaxValue;
        if (regime?.FindCall(call.Rule) is not { } rule || CallTerms.ReminderAt(rule, call) is not { } at) return due;
        var earliest = account.NoticedAt is { } noticed ? noticed + regime.MinimumNoticeInterval : at;
        return Earlier(due, earliest > at ? earliest : at);
    }

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one <= other ? one : other;
}
