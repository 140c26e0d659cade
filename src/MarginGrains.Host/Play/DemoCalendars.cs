using MarginGrains.Core.Calendars;
using MarginGrains.Core.Primitives;
using MarginGrains.Gateway.Requests;

namespace MarginGrains.Host.Play;

/// <summary>When the demo's markets trade: coins always, currencies from Sunday to Friday 17:00 in New York.</summary>
internal static class DemoCalendars
{
    private const string NewYork = "America/New_York";

    /// <summary>Never closed.</summary>
    public static CalendarId Always { get; } = new("24-7");

    /// <summary>The week of currencies.</summary>
    public static CalendarId Currencies { get; } = new("fx");

    /// <summary>Every calendar of the demo.</summary>
    public static IReadOnlyList<TradingCalendar> All { get; } =
    [
        new() { Id = Always, Rank = CalendarRank.Market, Zone = ZoneOffsets.Utc, Week = [.. Week(0, 24)] },
        new()
        {
            Id = Currencies,
            Rank = CalendarRank.Market,
            Zone = Zones.Find(NewYork) ?? throw new InvalidOperationException($"no zone data for {NewYork}"),
            Week = [.. Week(17, 17)],
            DayEnds = TimeSpan.FromHours(17),
        },
    ];

    /// From a time of Sunday to a time of Friday, all days between whole; or every day whole when it closes at 24:00.
    private static IEnumerable<WeekdayHours> Week(int sunday, int friday)
    {
        foreach (var day in Enum.GetValues<DayOfWeek>())
        {
            if (friday < 24 && day == DayOfWeek.Saturday) continue;
            var opens = day == DayOfWeek.Sunday ? sunday : 0;
            var closes = day == DayOfWeek.Friday ? friday : 24;
            yield return new(day, [new(TimeSpan.FromHours(opens), TimeSpan.FromHours(closes))]);
        }
    }
}
