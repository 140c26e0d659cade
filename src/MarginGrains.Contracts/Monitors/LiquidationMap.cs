using System.Collections.Immutable;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Contracts.Monitors;

/// <summary>Which prices of an instrument a liquidation map covers.</summary>
/// <param name="Symbol">The instrument.</param>
/// <param name="From">The lowest price.</param>
/// <param name="To">The highest price, above the lowest.</param>
/// <param name="Buckets">Into how many stretches of equal width the range is cut, at least one.</param>
[GenerateSerializer, Immutable, Alias("liquidationMapQuery")]
public sealed record LiquidationMapQuery(
    [property: Id(0)] Symbol Symbol,
    [property: Id(1)] Price From,
    [property: Id(2)] Price To,
    [property: Id(3)] int Buckets)
{
    /// <summary>Where the n-th stretch begins and the one before it ends, to 12 decimals.</summary>
    public Price EdgeAt(int n)
    {
        if (n <= 0) return From;
        return n >= Buckets ? To : new(Math.Round(From.Value + (To.Value - From.Value) * n / Buckets, 12));
    }

    /// <summary>The stretch of a price, its lower edge included; null outside the range.</summary>
    public int? BucketOf(Price price)
    {
        if (price.Value < From.Value || price.Value > To.Value) return null;
        var low = 0;
        var high = Buckets - 1;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (EdgeAt(middle).Value <= price.Value) low = middle;
            else high = middle - 1;
        }

        return low;
    }
}

/// <summary>A sum over holders of one side.</summary>
/// <param name="Notional">In the instrument's quote currency, not rounded, without sign.</param>
/// <param name="Holders">Accounts, each isolated position counting as one of its own.</param>
[GenerateSerializer, Immutable, Alias("liquidationSum")]
public readonly record struct LiquidationSum([property: Id(0)] decimal Notional, [property: Id(1)] int Holders)
{
    /// <summary>Of two partitions together.</summary>
    public static LiquidationSum operator +(LiquidationSum left, LiquidationSum right) =>
        new(left.Notional + right.Notional, left.Holders + right.Holders);
}

/// <summary>Longs and shorts apart.</summary>
[GenerateSerializer, Immutable, Alias("liquidationSides")]
public readonly record struct LiquidationSides(
    [property: Id(0)] LiquidationSum Longs, [property: Id(1)] LiquidationSum Shorts)
{
    /// <summary>Of two partitions together.</summary>
    public static LiquidationSides operator +(LiquidationSides left, LiquidationSides right) =>
        new(left.Longs + right.Longs, left.Shorts + right.Shorts);
}

/// <summary>What one partition would have liquidated, by price.</summary>
/// <param name="Buckets">One per stretch: whose liquidation price lies in it, at the notional of that price.</param>
/// <param name="Running">Who is being liquidated already, at the mark.</param>
/// <param name="PastLine">
/// Who is beyond the line at the mark while no liquidation runs: during a call's grace period, or while the market is
/// closed; at the mark.
/// </param>
[GenerateSerializer, Immutable, Alias("liquidationMapPart")]
public sealed record LiquidationMapPart(
    [property: Id(0)] ImmutableArray<LiquidationSides> Buckets,
    [property: Id(1)] LiquidationSides Running,
    [property: Id(2)] LiquidationSides PastLine)
{
    /// <summary>Of two partitions together; both of the same range.</summary>
    public static LiquidationMapPart operator +(LiquidationMapPart left, LiquidationMapPart right) => new(
        [.. left.Buckets.Zip(right.Buckets, (a, b) => a + b)],
        left.Running + right.Running, left.PastLine + right.PastLine);
}
