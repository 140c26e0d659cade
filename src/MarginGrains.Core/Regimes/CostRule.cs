using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Regimes;

/// <summary>How many days a year of interest has; each calendar day counts one.</summary>
public enum DayCount
{
    /// <summary>Actual days ÷ 360.</summary>
    Act360,

    /// <summary>Actual days ÷ 365.</summary>
    Act365,
}

/// <summary>When accrued interest is taken from the balance.</summary>
public enum ChargeTime
{
    /// <summary>At the end of each day.</summary>
    EachDay,

    /// <summary>At the end of the last day of each month.</summary>
    MonthEnd,
}

/// <summary>
/// What borrowed cash costs (rule COST-004): the published rate of its currency and a spread, on negative balances and
/// on the loans of positions. A regime without it charges no interest.
/// </summary>
public sealed record CostRule
{
    /// <summary>How days are counted.</summary>
    public DayCount DayCount { get; init; }

    /// <summary>Added to the published rate, a fraction, not negative.</summary>
    public Ratio Spread { get; init; }

    /// <summary>Added on what is overdue: calls past their due time, and debts.</summary>
    public Ratio OverdueSpread { get; init; }

    /// <summary>When it is charged.</summary>
    public ChargeTime Charged { get; init; }

    /// <summary>The calendar whose trading day ends the days; null for UTC.</summary>
    public CalendarId? Calendar { get; init; }

    /// <summary>
    /// Where no calendar is named, the time of day in UTC at which a day ends, of instruments too; null for midnight.
    /// </summary>
    public TimeOnly? DayEnds { get; init; }

    /// <summary>The days of a year.</summary>
    public int Divisor => DayCount == DayCount.Act360 ? 360 : 365;
}
