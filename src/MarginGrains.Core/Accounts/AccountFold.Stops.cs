using System.Collections.Immutable;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Accounts;

/// <content>Protective stops.</content>
public static partial class AccountFold
{
    private static Account? ApplyToStop(Account account, AccountEvent e) => e switch
    {
        AccountEvent.StopPlaced placed => Placed(account, placed),
        AccountEvent.StopCancelled cancelled => Without(account, cancelled.StopId),
        AccountEvent.StopMoved moved => Change(
            account, moved.StopId, s => s with { Price = moved.Price, MarkSequence = moved.MarkSequence }),
        AccountEvent.StopTriggered triggered => Change(
            account with { TriggeredStops = Remembered(account.TriggeredStops, triggered.Stop.StopId) },
            triggered.Stop.StopId, s => s with { Trigger = new(e.Time, triggered.By, triggered.Units, null, null) }),
        AccountEvent.StopOrdered ordered => Change(
            account with { StopOrderCount = account.StopOrderCount + 1 }, ordered.StopId,
            s => s with { Trigger = s.Trigger! with { Order = ordered.Order, RetryAt = null } }),
        AccountEvent.StopFilled filled => Executed(account, filled),
        AccountEvent.StopOrderEnded ended when account.FindStop(ended.OrderId) is { } stop => Change(
            account, stop.StopId, s => s with { Trigger = s.Trigger! with { Order = null, RetryAt = ended.RetryAt } }),
        AccountEvent.StopOrderEnded => account,
        AccountEvent.StopGuaranteed guaranteed => Guaranteed(account, guaranteed),
        _ => null,
    };

    private static Account Placed(Account account, AccountEvent.StopPlaced placed)
    {
        var next = placed.Charged is { } premium
            ? account with { Portfolio = account.Portfolio.Add(-premium) }
            : account;
        var others = next.Stops.RemoveAll(s => s.StopId == placed.Stop.StopId);
        return next with { Stops = [.. others.Add(placed.Stop).OrderBy(s => s.StopId)] };
    }

    private static ImmutableArray<StopId> Remembered(ImmutableArray<StopId> triggered, StopId stopId)
    {
        var all = triggered.Add(stopId);
        return all.Length > StopRules.Remembered ? all.RemoveRange(0, all.Length - StopRules.Remembered) : all;
    }

    private static Account Change(Account account, StopId stopId, Func<ProtectiveStop, ProtectiveStop> change) =>
        account with { Stops = [.. account.Stops.Select(s => s.StopId == stopId ? change(s) : s)] };

    private static Account Without(Account account, StopId stopId) =>
        account with { Stops = account.Stops.RemoveAll(s => s.StopId == stopId) };

    private static Account Executed(Account account, AccountEvent.StopFilled filled)
    {
        var next = Closed(account, filled.Fill, filled.Cash, filled.Financing) with
        {
            // What an execution brought about that was not asked for is first judged at the next settlement.
            SettledAt = account.Portfolio.IsFlat && filled.Time > account.SettledAt ? filled.Time : account.SettledAt,
            IsFillUnjudged = account.IsFillUnjudged || filled.IsUnjudged,
        };
        next = next with { RealizedPnl = MoneySet.Add(next.RealizedPnl, filled.RealizedPnl) };
        if (filled.Sold is { } sold) next = Sold(next, sold);
        if (account.FindStop(filled.OrderId) is not { Trigger: { Order: { } order } trigger } stop) return next;
        // What was executed in another instrument or on the other side does not count for it; what is beyond the order
        // is more than was asked for, and ends it.
        var isOwn = order.Symbol == filled.Fill.Symbol && order.Quantity.IsLong == filled.Fill.Quantity.IsLong;
        var units = isOwn ? Math.Min(filled.Fill.Quantity.Absolute.Value, order.Open.Absolute.Value) : 0m;
        var left = trigger.Left - new Quantity(units);
        var done = order with { Filled = order.Filled + (order.Quantity.IsLong ? new(units) : new(-units)) };
        return filled.IsFinal && left.Value <= 0m
            ? Without(next, stop.StopId)
            : Change(next, stop.StopId, s => s with
            {
                Trigger = trigger with { Left = left, Order = filled.IsFinal ? null : done, RetryAt = null },
            });
    }

    private static Account Guaranteed(Account account, AccountEvent.StopGuaranteed guaranteed)
    {
        var next = Closed(account, guaranteed.Fill, guaranteed.Cash, null);
        next = next with { RealizedPnl = MoneySet.Add(next.RealizedPnl, guaranteed.RealizedPnl) };
        if (guaranteed.Sold is { } sold) next = Sold(next, sold);
        return Without(next, guaranteed.StopId);
    }

    private static Account Closed(Account account, Fill fill, Money cash, Money? financing)
    {
        var next = Booked(account, fill, cash, financing);
        return fill.IsIsolated ? Swept(next, fill.Symbol) : next;
    }
}
