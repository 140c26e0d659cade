using MarginGrains.Core.Calendars;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Statements;

/// <summary>
/// A day of the books: one border for all accounts, whatever they hold (rule DAYC-001).
/// </summary>
/// <param name="Date">Its local date in the platform's calendar.</param>
/// <param name="From">Its first instant: the border of the day before.</param>
/// <param name="Until">Its border, which belongs to the next day.</param>
public sealed record ClosedDay(DateOnly Date, DateTimeOffset From, DateTimeOffset Until)
{
    /// <summary>The calendar whose end of the day is the border; without it a day ends at 24:00 UTC.</summary>
    public static CalendarId Platform { get; } = new("platform");

    /// <summary>The last instant of the day: by what is in force then it is valued.</summary>
    public DateTimeOffset Last => Until.AddTicks(-1);

    /// <summary>The day of a date.</summary>
    public static ClosedDay Of(DateOnly date, IMarket market) =>
        new(date, BorderOf(date.AddDays(-1), market), BorderOf(date, market));

    /// <summary>The day in which an instant lies.</summary>
    public static ClosedDay At(DateTimeOffset instant, IMarket market)
    {
        var date = market.FindHours(Platform)?.DayOf(instant) ?? UtcWeekdays.All.DayOf(instant);
        var day = Of(date, market);
        if (instant < day.From) return Of(date.AddDays(-1), market);
        return instant < day.Until ? day : Of(date.AddDays(1), market);
    }

    private static DateTimeOffset BorderOf(DateOnly date, IMarket market) =>
        market.FindHours(Platform) is { } hours
            ? hours.InstantOf(date, hours.Calendar.DayEnds)
            : UtcWeekdays.All.InstantOf(date, TimeSpan.FromHours(24));
}
