using MarginGrains.Core.Calendars;
using MarginGrains.Core.Instruments;

namespace MarginGrains.Core.Oracle;

/// <summary>Sessions from a list of all hours around a moment, without asking the calendar for its stretches.</summary>
internal static class NaiveSessions
{
    private const int DaysAround = 12;

    /// <summary>The session at a moment.</summary>
    public static TradingSession At(MarketHours hours, TimeSpan lead, DateTimeOffset now)
    {
        var today = hours.DayOf(now);
        var open = new List<(DateTimeOffset From, DateTimeOffset Until)>();
        for (var day = today.AddDays(-DaysAround); day <= today.AddDays(DaysAround); day = day.AddDays(1))
        {
            foreach (var part in hours.HoursOf(day).Hours)
            {
                var (from, until) = (hours.InstantOf(day, part.Opens), hours.InstantOf(day, part.Closes));
                if (open.Count > 0 && open[^1].Until >= from) open[^1] = (open[^1].From, until);
                else open.Add((from, until));
            }
        }

        foreach (var (from, until) in open)
        {
            if (from <= now && now < until && now < until - lead) return TradingSession.Intraday;
        }

        // The close that is near or behind: of the last stretch that began before now.
        var last = open.FindLastIndex(o => o.From <= now);
        if (last < 0 || last == open.Count - 1) return TradingSession.Weekend;
        return OfGap(hours, open[last].Until, open[last + 1].From);
    }

    private static TradingSession OfGap(MarketHours hours, DateTimeOffset close, DateTimeOffset opening)
    {
        var days = new List<DateOnly>();
        for (var day = hours.DayOf(close).AddDays(-1); day <= hours.DayOf(opening).AddDays(1); day = day.AddDays(1))
        {
            var (from, until) = (hours.InstantOf(day, TimeSpan.Zero), hours.InstantOf(day.AddDays(1), TimeSpan.Zero));
            if (from < opening && until > close) days.Add(day);
        }

        if (opening - close >= new TimeSpan(24, 0, 0)) return TradingSession.Weekend;
        if (days.Exists(d => !hours.IsBusinessDay(d))) return TradingSession.Weekend;
        return days.Prepend(days[0].AddDays(-1)).Any(d => hours.InstantOf(d, hours.Calendar.DayEnds) is var end
            && end >= close && end <= opening)
            ? TradingSession.Overnight
            : TradingSession.Intraday;
    }
}
