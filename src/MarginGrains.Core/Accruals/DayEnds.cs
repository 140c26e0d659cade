using MarginGrains.Core.Calendars;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Core.Accruals;

/// <summary>The end of one trading day.</summary>
/// <param name="Day">The local date of the day.</param>
/// <param name="At">The instant at which it ends.</param>
internal readonly record struct DayEnd(DateOnly Day, DateTimeOffset At);

/// <summary>When trading days end: a calendar's, or UTC days at the regime's time (rule COST-001).</summary>
internal readonly record struct DayEnds(IBusinessCalendar Calendar, TimeSpan Ends)
{
    /// The search for a day of business ends after so many; a calendar without any has no borders.
    private const int LongestSearch = 400;

    /// What names a calendar that is not known has UTC days until it is.
    public static DayEnds Of(CalendarId? calendar, CostRule? rule, IMarket market) =>
        calendar is { } id && market.FindHours(id) is { } hours
            ? new(hours, hours.Calendar.DayEnds)
            : new(UtcWeekdays.All, rule?.DayEnds?.ToTimeSpan() ?? TimeSpan.FromHours(24));

    /// <summary>The first end of a day after an instant.</summary>
    public DayEnd Next(DateTimeOffset after)
    {
        for (var day = Calendar.DayOf(after).AddDays(-1); ; day = day.AddDays(1))
        {
            var end = Calendar.InstantOf(day, Ends);
            if (end > after) return new(day, end);
        }
    }

    /// <summary>The first end of a day of business after an instant; null when there is none in a year.</summary>
    public DayEnd? NextBusiness(DateTimeOffset after)
    {
        var at = after;
        for (var i = 0; i < LongestSearch; i++)
        {
            var end = Next(at);
            if (Calendar.IsBusinessDay(end.Day)) return end;
            at = end.At;
        }

        return null;
    }

    /// <summary>
    /// Nights of a day of business: calendar days from its value date to that of the next (rule COST-006).
    /// </summary>
    public int Nights(DateOnly day, int valueDays)
    {
        var next = BusinessDays.Next(day, Calendar);
        return BusinessDays.After(next, valueDays, Calendar).DayNumber
            - BusinessDays.After(day, valueDays, Calendar).DayNumber;
    }
}
