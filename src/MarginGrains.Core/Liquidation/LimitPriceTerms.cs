using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Liquidation;

/// <summary>How far from the mark a liquidation order may go.</summary>
public sealed record LimitPriceTerms
{
    /// <summary>
    /// How fast the spread widens, at least 1: with 1 it is full at no equity, with 2 at half of maintenance margin.
    /// </summary>
    public required Ratio BankruptcyAdjustment { get; init; }

    /// <summary>The full spread as a share of the slice's maintenance margin, not negative.</summary>
    public required Ratio SpreadShare { get; init; }
}
