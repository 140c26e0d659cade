using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Instruments;

/// <summary>How a published swap is counted.</summary>
public enum SwapMode
{
    /// <summary>Quote currency per unit of the underlying and night.</summary>
    PerUnit,

    /// <summary>An annual share of the notional at the end of the day, ÷ 360 per night.</summary>
    AnnualShare,
}

/// <summary>
/// Overnight swap of a pair or a contract for difference (rule COST-006). Its rates are published; above zero the
/// position is charged, below zero it is credited.
/// </summary>
/// <param name="Mode">How a rate is counted.</param>
/// <param name="ValueDays">
/// Business days from the trade to its value date: 2 makes Wednesday the triple day, 1 Thursday, 0 Friday.
/// </param>
public sealed record SwapTerms(SwapMode Mode, int ValueDays)
{
    /// <summary>The most value days that may be given.</summary>
    public const int MostValueDays = 5;
}

/// <summary>Funding of a perpetual (rule COST-007). Its rates are published, one per period.</summary>
/// <param name="Interval">
/// From one instant of funding to the next, counted from midnight UTC; a part of a day that fills it.
/// </param>
public sealed record FundingTerms(TimeSpan Interval)
{
    /// <summary>
    /// A rate counts at most this times (initial − maintenance rate) either way; null for no cap. Source: the 600 %
    /// of dYdX's eight-hour cap.
    /// </summary>
    public Ratio? CapFactor { get; init; }

    /// <summary>
    /// Share of the next published funding that is added to maintenance margin where the position would pay it; zero
    /// for none. Source: Vega 0019-MCAL-028.
    /// </summary>
    public Ratio MarginFactor { get; init; }

    /// <summary>Whether an instant is one of funding.</summary>
    public bool IsInstant(DateTimeOffset at) => at.UtcTicks % Interval.Ticks == 0;

    /// <summary>The first instant of funding after another.</summary>
    public DateTimeOffset Next(DateTimeOffset after) =>
        new(after.UtcTicks - after.UtcTicks % Interval.Ticks + Interval.Ticks, TimeSpan.Zero);

    /// <summary>The rate as it counts under margin terms; a cap needs terms that are rates of the notional.</summary>
    public Ratio Capped(Ratio rate, MarginTerms? terms)
    {
        if (CapFactor is not { } factor || Spread(terms) is not { } spread) return rate;
        var cap = factor.Value * spread;
        return new(Math.Clamp(rate.Value, -cap, cap));
    }

    /// Initial less maintenance rate, of tiers those of the first; null where there are none.
    internal static decimal? Spread(MarginTerms? terms) => terms switch
    {
        MarginTerms.Rate rate => rate.Initial.Value - rate.Maintenance.Value,
        MarginTerms.Leverage leverage => (1m - leverage.MaintenanceShare.Value) / leverage.Maximum.Value,
        MarginTerms.Tiers tiers => tiers.Slices[0].Initial.Value - tiers.Slices[0].Maintenance.Value,
        MarginTerms.SizeScaled scaled => scaled.Initial.Value - scaled.Maintenance.Value,
        _ => null,
    };
}

/// <summary>What holding an instrument costs over time; null parts cost nothing.</summary>
public sealed record InstrumentCosts
{
    /// <summary>Overnight swap, or null.</summary>
    public SwapTerms? Swap { get; init; }

    /// <summary>Funding, or null.</summary>
    public FundingTerms? Funding { get; init; }

    /// <summary>
    /// Whether a published annual fee is charged on short securities per calendar day (rule COST-008).
    /// </summary>
    public bool ChargesBorrow { get; init; }

    /// <summary>
    /// Whether the unrealised P&amp;L of each day moves to the balance at its official closing price (rule COST-009).
    /// </summary>
    public bool SettlesDaily { get; init; }
}
