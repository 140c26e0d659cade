using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Liquidation;

/// <summary>
/// How much of a shortage may be worked off by now: a first share at once, the rest evenly over time; a small shortage
/// whole and at once (rule LIQD-010). Source: Drift protocol v2.
/// </summary>
public sealed record ReductionPace
{
    /// <summary>A shortage below this is dust.</summary>
    public required Money DustBelow { get; init; }

    /// <summary>The share that may go at once, from 0 to 1.</summary>
    public required Ratio FirstShare { get; init; }

    /// <summary>In how long all of it would have gone without the first share, above zero.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>The share of what is still short that may go now, from 0 to 1.</summary>
    public Ratio ShareNow(ReductionProgress progress)
    {
        if (progress.Shortage < DustBelow || !progress.Shortage.IsPositive) return Ratio.One;
        var elapsed = (decimal)progress.Elapsed.Ticks / Duration.Ticks;
        var allowed = new Ratio(Math.Min(1m, FirstShare.Value + elapsed));
        var now = (progress.Shortage + progress.Freed) * allowed - progress.Freed;
        return new(Math.Clamp(now.Amount / progress.Shortage.Amount, 0m, 1m));
    }
}

/// <summary>How far a reduction has come.</summary>
/// <param name="Shortage">What is still short.</param>
/// <param name="Elapsed">Since it started.</param>
/// <param name="Freed">What was freed since then, not negative.</param>
public readonly record struct ReductionProgress(Money Shortage, TimeSpan Elapsed, Money Freed);
