using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Instruments;

/// <summary>On what terms the house guarantees the price of a stop (rules STOP-006 and STOP-007).</summary>
public sealed record GuaranteedStopTerms
{
    /// <summary>The premium as a share of the notional at the stop's price, not negative, below 1.</summary>
    public required Ratio PremiumRate { get; init; }

    /// <summary>
    /// How far the stop has to be from the price at which it would close, as a share of that price; not negative,
    /// below 1.
    /// </summary>
    public required Ratio LeastDistance { get; init; }
}
