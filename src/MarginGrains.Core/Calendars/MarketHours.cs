using System.Collections.Immutable;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Calendars;

/// <summary>A stretch of time in which a market is open or closed throughout.</summary>
/// <param name="From">First instant of it; null when it began more than a year before.</param>
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

    private const int KnownDays = 16;

    /// By what a change of the clock may make a stretch longer.
    private static readonly TimeSpan ClockChange = TimeSpan.FromHours(3);

    /// Far beyond any zone's data and any session; days around them can still be counted.
    private static readonly DateTimeOffset Earliest = new(1900, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly DateTimeOffset Latest = new(9000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly ImmutableArray<TradingCalendar> chain;
    private readonly Dictionary<DateOnly, SpecialDate> specials = [];
    private readonly SessionHours[][] week = new SessionHours[7][];
    private readonly bool[] counts = new bool[7];

    // The last answers by day: a market is asked thousands of times within one session. Each is replaced as a whole, so
    // that whoever reads it sees one or the other.
    private readonly KnownSpan?[] known = new KnownSpan?[KnownDays];

    private readonly TimeSpan longestStretch;

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
        longestStretch = LongestStretch();
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
        for (var day = DayOf(at < Earliest ? Earliest : at).AddDays(-1); ; day = day.AddDays(1))
        {
            var end = InstantOf(day, ends);
            if (end > at) return end;
        }
    }

    /// <summary>The stretch in which an instant lies.</summary>
    public MarketSpan SpanAt(DateTimeOffset at)
    {
        var asked = at < Earliest ? Earliest : at > Latest ? Latest : at;
        var slot = (int)(asked.UtcTicks / TimeSpan.TicksPerDay % KnownDays);
        var found = known[slot];
        if (found is not null && found.Span.Contains(asked) && (found.IsWhole || found.Day == DayOf(asked)))
        {
            return found.Span;
        }

        var span = FindSpan(asked);
        known[slot] = new(span, DayOf(asked));
        return span;
    }

    /// <summary>
    /// Whether the market was open without a break for longer than a time between two instants.
    /// </summary>
    public bool WasOpenLongerThan(TimeSpan time, DateTimeOffset from, DateTimeOffset until)
    {
        if (until - from <= time || longestStretch <= time) return false;
        DateTimeOffset begun = from, ended = from;
        var last = DayOf(until).AddDays(1);
        for (var day = DayOf(from).AddDays(-1); day <= last; day = day.AddDays(1))
        {
            foreach (var session in HoursOf(day).Hours)
            {
                var (opens, closes) = (InstantOf(day, session.Opens), InstantOf(day, session.Closes));
                if (closes <= from || opens >= until || closes <= opens) continue;
                if (opens > ended) begun = opens;
                ended = closes < until ? closes : until;
                if (ended - begun > time) return true;
            }
        }

        return false;
    }

    /// An upper bound of any stretch; without end where every day is open throughout, or dates may join stretches.
    private TimeSpan LongestStretch()
    {
        if (specials.Values.Any(s => !s.Hours.IsEmpty)) return TimeSpan.MaxValue;
        TimeSpan longest = TimeSpan.Zero, begun = TimeSpan.Zero, ended = TimeSpan.MinValue;
        for (var day = 0; day < 14; day++)
        {
            foreach (var session in week[day % 7])
            {
                var midnight = TimeSpan.FromDays(day);
                if (midnight + session.Opens > ended) begun = midnight + session.Opens;
                ended = midnight + session.Closes;
                if (ended - begun > longest) longest = ended - begun;
            }
        }

        return longest > TimeSpan.FromDays(7) ? TimeSpan.MaxValue : longest + ClockChange;
    }

    private MarketSpan FindSpan(DateTimeOffset at)
    {
        var today = DayOf(at);
        DateTimeOffset? until = null, from = null;
        var isOpen = false;
        foreach (var (opens, closes) in Sessions(today, step: 1))
        {
            if (closes <= at) continue;
            if (until is null && opens > at)
            {
                until = opens;
                break;
            }

            // Sessions that touch are one: 24:00 of a day is 00:00 of the next.
            if (until is { } end && opens > end) break;
            (until, isOpen) = (closes, true);
        }

        if (isOpen && until >= InstantOf(today.AddDays(FurthestDays), TimeSpan.Zero)) until = null;
        foreach (var (opens, closes) in Sessions(today, step: -1))
        {
            if (opens > at) continue;
            if (!isOpen)
            {
                from = closes;
                break;
            }

            if (from is { } start && closes < start) break;
            from = opens;
        }

        if (isOpen && from <= InstantOf(today.AddDays(1 - FurthestDays), TimeSpan.Zero)) from = null;
        return new(from, until, isOpen);
    }

    /// From the day before on, or from the day after back: a day's sessions may lie beside it where a clock leaps.
    private IEnumerable<(DateTimeOffset Opens, DateTimeOffset Closes)> Sessions(DateOnly today, int step)
    {
        var day = today.AddDays(-step);
        for (var i = 0; i <= FurthestDays; i++, day = day.AddDays(step))
        {
            var hours = HoursOf(day).Hours;
            for (var j = 0; j < hours.Count; j++)
            {
                var session = hours[step > 0 ? j : hours.Count - 1 - j];
                var (opens, closes) = (InstantOf(day, session.Opens), InstantOf(day, session.Closes));
                // One that lies in a leap of the clock never takes place.
                if (closes > opens) yield return (opens, closes);
            }
        }
    }

    /// <summary>
    /// A stretch, and the day on which it was found: what has no end within a year may have one of another day's year.
    /// </summary>
    private sealed record KnownSpan(MarketSpan Span, DateOnly Day)
    {
        public bool IsWhole => Span is { From: not null, Until: not null };
    }
}
