using System.Collections.Immutable;
using MarginGrains.Core.Liquidation;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Accounts;

/// <content>Protective stops.</content>
public sealed partial record Account
{
    /// <summary>Stops that wait for their price or close what they are for, in the order of their ids.</summary>
    public ImmutableArray<ProtectiveStop> Stops
    {
        get => field.IsDefault ? [] : field;
        init;
    }

    /// <summary>
    /// The ids of the stops that triggered last, the newest last: what triggered is not placed anew by a client who
    /// did not hear of it.
    /// </summary>
    public ImmutableArray<StopId> TriggeredStops
    {
        get => field.IsDefault ? [] : field;
        init;
    }

    /// <summary>How many orders of stops were numbered so far.</summary>
    public int StopOrderCount { get; init; }

    /// <summary>Whether the venue, the insurance fund or another account owes an answer.</summary>
    public bool IsAwaitingAnswers => AwaitsMoney || Liquidations.Any(l => !l.Orders.IsEmpty)
        || Stops.Any(s => s.Trigger?.Order is not null);

    /// <summary>The orders of stops that are committed and not final.</summary>
    public IEnumerable<LiquidationOrder> StopOrders => Stops.Select(s => s.Trigger?.Order).OfType<LiquidationOrder>();

    /// <summary>The stop of an id, or null.</summary>
    public ProtectiveStop? FindStop(StopId stopId)
    {
        foreach (var stop in Stops)
        {
            if (stop.StopId == stopId) return stop;
        }

        return null;
    }

    /// <summary>The stop with an outstanding order of this id, or null.</summary>
    public ProtectiveStop? FindStop(OrderId orderId)
    {
        foreach (var stop in Stops)
        {
            if (stop.Trigger?.Order?.OrderId == orderId) return stop;
        }

        return null;
    }

    /// <summary>Whether an order was one of this account's stops, outstanding or not.</summary>
    public bool IsStopOrder(OrderId orderId) =>
        orderId.Value.StartsWith($"stop-{Id}-", StringComparison.Ordinal);

    /// Units of a side that outstanding orders of liquidations and stops still close, without sign.
    internal Quantity Closing(Symbol symbol, bool isLong, Symbol? bucket)
    {
        var orders = Liquidations.Where(l => l.Bucket == bucket).SelectMany(l => l.Orders).Concat(
            Stops.Where(s => s.Terms.Bucket == bucket).Select(s => s.Trigger?.Order).OfType<LiquidationOrder>());
        var units = 0m;
        foreach (var order in orders)
        {
            if (order.Symbol == symbol && order.Quantity.IsLong != isLong) units += order.Open.Absolute.Value;
        }

        return new(units);
    }
}
