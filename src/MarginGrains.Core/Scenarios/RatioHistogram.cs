using System.Collections.Immutable;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Scenarios;

/// <summary>How many accounts have a regime ratio of a range.</summary>
/// <param name="From">From here on; null for everything below.</param>
/// <param name="To">Up to here, itself not included; null for everything above.</param>
/// <param name="Accounts">How many.</param>
public sealed record RatioRange(Ratio? From, Ratio? To, long Accounts);

/// <summary>Counts accounts by their regime ratio.</summary>
internal sealed class RatioHistogram
{
    private static readonly ImmutableArray<decimal> Edges =
        [0m, 0.25m, 0.50m, 0.75m, 1m, 1.30m, 1.50m, 2m, 3m, 5m];

    private readonly long[] counts = new long[Edges.Length + 1];

    public long WithoutRatio { get; private set; }

    public ImmutableArray<RatioRange> Ranges =>
    [
        .. counts.Select((count, i) => new RatioRange(
            i == 0 ? null : new Ratio(Edges[i - 1]), i == Edges.Length ? null : new Ratio(Edges[i]), count)),
    ];

    public void Add(Ratio? ratio)
    {
        if (ratio is not { } value)
        {
            WithoutRatio++;
            return;
        }

        var i = 0;
        while (i < Edges.Length && value.Value >= Edges[i]) i++;
        counts[i]++;
    }

    public void Add(RatioHistogram others)
    {
        WithoutRatio += others.WithoutRatio;
        for (var i = 0; i < counts.Length; i++) counts[i] += others.counts[i];
    }
}
