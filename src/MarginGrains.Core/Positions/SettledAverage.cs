using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Positions;

/// <summary>The average price of a position of which some units were settled at a price (rule COST-009).</summary>
internal static class SettledAverage
{
    /// <summary>
    /// Σ(units × price) ÷ Σ units once the settled units stand at the settlement price; so what moved to the balance is
    /// what the unrealised P&amp;L has lost, whatever else was added since.
    /// </summary>
    /// <param name="period">The settled units and their average price.</param>
    /// <param name="average">The position's average price.</param>
    /// <param name="units">The position's units.</param>
    /// <param name="price">The settlement price.</param>
    public static Price Of(PendingCost period, Price average, Quantity units, Price price)
    {
        var (settled, opened) = (period.Units!.Value, period.Average!.Value);
        if (settled == units && opened == average) return price;
        var moved = settled.Value * (price.Value - opened.Value) / units.Value;
        return average.Value + moved > 0m ? new(average.Value + moved) : price;
    }
}
