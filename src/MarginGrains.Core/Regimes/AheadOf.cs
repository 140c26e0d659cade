namespace MarginGrains.Core.Regimes;

/// <summary>A kind of moment that a calendar has.</summary>
public enum MarketMoment
{
    /// <summary>A closing after which the market stays closed for long, such as the one before a weekend.</summary>
    LongBreak,

    /// <summary>The first opening on a date of high volatility.</summary>
    VolatileDate,
}

/// <summary>Instants that lie ahead of moments of a calendar by a length of time (rule CALL-013).</summary>
/// <param name="Moment">The kind of moment.</param>
/// <param name="Lead">How long before it, from 0 to 7 days.</param>
public sealed record AheadOf(MarketMoment Moment, TimeSpan Lead)
{
    /// <summary>The shortest break that counts as long, by default a day.</summary>
    public TimeSpan LeastBreak { get; init; } = TimeSpan.FromHours(24);
}
