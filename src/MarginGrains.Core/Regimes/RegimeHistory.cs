using System.Collections.Immutable;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Regimes;

/// <summary>All versions of one regime, in rising order of their effective instants.</summary>
/// <param name="Id">The regime.</param>
/// <param name="Versions">At least one.</param>
public sealed record RegimeHistory(RegimeId Id, ImmutableArray<Regime> Versions)
{
    /// <summary>The version in force, or null before the first.</summary>
    public Regime? At(DateTimeOffset now)
    {
        for (var i = Versions.Length - 1; i >= 0; i--)
        {
            if (Versions[i].EffectiveAt <= now) return Versions[i];
        }

        return null;
    }

    /// <summary>With one more version, which takes the next number.</summary>
    public RegimeHistory With(Regime version)
    {
        var numbered = version with { Version = Versions.Length == 0 ? 1 : Versions.Max(v => v.Version) + 1 };
        return this with { Versions = [.. Versions.Add(numbered).OrderBy(v => v.EffectiveAt).ThenBy(v => v.Version)] };
    }

    /// <summary>The next instant after <paramref name="now"/> at which another version takes effect, or null.</summary>
    public DateTimeOffset? NextChange(DateTimeOffset now)
    {
        foreach (var version in Versions)
        {
            if (version.EffectiveAt > now) return version.EffectiveAt;
        }

        return null;
    }
}
