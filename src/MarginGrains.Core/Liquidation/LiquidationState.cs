using System.Collections.Immutable;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Liquidation;

/// <summary>Why a liquidation was started.</summary>
public enum LiquidationReason
{
    /// <summary>The stop-out line was crossed.</summary>
    StopOut,

    /// <summary>A call was not cured in time.</summary>
    CallExpired,
}

/// <summary>A forced reduction that is under way.</summary>
/// <param name="LiquidationId"><c>liquidation-{accountId}-{n}</c>.</param>
/// <param name="Reason">Why.</param>
/// <param name="StartedAt">When.</param>
/// <param name="Orders">The orders that are not final yet, in the order of their numbers.</param>
/// <param name="RetryAt">Not before this instant is the next round planned; null when at once.</param>
/// <param name="WaitingFor">What it waits for and has said so, or null.</param>
public sealed record LiquidationState(
    string LiquidationId, LiquidationReason Reason, DateTimeOffset StartedAt,
    ImmutableArray<LiquidationOrder> Orders, DateTimeOffset? RetryAt, string? WaitingFor)
{
    /// <summary>The isolated bucket it reduces; null for what all positions share.</summary>
    public Symbol? Bucket { get; init; }

    /// <summary>The rule whose call was not cured, or null.</summary>
    public string? CallRule { get; init; }

    /// <summary>
    /// What is left to pay of that call; paying it before the first order ends the liquidation where payment lifts the
    /// call. Null otherwise.
    /// </summary>
    public Money? Outstanding { get; init; }

    /// <summary>
    /// Not before this instant is the first order sent, unless the stop-out is crossed; null when at once.
    /// </summary>
    public DateTimeOffset? StartsAt { get; init; }

    /// <summary>Whether any order was sent so far.</summary>
    public bool HasOrdered { get; init; }

    /// <summary>The order of an id, or null when it is not outstanding.</summary>
    public LiquidationOrder? Find(OrderId orderId) => Orders.FirstOrDefault(o => o.OrderId == orderId);
}

/// <summary>A liquidation order that is committed and not final. It always reduces.</summary>
/// <param name="OrderId"><c>liq-{accountId}-{n}</c>; the venue knows it by this id, so sending it again changes
/// nothing.</param>
/// <param name="Symbol">The instrument.</param>
/// <param name="Quantity">Units to buy (above zero) or to sell (below zero).</param>
/// <param name="Filled">Units of it executed so far, of the same sign.</param>
/// <param name="Mark">The mark it was decided on.</param>
/// <param name="RequestedAt">When it was committed.</param>
public sealed record LiquidationOrder(
    OrderId OrderId, Symbol Symbol, Quantity Quantity, Quantity Filled, Price Mark, DateTimeOffset RequestedAt)
{
    /// <summary>The worst price at which it may execute; null for any.</summary>
    public Price? Limit { get; init; }

    /// <summary>Units still to execute, of the order's sign.</summary>
    public Quantity Open => Quantity - Filled;

    /// <summary>Whether an execution is what was asked for: same instrument, same side, no more than is open.</summary>
    public bool Covers(Fill fill) => fill.Symbol == Symbol && Math.Sign(fill.Quantity.Value) == Math.Sign(Open.Value)
        && Math.Abs(fill.Quantity.Value) <= Math.Abs(Open.Value);

    /// <summary>Whether nothing is left to execute after this execution.</summary>
    public bool IsDoneBy(Fill fill) => fill.Symbol == Symbol
        && Math.Sign((Open - fill.Quantity).Value) != Math.Sign(Quantity.Value);
}
