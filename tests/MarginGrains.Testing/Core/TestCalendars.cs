using System.Collections.Immutable;
using MarginGrains.Core.Calendars;

namespace MarginGrains.Testing.Core;

/// <summary>Zones and calendars that tests share; the zones' rules are written out, so that no machine's data matter.</summary>
public static class TestCalendars
{
    /// <summary>New York by the rule of 2007: from the second Sunday of March to the first of November, at 02:00.</summary>
    public static ZoneOffsets NewYork { get; } = Zone("America/New_York", -5, year =>
    [
        new(Utc(Sunday(year, 3, 2), 7), TimeSpan.FromHours(-4)), new(Utc(Sunday(year, 11, 1), 6), TimeSpan.FromHours(-5)),
    ]);

    /// <summary>Berlin: from the last Sunday of March to the last of October, at 01:00 UTC.</summary>
    public static ZoneOffsets Berlin { get; } = Zone("Europe/Berlin", 1, year =>
    [
        new(Utc(Sunday(year, 4, 1).AddDays(-7), 1), TimeSpan.FromHours(2)),
        new(Utc(Sunday(year, 11, 1).AddDays(-7), 1), TimeSpan.FromHours(1)),
    ]);

    /// <summary>Currencies: Sunday 17:00 to Friday 17:00 in New York, where also the day ends.</summary>
    public static TradingCalendar Fx { get; } = new()
    {
        Id = new("fx"), Zone = NewYork, DayEnds = TimeSpan.FromHours(17),
        Week =
        [
            Day(DayOfWeek.Sunday, (17, 24)), Day(DayOfWeek.Monday, (0, 24)), Day(DayOfWeek.Tuesday, (0, 24)),
            Day(DayOfWeek.Wednesday, (0, 24)), Day(DayOfWeek.Thursday, (0, 24)), Day(DayOfWeek.Friday, (0, 17)),
        ],
    };

    /// <summary>Shares in New York: 09:30 to 16:00, without holidays.</summary>
    public static TradingCalendar Stocks { get; } = new()
    {
        Id = new("us-stocks"), Zone = NewYork, DayEnds = TimeSpan.FromHours(16),
        Week = [.. Enumerable.Range(1, 5).Select(d => Day((DayOfWeek)d, (9.5, 16)))],
    };

    /// <summary>Its hours where no calendar stands above it.</summary>
    public static MarketHours Alone(this TradingCalendar calendar) => MarketHours.Of(calendar, _ => null)!;

    /// <summary>The hours of a weekday, in hours since midnight.</summary>
    public static WeekdayHours Day(DayOfWeek day, params (double Opens, double Closes)[] hours) => new(day, Hours(hours));

    /// <summary>Hours of a day, in hours since midnight.</summary>
    public static ImmutableArray<SessionHours> Hours(params (double Opens, double Closes)[] hours) =>
        [.. hours.Select(h => new SessionHours(TimeSpan.FromHours(h.Opens), TimeSpan.FromHours(h.Closes)))];

    /// <summary>An instant of UTC.</summary>
    public static DateTimeOffset Utc(DateOnly day, double hour) =>
        new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero).AddHours(hour);

    /// <summary>The n-th Sunday of a month.</summary>
    public static DateOnly Sunday(int year, int month, int number)
    {
        var first = new DateOnly(year, month, 1);
        return first.AddDays((7 - (int)first.DayOfWeek) % 7 + 7 * (number - 1));
    }

    private static ZoneOffsets Zone(string name, int hours, Func<int, IEnumerable<OffsetChange>> changes) =>
        new(name, TimeSpan.FromHours(hours), [.. Enumerable.Range(2020, 20).SelectMany(changes)]);
}
