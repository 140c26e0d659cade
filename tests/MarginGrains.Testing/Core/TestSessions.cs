using System.Collections.Immutable;
using MarginGrains.Core.Calendars;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Testing.Core;

/// <summary>Calendars, and margin that goes by their hours.</summary>
public static class TestSessions
{
    /// <summary>Monday to Friday at the same UTC hours, in one part or several.</summary>
    public static TradingCalendar Weekdays(string id, params (double Opens, double Closes)[] hours) =>
        Week(id, [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday], hours);

    /// <summary>The same hours on all days of the week, UTC.</summary>
    public static TradingCalendar Daily(string id, params (double Opens, double Closes)[] hours) =>
        Week(id, [.. Enum.GetValues<DayOfWeek>()], hours);

    /// <summary>The same hours on some days of the week, UTC.</summary>
    public static TradingCalendar Week(
        string id, ImmutableArray<DayOfWeek> days, params (double Opens, double Closes)[] hours) => new()
    {
        Id = new(id),
        Zone = ZoneOffsets.Utc,
        Week = [.. days.Select(d => TestCalendars.Day(d, hours))],
    };

    /// <summary>With a holiday.</summary>
    public static TradingCalendar Without(this TradingCalendar calendar, DateOnly date) => calendar with
    {
        SpecialDates = [.. calendar.SpecialDates.Add(new(date, [], "holiday") { IsHoliday = true }).OrderBy(s => s.Date)],
    };

    /// <summary>The instrument trades in a calendar's hours, which multiply its terms.</summary>
    public static Instrument In(
        this Instrument instrument, TradingCalendar calendar, decimal intraday = 1m, decimal overnight = 1m,
        decimal weekend = 1m, double leadHours = 0.25) => instrument with
    {
        Calendar = calendar.Id,
        SessionMargin = new()
        {
            Intraday = new(intraday), Overnight = new(overnight), Weekend = new(weekend),
            LeadTime = TimeSpan.FromHours(leadHours),
        },
    };

    /// <summary>With a step of amounts per contract.</summary>
    public static Instrument InStepsOf(this Instrument instrument, Money step) => instrument with
    {
        SessionMargin = instrument.SessionMargin! with { Step = step },
    };

    /// <summary>
    /// Calendars by which Monday noon is in each session: trading, about to close for the night or longer, closed for a pause,
    /// the night or a weekend.
    /// </summary>
    public static IReadOnlyList<TradingCalendar> Several { get; } =
    [
        Weekdays("open", (9, 17)),
        Weekdays("closing", (1, 12.1)),
        Weekdays("night", (14, 20)),
        Weekdays("lunch", (9, 12), (13, 17)),
        Weekdays("before-lunch", (9, 12.2), (13, 17)),
        Weekdays("before-holiday", (9, 12.2)).Without(new(2026, 1, 6)),
        Weekdays("holiday", (9, 17)).Without(new(2026, 1, 5)),
        Weekdays("globex", (0, 11.75), (12.75, 24)) with { DayEnds = TimeSpan.FromHours(11.75) },
        Daily("always", (0, 24)),
        Daily("daily-break", (0, 12.1), (12.5, 24)) with { DayEnds = TimeSpan.FromHours(12.1) },
    ];

    /// <summary>Those of them that trade at Monday noon, about to close for the night or longer too.</summary>
    public static IReadOnlyList<TradingCalendar> Open { get; } =
        [.. Several.Where(c => c.Alone().IsOpen(TestMarket.Monday))];
}
