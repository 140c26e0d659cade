using MarginGrains.Core.Calendars;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Core.Oracle;

/// <summary>A calendar read day by day: sessions as stretches of instants, each looked up from the start.</summary>
internal sealed class NaiveHours
{
    private static readonly TimeSpan Year = TimeSpan.FromDays(366);

    private readonly List<TradingCalendar> chain = [];

    private NaiveHours(TradingCalendar lowest) => chain.Add(lowest);

    /// <summary>Null when the calendar or one above it is not known.</summary>
    public static NaiveHours? Find(IMarket market, CalendarId id)
    {
        if (market.FindHours(id) is not { } known) return null;
        var hours = new NaiveHours(known.Calendar);
        while (hours.chain[^1].Parent is { } parent) hours.chain.Add(known.Chain.First(c => c.Id == parent));
        return hours;
    }

    public bool IsOpen(DateTimeOffset now) => Session(now) is not null;

    /// <summary>The longest time without a break for which it was open between two instants.</summary>
    public TimeSpan LongestOpen(DateTimeOffset from, DateTimeOffset until)
    {
        var (longest, begun, ended) = (TimeSpan.Zero, from, from);
        for (var day = LocalDay(from).AddDays(-1); day <= LocalDay(until).AddDays(1); day = day.AddDays(1))
        {
            foreach (var session in HoursOf(day))
            {
                var (opens, closes) = (InstantOf(day, session.Opens), InstantOf(day, session.Closes));
                if (closes <= from || opens >= until || opens >= closes) continue;
                if (opens > ended) begun = opens;
                ended = closes < until ? closes : until;
                if (ended - begun > longest) longest = ended - begun;
            }
        }

        return longest;
    }

    /// <summary>Whether a local time of a business day lies after an instant and not after now.</summary>
    public bool Passed(TimeOnly time, DateTimeOffset since, DateTimeOffset now)
    {
        for (var day = LocalDay(now).AddDays(1); ; day = day.AddDays(-1))
        {
            var instant = InstantOf(day, time.ToTimeSpan());
            if (instant <= since) return false;
            if (instant <= now && IsBusinessDay(day)) return true;
        }
    }

    /// <summary>Whether an instant ahead of a moment lies after one instant and not after now.</summary>
    public bool Passed(AheadOf ahead, DateTimeOffset since, DateTimeOffset now)
    {
        var from = since < now - Year ? now - Year : since;
        for (var day = LocalDay(from).AddDays(-1); day <= LocalDay(now + ahead.Lead).AddDays(1); day = day.AddDays(1))
        {
            var moments = ahead.Moment == MarketMoment.VolatileDate
                ? Special(day) is { IsVolatile: true } special ? special.Hours.Take(1).Select(h => h.Opens) : []
                : HoursOf(day).Select(h => h.Closes).Where(c => IsLongBreak(InstantOf(day, c), ahead.LeastBreak));
            foreach (var moment in moments)
            {
                var instant = InstantOf(day, moment) - ahead.Lead;
                if (instant > from && instant <= now) return true;
            }
        }

        return false;
    }

    private bool IsLongBreak(DateTimeOffset closing, TimeSpan least)
    {
        if (!IsOpen(closing.AddTicks(-1)) || IsOpen(closing)) return false;
        for (var day = LocalDay(closing); day <= LocalDay(closing + least).AddDays(1); day = day.AddDays(1))
        {
            foreach (var session in HoursOf(day))
            {
                var (opens, closes) = (InstantOf(day, session.Opens), InstantOf(day, session.Closes));
                if (opens < closes && opens > closing && opens < closing + least) return false;
            }
        }

        return true;
    }

    private IEnumerable<SessionHours> HoursOf(DateOnly day)
    {
        if (Special(day) is { } special) return special.Hours;
        var week = chain.Select(c => c.Week).FirstOrDefault(w => w.Length > 0);
        return week.IsDefault ? [] : week.Where(w => w.Day == day.DayOfWeek).SelectMany(w => w.Hours);
    }

    private bool IsBusinessDay(DateOnly day) =>
        chain[0].BusinessDays.Contains(day.DayOfWeek) && Special(day)?.IsHoliday != true;

    private SpecialDate? Special(DateOnly day) => chain.AsEnumerable().Reverse()
        .SelectMany(c => c.SpecialDates).FirstOrDefault(s => s.Date == day);

    private (DateTimeOffset Opens, DateTimeOffset Closes)? Session(DateTimeOffset at)
    {
        for (var day = LocalDay(at).AddDays(-1); day <= LocalDay(at).AddDays(1); day = day.AddDays(1))
        {
            foreach (var session in HoursOf(day))
            {
                var (opens, closes) = (InstantOf(day, session.Opens), InstantOf(day, session.Closes));
                if (opens <= at && at < closes) return (opens, closes);
            }
        }

        return null;
    }

    private DateOnly LocalDay(DateTimeOffset at) => DateOnly.FromDateTime(at.UtcDateTime + Offset(at));

    private TimeSpan Offset(DateTimeOffset at)
    {
        var offset = chain[0].Zone.Before;
        foreach (var change in chain[0].Zone.Changes)
        {
            if (change.At <= at) offset = change.Offset;
        }

        return offset;
    }

    /// The earliest instant at which the clock shows the time, or the leap over it.
    private DateTimeOffset InstantOf(DateOnly day, TimeSpan time)
    {
        var wanted = new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero) + time;
        var zone = chain[0].Zone;
        var shown = zone.Changes.Select(c => c.Offset).Append(zone.Before).Select(o => wanted - o)
            .Where(i => i + Offset(i) == wanted).ToList();
        return shown.Count > 0
            ? shown.Min()
            : zone.Changes.Select(c => c.At)
                .First(at => at + Offset(at.AddTicks(-1)) <= wanted && wanted < at + Offset(at));
    }
}
