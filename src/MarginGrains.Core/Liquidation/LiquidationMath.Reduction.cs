using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Liquidation;

/// <summary>The arithmetic of liquidation in closed form: sizes, prices and fees, each from numbers alone.</summary>
public static partial class LiquidationMath
{
    /// <summary>
    /// Units to close, without sign and not rounded, that free a shortage at the mark (rule LIQD-007). None for a
    /// shortage that is not above zero; null when a closed unit costs as much as it frees, so no reduction suffices.
    /// </summary>
    /// <remarks>Source of the formula: Drift protocol v2, the base amount that covers a margin shortage.</remarks>
    public static Quantity? UnitsToCover(Money shortage, Price mark, ReductionTerms terms)
    {
        if (!shortage.IsPositive) return new(0m);
        var freed = terms.FreedPerUnit(mark);
        return freed > 0m ? new(shortage.Amount / freed) : null;
    }

    /// <summary>
    /// The fewest whole lots, in units, that free a shortage at the mark; null when none do (rule LIQD-007).
    /// </summary>
    public static Quantity? LotsToCover(Money shortage, Price mark, ReductionTerms terms) =>
        UnitsToCover(shortage, mark, terms) is { } units
            ? new(Rounding.UpToLot(units.Value, terms.Lot.Value))
            : null;
}
