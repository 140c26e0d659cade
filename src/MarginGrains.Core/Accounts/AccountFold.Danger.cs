using MarginGrains.Core.Calls;
using MarginGrains.Core.Liquidation;

namespace MarginGrains.Core.Accounts;

/// <content>Calls and liquidations.</content>
public static partial class AccountFold
{
    private static Account? ApplyToCall(Account account, AccountEvent e) => e switch
    {
        AccountEvent.CallOpened opened => Restaged(account with
        {
            IsWarned = false,
            Calls = account.Calls.Add(opened.Call), CallCount = account.CallCount + 1,
        }),
        AccountEvent.CallIncreased increased => Change(account, increased.CallId, c => c with
        {
            AmountNeeded = increased.AmountNeeded, AmountToInitial = increased.AmountToInitial,
        }),
        AccountEvent.CallReminded reminded =>
            Change(account, reminded.CallId, c => c with { Reminders = reminded.Number }),
        AccountEvent.CallHeld held =>
            Change(account, held.CallId, c => c with { State = CallState.Held, DueAt = null }),
        AccountEvent.CallRelapsed relapsed => Change(account, relapsed.CallId, c => c with
        {
            State = CallState.Open, DueAt = relapsed.DueAt, DueRule = relapsed.DueRule, Reminders = int.MaxValue,
        }),
        AccountEvent.CallExtended extended => Change(account, extended.CallId, c => c with
        {
            DueAt = extended.DueAt, Extensions = c.Extensions + 1, Reminders = extended.Reminders,
        }),
        AccountEvent.CallWaived waived =>
            Change(account, waived.CallId, c => c with { State = CallState.Waived, DueAt = null }),
        AccountEvent.CallMet met => Over(account, met.CallId),
        AccountEvent.CallExpired expired => Over(account, expired.CallId),
        AccountEvent.CallCancelled cancelled => Over(account, cancelled.CallId),
        _ => null,
    };

    private static Account Change(Account account, string callId, Func<MarginCall, MarginCall> change) => Restaged(
        account with { Calls = [.. account.Calls.Select(c => c.CallId == callId ? change(c) : c)] });

    private static Account Over(Account account, string callId) =>
        Restaged(account with { Calls = account.Calls.RemoveAll(c => c.CallId == callId) });

    private static Account? ApplyToLiquidation(Account account, AccountEvent e) => e switch
    {
        AccountEvent.LiquidationStarted started => Restaged(account with
        {
            IsWarned = account.IsWarned && started.Bucket is not null,
            LiquidationCount = account.LiquidationCount + 1,
            Liquidations = account.Liquidations.Add(
                new(started.LiquidationId, started.Reason, e.Time, [], null, null)
                {
                    Bucket = started.Bucket, CallRule = started.CallRule, Outstanding = started.Outstanding,
                    StartsAt = started.StartsAt,
                }),
        }),
        AccountEvent.LiquidationOrdered ordered => Change(
            account with { OrderCount = account.OrderCount + 1 }, ordered.LiquidationId,
            l => l with { Orders = l.Orders.Add(ordered.Order), RetryAt = null, HasOrdered = true }),
        AccountEvent.LiquidationFilled filled => Executed(account, filled),
        AccountEvent.LiquidationOrderEnded ended => OrderEnded(account, ended),
        AccountEvent.LiquidationPaused paused =>
            Change(account, paused.LiquidationId, l => l with { WaitingFor = paused.WaitingFor }),
        AccountEvent.LiquidationResumed resumed =>
            Change(account, resumed.LiquidationId, l => l with { WaitingFor = null }),
        // A call that was open when the stop-out line was crossed is the same demand afterwards, due when it was.
        AccountEvent.LiquidationCompleted completed => Completed(account, completed.LiquidationId),
        _ => null,
    };

    private static Account Change(
        Account account, string liquidationId, Func<LiquidationState, LiquidationState> change) => account with
    {
        Liquidations = [.. account.Liquidations.Select(l => l.LiquidationId == liquidationId ? change(l) : l)],
    };

    private static Account Completed(Account account, string liquidationId)
    {
        var done = account.Liquidations.FirstOrDefault(l => l.LiquidationId == liquidationId);
        if (done is null) return account;
        return Restaged(Swept(account with { Liquidations = account.Liquidations.Remove(done) }, done.Bucket));
    }

    private static Account Executed(Account account, AccountEvent.LiquidationFilled filled)
    {
        var liquidation = account.FindLiquidation(filled.OrderId);
        var next = Booked(account, filled.Fill, filled.Cash, filled.Financing);
        next = next with
        {
            RealizedPnl = Core.Primitives.MoneySet.Add(next.RealizedPnl, filled.RealizedPnl),
            UnsettledGains = Unsettled(next, filled.RealizedPnl, filled.SettlesAt),
            UnsettledUntil = filled.SettlesAt ?? next.UnsettledUntil,
            // What an execution brought about that was not asked for is first judged at the next settlement.
            SettledAt = account.Portfolio.IsFlat && filled.Time > next.SettledAt ? filled.Time : next.SettledAt,
            IsFillUnjudged = next.IsFillUnjudged || filled.IsUnjudged,
        };
        if (liquidation?.Find(filled.OrderId) is not { } order) return next;
        // What was executed in another instrument, on the other side or beyond the order does not count for it.
        var counts = order.Symbol == filled.Fill.Symbol && order.Quantity.IsLong == filled.Fill.Quantity.IsLong;
        var done = !counts ? order
            : order with { Filled = order.Covers(filled.Fill) ? order.Filled + filled.Fill.Quantity : order.Quantity };
        return Change(next, liquidation.LiquidationId, l => l with
        {
            Orders = filled.IsFinal ? l.Orders.Remove(order) : l.Orders.Replace(order, done),
            RetryAt = filled.RetryAt ?? l.RetryAt,
        });
    }

    private static Account OrderEnded(Account account, AccountEvent.LiquidationOrderEnded ended)
    {
        if (account.FindLiquidation(ended.OrderId) is not { } liquidation) return account;
        return Change(account, liquidation.LiquidationId, l => l with
        {
            Orders = l.Orders.RemoveAll(o => o.OrderId == ended.OrderId), RetryAt = ended.RetryAt,
        });
    }
}
