using MarginGrains.Core.Instruments;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Positions;

/// <summary>What a split does to units and prices (rule CORP-002).</summary>
internal static class SplitUnits
{
    /// <summary>
    /// Positions and collateral of the security in new units; what a whole unit leaves stays a fraction.
    /// </summary>
    public static Portfolio Apply(Portfolio portfolio, Symbol symbol, SplitRatio split) => portfolio with
    {
        Positions = [.. portfolio.Positions.Select(p => p.Symbol == symbol
            ? p with { Quantity = Of(p.Quantity, split), AveragePrice = Of(p.AveragePrice, split) }
            : p)],
        Collateral = [.. portfolio.Collateral.Select(c => c.Symbol == symbol
            ? c with { Quantity = Of(c.Quantity, split) }
            : c)],
    };

    /// <summary>New units of old ones, to 12 decimals.</summary>
    public static Quantity Of(Quantity units, SplitRatio split) =>
        new(Rounding.Exact(units.Value * split.New.Value / split.Old.Value));

    /// <summary>The price per new unit.</summary>
    public static Price Of(Price price, SplitRatio split) => new(price.Value * split.Old.Value / split.New.Value);
}
