using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Liquidation;

/// <summary>How much of a position one step may and must close (rule LIQD-010). Source: dYdX v4.</summary>
public sealed record StepLimits
{
    /// <summary>The largest share of a position's notional per step, above zero, at most 1.</summary>
    public required Ratio LargestShare { get; init; }

    /// <summary>Notional below which a step is not worth it, not negative.</summary>
    public required Money SmallestNotional { get; init; }

    /// <summary>
    /// The least and the most notional of a step: what is smaller than the smallest goes at once and whole.
    /// </summary>
    public StepRange Of(Money notional)
    {
        var least = Money.Min(SmallestNotional, notional);
        return new(least, Money.Max(notional * LargestShare, least));
    }
}

/// <summary>The notional that one step closes, both ends included.</summary>
/// <param name="Least">At least.</param>
/// <param name="Most">At most, not below the least.</param>
public readonly record struct StepRange(Money Least, Money Most);
