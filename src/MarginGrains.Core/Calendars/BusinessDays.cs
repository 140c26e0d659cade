using MarginGrains.Core.Regimes;

namespace MarginGrains.Core.Calendars;

/// <summary>Deadlines and settlements by business days and local times of a calendar.</summary>
public static class BusinessDays
{
    /// A calendar has a business day at least once a week; one that has none for years names no deadline.
    private const int LongestSearch = 3_700;

    /// <summary>
    /// The cut-off of the n-th business day after the local day of <paramref name="from"/> (rule CALL-004).
    /// </summary>
    public static DateTimeOffset CutOffAfter(
        DateTimeOffset from, GracePeriod.BusinessDays grace, IBusinessCalendar calendar)
    {
        var cutOff = grace.CutOff.ToTimeSpan();
        var day = calendar.DayOf(from);
        for (var left = grace.Days; left > 0;)
        {
            day = Next(day, calendar);
            left--;
        }

        // With no day of grace the cut-off may have passed today, or today may not count: then it is the next that
        // does.
        while (!calendar.IsBusinessDay(day) || calendar.InstantOf(day, cutOff) < from) day = Next(day, calendar);
        return calendar.InstantOf(day, cutOff);
    }

    /// <summary>The n-th business day after a day.</summary>
    public static DateOnly After(DateOnly day, int days, IBusinessCalendar calendar)
    {
        for (var left = days; left > 0; left--) day = Next(day, calendar);
        return day;
    }

    /// <summary>The last settlement instant that is not after <paramref name="now"/>.</summary>
    public static DateTimeOffset SettlementAtOrBefore(DateTimeOffset now, TimeOnly time, IBusinessCalendar calendar)
    {
        // A clock that goes back over midnight has shown times of the next day already.
        var day = calendar.DayOf(now).AddDays(1);
        for (var i = 0; i < LongestSearch; i++, day = day.AddDays(-1))
        {
            if (!calendar.IsBusinessDay(day)) continue;
            var instant = calendar.InstantOf(day, time.ToTimeSpan());
            if (instant <= now) return instant;
        }

        throw NoBusinessDay(now);
    }

    /// <summary>The first settlement instant after <paramref name="now"/>.</summary>
    public static DateTimeOffset NextSettlement(DateTimeOffset now, TimeOnly time, IBusinessCalendar calendar)
    {
        var day = calendar.DayOf(now);
        for (var i = 0; i < LongestSearch; i++, day = day.AddDays(1))
        {
            if (!calendar.IsBusinessDay(day)) continue;
            var instant = calendar.InstantOf(day, time.ToTimeSpan());
            if (instant > now) return instant;
        }

        throw NoBusinessDay(now);
    }

    /// <summary>The first business day after a day.</summary>
    public static DateOnly Next(DateOnly day, IBusinessCalendar calendar)
    {
        var next = day.AddDays(1);
        for (var i = 0; i < LongestSearch; i++, next = next.AddDays(1))
        {
            if (calendar.IsBusinessDay(next)) return next;
        }

        throw new InvalidOperationException($"the calendar has no business day for years after {day:O}");
    }

    private static InvalidOperationException NoBusinessDay(DateTimeOffset now) =>
        new($"the calendar has no business day for years around {now:O}");
}
