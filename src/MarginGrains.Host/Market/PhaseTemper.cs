namespace MarginGrains.Host.Market;

/// <summary>How a kind of phase behaves, as multiples of an instrument's ordinary behaviour.</summary>
/// <param name="Volatility">Times the annual volatility.</param>
/// <param name="Correlation">The share of the variance that all instruments have in common.</param>
/// <param name="JumpsPerDay">How often a price jumps.</param>
/// <param name="Spread">Times the ordinary spread, at its widest.</param>
internal sealed record PhaseTemper(double Volatility, double Correlation, double JumpsPerDay, double Spread)
{
    private static readonly PhaseTemper Calm = new(1, 0.25, 2, 1);
    private static readonly PhaseTemper Drift = new(1.3, 0.4, 6, 1.5);
    private static readonly PhaseTemper Crash = new(3, 0.75, 60, 8);

    public static PhaseTemper Of(MarketPhaseKind kind) => kind switch
    {
        MarketPhaseKind.Calm => Calm,
        MarketPhaseKind.Drift => Drift,
        MarketPhaseKind.Crash => Crash,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a kind of phase."),
    };
}
