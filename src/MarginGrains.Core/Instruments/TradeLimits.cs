using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Instruments;

/// <summary>
/// What the check before a trade allows of an instrument besides margin (rules ORDR-006 and ORDR-007). An order that
/// reduces always passes.
/// </summary>
public sealed record TradeLimits
{
    /// <summary>No limits.</summary>
    public static TradeLimits None { get; } = new();

    /// <summary>The fewest units of one order, a whole number of lots above zero; null for no limit.</summary>
    public Quantity? MinimumDeal { get; init; }

    /// <summary>The most units of one order, a whole number of lots; null for no limit.</summary>
    public Quantity? MaximumDeal { get; init; }

    /// <summary>The most units held on one side, a whole number of lots; null for no limit.</summary>
    public Quantity? MaximumPosition { get; init; }

    /// <summary>The largest notional of what is held, in the settlement currency; null for no limit.</summary>
    public Money? MaximumNotional { get; init; }

    /// <summary>Whether more may be sold than is held.</summary>
    public bool AllowsShort { get; init; } = true;
}
