namespace MarginGrains.Host.Market;

internal enum MarketPhaseKind
{
    /// <summary>Ordinary noise, little correlation.</summary>
    Calm,

    /// <summary>A steady move with noise; the end is near the stated move, not on it.</summary>
    Drift,

    /// <summary>
    /// A slide that ends on the stated move exactly, with correlation, jumps and wide spreads on the way.
    /// </summary>
    Crash,
}

/// <summary>
/// A stretch of the market: how long it lasts, how often prices come, and by which fraction (-0.2 for a fall of 20 %)
/// the market moves from its start to its end. Each instrument makes its beta's share of that move.
/// </summary>
internal sealed record MarketPhase(MarketPhaseKind Kind, TimeSpan Duration, TimeSpan Step, double Move = 0)
{
    public int Steps => (int)(Duration / Step);

    public void Check()
    {
        if (Step <= TimeSpan.Zero || Duration < Step)
            throw new ArgumentException($"A phase of {Duration} cannot be made of steps of {Step}.");
        if (!double.IsFinite(Move) || (Kind == MarketPhaseKind.Calm && Move != 0))
            throw new ArgumentException($"The move {Move} does not suit a phase of kind {Kind}.");
    }
}

/// <summary>When the generated market begins and the phases that follow one another.</summary>
internal sealed record MarketScript(DateTimeOffset Start, IReadOnlyList<MarketPhase> Phases)
{
    /// <summary>Half an hour of calm, an hour of unease, a crash of forty minutes, and the quiet after it.</summary>
    public static MarketScript Usual(DateTimeOffset start) => new(start,
    [
        new(MarketPhaseKind.Calm, TimeSpan.FromMinutes(30), TimeSpan.FromSeconds(1)),
        new(MarketPhaseKind.Drift, TimeSpan.FromMinutes(60), TimeSpan.FromSeconds(1), -0.03),
        new(MarketPhaseKind.Crash, TimeSpan.FromMinutes(40), TimeSpan.FromMilliseconds(250), -0.18),
        new(MarketPhaseKind.Calm, TimeSpan.FromMinutes(30), TimeSpan.FromSeconds(1)),
    ]);
}
