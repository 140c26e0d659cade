using System.Collections.Immutable;
using MarginGrains.Core.Margin;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Guards;

/// <summary>Computes guards.</summary>
public static class GuardSolver
{
    /// <summary>
    /// The narrowest guard there is: any other price of any instrument that matters wakes the account. It asks every
    /// holder of a changed instrument, which is always right and is the baseline that wider guards are measured
    /// against.
    /// </summary>
    /// <param name="symbols">What <see cref="MarketDependencies.Symbols"/> says the account depends on.</param>
    /// <param name="version">The account's sequence number.</param>
    /// <param name="dueAt">When something is due, or null.</param>
    /// <param name="market">The marks the account was judged at.</param>
    public static Guard Narrowest(
        IReadOnlyCollection<Symbol> symbols, long version, DateTimeOffset? dueAt, IMarket market)
    {
        var bands = ImmutableArray.CreateBuilder<GuardBand>(symbols.Count);
        foreach (var symbol in symbols)
        {
            var mark = market.FindMark(symbol);
            bands.Add(new(symbol, mark?.Price, mark?.Price, mark is null)
            {
                WatchesQuotes = true, Bid = mark?.Bid, Ask = mark?.Ask,
            });
        }

        return new(version, bands.MoveToImmutable(), dueAt);
    }
}
