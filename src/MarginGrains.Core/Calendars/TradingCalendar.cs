using System.Collections.Immutable;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Calendars;

/// <summary>Whose calendar it is; of two that say something of one day the higher rank counts (rule CAL-002).</summary>
public enum CalendarRank
{
    /// <summary>One instrument's or a group's own.</summary>
    Product,

    /// <summary>An exchange's or a market's.</summary>
    Market,

    /// <summary>The broker's: when it is closed, everything is.</summary>
    Platform,
}

/// <summary>Hours of trading within one local day.</summary>
/// <param name="Opens">Since local midnight, from 0.</param>
/// <param name="Closes">Since local midnight, after <paramref name="Opens"/>, up to 24 hours; not traded at it.</param>
public readonly record struct SessionHours(TimeSpan Opens, TimeSpan Closes);

/// <summary>The hours of a day of the week.</summary>
/// <param name="Day">The day.</param>
/// <param name="Hours">In rising order, not overlapping; empty when it is closed.</param>
public sealed record WeekdayHours(DayOfWeek Day, ImmutableArray<SessionHours> Hours);

/// <summary>A date on which other hours hold: a holiday without any, a half day with fewer.</summary>
/// <param name="Date">The local date.</param>
/// <param name="Hours">In rising order; empty for a holiday.</param>
/// <param name="Reason">What it is called.</param>
public sealed record SpecialDate(DateOnly Date, ImmutableArray<SessionHours> Hours, string Reason)
{
    /// <summary>Whether it does not count as a business day although it would by its weekday.</summary>
    public bool IsHoliday { get; init; }

    /// <summary>
    /// Whether high volatility is expected on it, as on the day of an election; calls may be judged ahead of it.
    /// </summary>
    public bool IsVolatile { get; init; }
}

/// <summary>
/// When something trades: hours by weekday, exceptions by date, which days are business days, and when a trading day
/// ends. All times are local to its zone.
/// </summary>
public sealed record TradingCalendar
{
    /// <summary>The calendar's name, unique.</summary>
    public required CalendarId Id { get; init; }

    /// <summary>Counts its definitions, from 1.</summary>
    public long Version { get; init; } = 1;

    /// <summary>Whose it is.</summary>
    public CalendarRank Rank { get; init; }

    /// <summary>The calendar of the next higher rank, or null.</summary>
    public CalendarId? Parent { get; init; }

    /// <summary>The time zone.</summary>
    public required ZoneOffsets Zone { get; init; }

    /// <summary>
    /// Hours by weekday, each day at most once, a day that is missing is closed; empty when the parent's hold.
    /// </summary>
    public ImmutableArray<WeekdayHours> Week { get; init; } = [];

    /// <summary>Dates on which other hours hold, each at most once, in rising order.</summary>
    public ImmutableArray<SpecialDate> SpecialDates { get; init; } = [];

    /// <summary>Weekdays that count as business days.</summary>
    public ImmutableArray<DayOfWeek> BusinessDays { get; init; } =
        [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday];

    /// <summary>
    /// When a trading day ends: costs of the day are counted and its statement is drawn at this local time.
    /// </summary>
    public TimeSpan DayEnds { get; init; } = TimeSpan.FromHours(24);
}
