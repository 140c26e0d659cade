using MarginGrains.Core.Regimes;

namespace MarginGrains.Core.Calendars;

/// <summary>Finds the instants ahead of moments of a calendar (rule CALL-013).</summary>
public static class MarketMoments
{
    private const int FurthestDays = 366;

    /// <summary>The first such instant after another; null when there is none within a year.</summary>
    public static DateTimeOffset? Next(AheadOf ahead, MarketHours hours, DateTimeOffset after) =>
        (ahead.Moment == MarketMoment.LongBreak
            ? NextBreak(ahead, hours, after + ahead.Lead)
            : NextVolatile(hours, after + ahead.Lead)) - ahead.Lead;

    private static DateTimeOffset? NextBreak(AheadOf ahead, MarketHours hours, DateTimeOffset after)
    {
        var limit = after + TimeSpan.FromDays(FurthestDays);
        for (var at = after; at < limit;)
        {
            var span = hours.SpanAt(at);
            if (span.Until is not { } change) return null;
            if (span.IsOpen && !(hours.NextOpening(change) - change < ahead.LeastBreak)) return change;
            at = change;
        }

        return null;
    }

    private static DateTimeOffset? NextVolatile(MarketHours hours, DateTimeOffset after)
    {
        var today = hours.DayOf(after);
        for (var day = today.AddDays(-1); day < today.AddDays(FurthestDays); day = day.AddDays(1))
        {
            if (hours.HoursOf(day) is not { Special.IsVolatile: true, Hours: [var first, ..] }) continue;
            var opening = hours.InstantOf(day, first.Opens);
            if (opening > after) return opening;
        }

        return null;
    }
}
