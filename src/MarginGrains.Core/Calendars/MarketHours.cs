using System.Collections.Immutable;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Calendars;

/// <summary>A stretch of time in which a market is open or closed throughout.</summary>
/// <param name="From">First instant of it, as far back as is of interest; null when it began long before.</param>
/// <param name="Until">The instant at which it ends; null when it does not within a year.</param>
/// <param name="IsOpen">Whether the market trades.</param>
public sealed record MarketSpan(DateTimeOffset? From, DateTimeOffset? Until, bool IsOpen)
{
    /// <summary>Whether an instant lies in it.</summary>
    public bool Contains(DateTimeOffset at) => !(at < From) && !(at >= Until);
}

/// <summary>
/// A calendar together with those of higher rank: of a date the highest rank that says something counts, of an ordinary
/// weekday the lowest that has hours (rule CAL-002). Zone, business days and the end of the day are the lowest's.
/// </summary>
public sealed partial class MarketHours : IBusinessCalendar
{
    private const int FurthestDays = 366;

    private readonly ImmutableArray<TradingCalendar> chain;
    private readonly Dictionary<DateOnly, SpecialDate> specials = [];
    private readonly SessionHours[][] week = new SessionHours[7][];
    private readonly bool[] counts = new bool[7];

    // The last answer: a market is asked thousands of times within one session. Replaced as a whole, so that whoever
    // reads it sees one or the other.
    private MarketSpan? lastSpan;

    private MarketHours(ImmutableArray<TradingCalendar> chain)
    {
        this.chain = chain;
        var own = chain.FirstOrDefault(c => !c.Week.IsEmpty) ?? chain[0];
        for (var day = 0; day < week.Length; day++)
        {
            week[day] = [.. own.Week.FirstOrDefault(w => (int)w.Day == day)?.Hours ?? []];
            counts[day] = chain[0].BusinessDays.Contains((DayOfWeek)day);
        }

        // The lowest rank first, so that a higher one takes its place.
        foreach (var special in chain.SelectMany(c => c.SpecialDates)) specials[special.Date] = special;
    }

    /// <summary>The calendar with its parents, or null when one of them is missing or they form a ring.</summary>
    public static MarketHours? Of(TradingCalendar calendar, Func<CalendarId, TradingCalendar?> find)
    {
        var chain = ImmutableArray.CreateBuilder<TradingCalendar>();
        for (var next = calendar; next is not null;)
        {
            if (chain.Any(c => c.Id == next.Id)) return null;
            chain.Add(next);
            if (next.Parent is not { } parent) return new(chain.ToImmutable());
            next = find(parent);
        }

        return null;
    }

    /// <summary>The calendar itself.</summary>
    public TradingCalendar Calendar => chain[0];

    /// <summary>The calendar and those above it, the lowest rank first.</summary>
    public ImmutableArray<TradingCalendar> Chain => chain;

    /// <inheritdoc/>
    public string ZoneName => Calendar.Zone.Name;

    /// <inheritdoc/>
    public bool IsBusinessDay(DateOnly day) =>
        counts[(int)day.DayOfWeek] && !(specials.TryGetValue(day, out var special) && special.IsHoliday);

    /// <inheritdoc/>
    public DateOnly DayOf(DateTimeOffset at) => Calendar.Zone.DayOf(at);

    /// <inheritdoc/>
    public DateTimeOffset InstantOf(DateOnly day, TimeSpan time) => Calendar.Zone.InstantOf(day, time);

    /// <summary>The hours of a local date, and why they are not those of its weekday.</summary>
    public (IReadOnlyList<SessionHours> Hours, SpecialDate? Special) HoursOf(DateOnly day) =>
        specials.TryGetValue(day, out var special)
            ? (special.Hours, special)
            : (week[(int)day.DayOfWeek], null);

    /// <summary>Whether the market trades.</summary>
    public bool IsOpen(DateTimeOffset at) => SpanAt(at).IsOpen;

    /// <summary>
    /// The first change from closed to open or back after an instant; null when there is none in a year.
    /// </summary>
    public DateTimeOffset? NextChange(DateTimeOffset at) => SpanAt(at).Until;

    /// <summary>The first opening after an instant; null when there is none in a year.</summary>
    public DateTimeOffset? NextOpening(DateTimeOffset at)
    {
        var span = SpanAt(at);
        if (!span.IsOpen) return span.Until;
        return span.Until is { } closing ? SpanAt(closing).Until : null;
    }

    /// <summary>When the trading day ends in which an instant lies: the first end of a day after it.</summary>
    public DateTimeOffset NextDayEnd(DateTimeOffset at)
    {
        var ends = Calendar.DayEnds;
        for (var day = DayOf(at).AddDays(-1); ; day = day.AddDays(1))
        {
            var end = InstantOf(day, ends);
            if (end > at) return end;
        }
    }

    /// <summary>The stretch in which an instant lies.</summary>
    public MarketSpan SpanAt(DateTimeOffset at)
    {
        var known = lastSpan;
        if (known is not null && known.Contains(at)) return known;
        var span = FindSpan(at);
        lastSpan = span;
        return span;
    }

    private MarketSpan FindSpan(DateTimeOffset at)
    {
        DateTimeOffset? from = null, until = null;
        var today = DayOf(at);
        foreach (var (opens, closes) in Sessions(today.AddDays(-8), 8 + FurthestDays))
        {
            // Sessions that touch are one: 24:00 of a day is 00:00 of the next.
            if (until is { } end && opens <= end)
            {
                until = closes;
                continue;
            }

            if (until > at) break;
            if (opens > at) return new(until, opens, IsOpen: false);
            (from, until) = (opens, closes);
        }

        var furthest = InstantOf(today.AddDays(FurthestDays - 1), TimeSpan.Zero);
        if (!(until > at)) return new(until, null, IsOpen: false);
        return new(from, until >= furthest ? null : until, IsOpen: true);
    }

    private IEnumerable<(DateTimeOffset Opens, DateTimeOffset Closes)> Sessions(DateOnly first, int days)
    {
        for (var i = 0; i < days; i++)
        {
            var day = first.AddDays(i);
            foreach (var hours in HoursOf(day).Hours)
            {
                yield return (InstantOf(day, hours.Opens), InstantOf(day, hours.Closes));
            }
        }
    }
}
