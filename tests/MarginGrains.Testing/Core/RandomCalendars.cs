using System.Collections.Immutable;
using CsCheck;
using MarginGrains.Core.Calendars;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Testing.Core;

/// <summary>
/// Calendars of one to three ranks by chance, in zones whose clocks leap and go back: by the rules of real zones, or at any
/// minute by any quarter of an hour. Around <see cref="Start"/> there is always something.
/// </summary>
public static class RandomCalendars
{
    private const int Days = 45;

    /// <summary>The day from which tests look, a few days before both clocks of a spring change.</summary>
    public static DateOnly Start { get; } = new(2026, 3, 4);

    /// <summary>Calendars with their parents, the lowest rank first.</summary>
    public static Gen<ImmutableArray<TradingCalendar>> Chains { get; } =
        Gen.ULong.Select(seed => Draw(new(new PCG(17, seed))));

    /// <summary>A calendar with its parents, the lowest rank first.</summary>
    public static ImmutableArray<TradingCalendar> Draw(Chance chance)
    {
        var zone = Zone(chance);
        var ranks = Enum.GetValues<CalendarRank>().Where(_ => chance.Percent(60)).DefaultIfEmpty(CalendarRank.Product).ToList();
        var dates = Enumerable.Range(0, Days).Select(Start.AddDays).ToList();
        return
        [
            .. ranks.Select((rank, i) => new TradingCalendar
            {
                Id = Named(rank), Rank = rank, Zone = i == 0 ? zone : ZoneOffsets.Utc,
                Parent = i + 1 < ranks.Count ? Named(ranks[i + 1]) : null,
                Week = i + 1 < ranks.Count && chance.Percent(40) ? [] : Week(chance),
                SpecialDates = [.. dates.Where(_ => chance.Percent(8)).Select(d => Special(chance, d))],
                BusinessDays = [.. Week(d => chance.Percent(d is DayOfWeek.Saturday or DayOfWeek.Sunday ? 20 : 85))],
                DayEnds = TimeSpan.FromMinutes(chance.Pick(1440, chance.Between(1, 1440))),
            }),
        ];
    }

    /// <summary>The hours of a chain.</summary>
    public static MarketHours Hours(ImmutableArray<TradingCalendar> chain) =>
        MarketHours.Of(chain[0], id => chain.FirstOrDefault(c => c.Id == id))!;

    private static CalendarId Named(CalendarRank rank) => new($"random-{rank}");

    private static ZoneOffsets Zone(Chance chance)
    {
        if (chance.Percent(25)) return TestCalendars.NewYork;
        if (chance.Percent(25)) return TestCalendars.Berlin;
        if (chance.Percent(10)) return ZoneOffsets.Utc;
        var at = TestCalendars.Utc(Start, 0);
        var changes = Enumerable.Range(0, chance.Between(1, 4)).Select(_ => new OffsetChange(
            at = at.AddMinutes(chance.Between(60, 10_000)), TimeSpan.FromMinutes(15 * chance.Between(-20, 20))));
        return new("Random/Zone", TimeSpan.FromMinutes(15 * chance.Between(-40, 40)), [.. changes]);
    }

    private static ImmutableArray<WeekdayHours> Week(Chance chance)
    {
        if (chance.Percent(15)) return [.. Enum.GetValues<DayOfWeek>().Select(d => TestCalendars.Day(d, (0, 24)))];
        return [.. Week(_ => chance.Percent(75)).Select(d => new WeekdayHours(d, Sessions(chance)))];
    }

    private static List<DayOfWeek> Week(Func<DayOfWeek, bool> counts)
    {
        var days = Enum.GetValues<DayOfWeek>().Where(counts).ToList();
        return days.Count > 0 ? days : [DayOfWeek.Wednesday];
    }

    private static SpecialDate Special(Chance chance, DateOnly date) => chance.Percent(50)
        ? new(date, [], "holiday") { IsHoliday = true }
        : new(date, Sessions(chance), "other hours") { IsHoliday = chance.Percent(20), IsVolatile = chance.Percent(40) };

    /// Some touch, some span the hours in which clocks change, some last all day.
    private static ImmutableArray<SessionHours> Sessions(Chance chance)
    {
        var times = Enumerable.Range(0, chance.Between(1, 3) * 2)
            .Select(_ => 15 * chance.Pick(chance.Between(0, 96), chance.Between(0, 16), chance.Pick(0, 96)))
            .Distinct().Order().ToList();
        var sessions = new List<SessionHours>();
        for (var i = 0; i + 1 < times.Count; i++)
        {
            if (i % 2 == 1 && chance.Percent(80)) continue;
            sessions.Add(new(TimeSpan.FromMinutes(times[i]), TimeSpan.FromMinutes(times[i + 1])));
        }

        return [.. sessions];
    }
}
