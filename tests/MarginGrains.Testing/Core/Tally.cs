using System.Collections.Concurrent;
using Shouldly;

namespace MarginGrains.Testing.Core;

/// <summary>Counts how often a law met what it is about: one that never did has shown nothing. Safe from many threads.</summary>
public sealed class Tally
{
    private readonly ConcurrentDictionary<string, int> counts = new();

    /// <summary>Counts one more, where it really was so.</summary>
    public void Saw(string what, bool really = true) => counts.AddOrUpdate(what, really ? 1 : 0, (_, n) => really ? n + 1 : n);

    /// <summary>How often.</summary>
    public int Of(string what) => counts.GetValueOrDefault(what);

    /// <summary>Everything that was ever asked about came about so often; of a single repeated case nothing is asked.</summary>
    public void ShouldAllBeAbove(int least)
    {
        if (Seed.OnlyCase is not null) return;
        foreach (var (what, count) in counts) count.ShouldBeGreaterThan(least, $"{what}: {this}");
        counts.ShouldNotBeEmpty();
    }

    /// <inheritdoc/>
    public override string ToString() =>
        string.Join(", ", counts.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => $"{c.Key} {c.Value}"));
}
