using System.Collections.Immutable;
using MarginGrains.Core.Calendars;
using MarginGrains.Testing.Core;

namespace MarginGrains.Core.Tests.Calendars;

/// <summary>A calendar looked at minute by minute: what the local clock shows, and what is open then.</summary>
internal sealed class NaiveWalk
{
    private const int Before = 3;

    private const int Days = 60;

    private readonly ImmutableArray<TradingCalendar> chain;
    private readonly long[] clock = new long[Days * 1440];
    private readonly long[] latest = new long[Days * 1440];
    private readonly bool[] open = new bool[Days * 1440];

    public NaiveWalk(ImmutableArray<TradingCalendar> chain)
    {
        this.chain = chain;
        for (var i = 0; i < clock.Length; i++) clock[i] = Minutes(At(i)) + (long)OffsetAt(At(i)).TotalMinutes;
        for (var i = 0; i < clock.Length; i++) latest[i] = Math.Max(clock[i], i == 0 ? 0 : latest[i - 1]);
        for (var day = First.AddDays(-2); day < First.AddDays(Days + 2); day = day.AddDays(1))
        {
            foreach (var session in HoursOf(day))
            {
                for (var i = IndexOf(day, session.Opens); i < IndexOf(day, session.Closes); i++) open[i] = true;
            }
        }
    }

    public static DateOnly First { get; } = RandomCalendars.Start.AddDays(-Before);

    public static DateTimeOffset At(int minute) => TestCalendars.Utc(First, 0).AddMinutes(minute);

    public bool IsOpen(int minute) => open[minute];

    public DateOnly DayOf(int minute) => DateOnly.FromDayNumber((int)(clock[minute] / 1440));

    public DateTimeOffset InstantOf(DateOnly day, TimeSpan time) => At(IndexOf(day, time));

    public bool IsBusinessDay(DateOnly day) => chain[0].BusinessDays.Contains(day.DayOfWeek)
        && SpecialOf(day) is not { IsHoliday: true };

    /// The first minute at which it is as asked from a minute on; null when there is none in the walk.
    public int? Next(int minute, bool isOpen)
    {
        for (var i = minute; i < open.Length; i++) if (open[i] == isOpen) return i;
        return null;
    }

    public int? LastNot(int minute, bool isOpen)
    {
        for (var i = minute; i >= 0; i--) if (open[i] != isOpen) return i;
        return null;
    }

    private IEnumerable<SessionHours> HoursOf(DateOnly day) => SpecialOf(day) is { } special
        ? special.Hours
        : chain.First(c => !c.Week.IsEmpty || c == chain[^1]).Week.Where(w => w.Day == day.DayOfWeek).SelectMany(w => w.Hours);

    /// The highest rank that says something of the date.
    private SpecialDate? SpecialOf(DateOnly day) => chain.OrderByDescending(c => c.Rank)
        .Select(c => c.SpecialDates.SingleOrDefault(s => s.Date == day)).FirstOrDefault(s => s is not null);

    /// The first minute at which the clock has shown the time or a later one.
    private int IndexOf(DateOnly day, TimeSpan time)
    {
        var wanted = day.DayNumber * 1440L + (long)time.TotalMinutes;
        var index = Array.BinarySearch(latest, wanted);
        if (index < 0) return ~index;
        while (index > 0 && latest[index - 1] == wanted) index--;
        return index;
    }

    private TimeSpan OffsetAt(DateTimeOffset at)
    {
        var offset = chain[0].Zone.Before;
        foreach (var change in chain[0].Zone.Changes) if (change.At <= at) offset = change.Offset;
        return offset;
    }

    private static long Minutes(DateTimeOffset at) => at.UtcTicks / TimeSpan.TicksPerMinute;
}
