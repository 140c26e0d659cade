using System.Collections.Immutable;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Core.Calendars;

/// <summary>Business days in UTC: Monday to Friday, without the holidays given.</summary>
public static class BusinessDays
{
    /// <summary>Whether the day counts.</summary>
    public static bool IsBusinessDay(DateOnly day, ImmutableArray<DateOnly> holidays) =>
        day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !holidays.Contains(day);

    /// <summary>
    /// The cut-off of the n-th business day after the day of <paramref name="from"/> (rule CALL-004).
    /// </summary>
    public static DateTimeOffset CutOffAfter(DateTimeOffset from, GracePeriod.BusinessDays grace)
    {
        var day = DateOnly.FromDateTime(from.UtcDateTime);
        for (var left = grace.Days; left > 0;)
        {
            day = day.AddDays(1);
            if (IsBusinessDay(day, grace.Holidays)) left--;
        }

        // With no day of grace the cut-off may have passed today, or today may not count: then it is the next that
        // does.
        while (!IsBusinessDay(day, grace.Holidays) || new DateTimeOffset(day, grace.CutOff, TimeSpan.Zero) < from)
        {
            day = day.AddDays(1);
        }

        return new DateTimeOffset(day, grace.CutOff, TimeSpan.Zero);
    }

    /// <summary>The last settlement instant that is not after <paramref name="now"/>.</summary>
    public static DateTimeOffset SettlementAtOrBefore(
        DateTimeOffset now, TimeOnly time, ImmutableArray<DateOnly> holidays)
    {
        var day = DateOnly.FromDateTime(now.UtcDateTime);
        while (true)
        {
            var instant = new DateTimeOffset(day, time, TimeSpan.Zero);
            if (instant <= now && IsBusinessDay(day, holidays)) return instant;
            day = day.AddDays(-1);
        }
    }

    /// <summary>The first settlement instant after <paramref name="now"/>.</summary>
    public static DateTimeOffset NextSettlement(DateTimeOffset now, TimeOnly time, ImmutableArray<DateOnly> holidays)
    {
        var day = DateOnly.FromDateTime(now.UtcDateTime);
        while (true)
        {
            var instant = new DateTimeOffset(day, time, TimeSpan.Zero);
            if (instant > now && IsBusinessDay(day, holidays)) return instant;
            day = day.AddDays(1);
        }
    }
}
