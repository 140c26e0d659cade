using System.Collections.Immutable;
using MarginGrains.Core.Calendars;
using MarginGrains.Core.Primitives;
using MarginGrains.Gateway.Http;

namespace MarginGrains.Gateway.Requests;

/// <summary>Reads the definition of a calendar: times are local to its zone.</summary>
internal static class CalendarRequest
{
    private const int MostHours = 20;
    private const int MostDates = 2_000;
    private const int LongestReason = 200;
    private const int LongestZone = 64;
    private static readonly TimeSpan WholeDay = TimeSpan.FromHours(24);

    /// <summary>The calendar, but for its zone, which has only its name so far.</summary>
    public static TradingCalendar Read(CalendarId id, JsonFields body) => new()
    {
        Id = id,
        Rank = body.OptionalWord<CalendarRank>("rank") ?? default,
        Parent = body.OptionalCalendar("parent"),
        Zone = ZoneOffsets.Utc with { Name = body.RequiredText("zone", LongestZone) },
        Week = [.. body.Items("week", 7, d => new WeekdayHours(d.Word<DayOfWeek>("day"), Hours(d)))],
        SpecialDates =
        [
            .. body.Items("specialDates", MostDates, d =>
                new SpecialDate(d.Day("date"), Hours(d), d.RequiredText("reason", LongestReason))
                {
                    IsHoliday = d.Flag("isHoliday"), IsVolatile = d.Flag("isVolatile"),
                }),
        ],
        BusinessDays = body.Has("businessDays")
            ? [.. body.ListOfWords<DayOfWeek>("businessDays", 7)]
            : [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday],
        DayEnds = body.OptionalLocalTime("dayEnds") ?? WholeDay,
    };

    private static ImmutableArray<SessionHours> Hours(JsonFields day) =>
    [
        .. day.Items("hours", MostHours, h => new SessionHours(
            h.Required("opens").OptionalLocalTime("opens") ?? default,
            h.Required("closes").OptionalLocalTime("closes") ?? WholeDay)),
    ];
}
