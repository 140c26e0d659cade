using System.Collections.Immutable;
using MarginGrains.Core.Margin;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Positions;

namespace MarginGrains.Core.Guards;

/// <summary>Computes guards.</summary>
public static class GuardSolver
{
    /// <summary>
    /// The narrowest guard there is: any other price of any instrument that matters wakes the account. It asks every holder of
    /// a changed instrument, which is always right and is the baseline that wider guards are measured against.
    /// </summary>
    public static Guard Narrowest(
        Portfolio portfolio, long version, DateTimeOffset? dueAt, IMarket market, DateTimeOffset now)
    {
        var bands = ImmutableArray.CreateBuilder<GuardBand>();
        foreach (var symbol in MarketDependencies.Symbols(portfolio, market, now))
        {
            var mark = market.FindMark(symbol);
            bands.Add(new(symbol, mark?.Price, mark?.Price, mark is null));
        }

        return new(version, bands.ToImmutable(), dueAt);
    }
}
