using System.Collections.Immutable;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Liquidation;

/// <summary>How the house gets rid of what it took over.</summary>
public sealed record DisposalTerms
{
    /// <summary>Time between two slices, above zero.</summary>
    public required TimeSpan Step { get; init; }

    /// <summary>The share of what is left that one slice takes, above zero, at most 1.</summary>
    public required Ratio Fraction { get; init; }

    /// <summary>What is not above this goes in one slice, not negative.</summary>
    public required Quantity FullDisposalSize { get; init; }

    /// <summary>The largest share of the book that one slice takes, above zero, at most 1.</summary>
    public required Ratio LargestBookShare { get; init; }

    /// <summary>The step of quantities, above zero; by default one unit.</summary>
    public Quantity Lot { get; init; } = new(1m);
}

/// <summary>One slice of a disposal.</summary>
/// <param name="After">How long after the takeover.</param>
/// <param name="Quantity">Units to buy (above zero) or to sell (below zero); it always reduces.</param>
public readonly record struct DisposalSlice(TimeSpan After, Quantity Quantity);

/// <summary>
/// In which slices a position that was taken over is disposed of, while the book stays as deep as it is (rule
/// LIQD-014). Nothing of it is carried out.
/// </summary>
/// <param name="Slices">In the order of time, the first at once.</param>
/// <param name="Remaining">What is left after them, of the position's sign: nothing, unless the book is too thin or
/// the slices would be more than <see cref="MostSlices"/>.</param>
public sealed record DisposalPlan(ImmutableArray<DisposalSlice> Slices, Quantity Remaining)
{
    /// <summary>The most slices of one plan.</summary>
    public const int MostSlices = 1_000;

    /// <summary>
    /// Plans the slices: a fraction of what is left in whole lots, all of it once it is small, never more than a share
    /// of the book's units.
    /// </summary>
    /// <remarks>Source: Vega protocol 0012-POSR-013.</remarks>
    public static DisposalPlan Of(Quantity takenOver, DisposalTerms terms, Quantity bookUnits)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(terms.Fraction.Value, nameof(terms));
        var most = Rounding.DownToLot(bookUnits.Value * terms.LargestBookShare.Value, terms.Lot.Value);
        var slices = ImmutableArray.CreateBuilder<DisposalSlice>();
        var left = takenOver.Absolute.Value;
        while (left > 0m && most > 0m && slices.Count < MostSlices)
        {
            var units = Math.Min(most, Slice(left, terms));
            var after = TimeSpan.FromTicks(terms.Step.Ticks * slices.Count);
            slices.Add(new(after, new(takenOver.IsLong ? -units : units)));
            left -= units;
        }

        return new(slices.ToImmutable(), new(takenOver.IsLong ? left : -left));
    }

    private static decimal Slice(decimal left, DisposalTerms terms)
    {
        if (left <= terms.FullDisposalSize.Value) return left;
        var lot = terms.Lot.Value;
        return Math.Min(left, Math.Max(lot, Rounding.DownToLot(left * terms.Fraction.Value, lot)));
    }
}
