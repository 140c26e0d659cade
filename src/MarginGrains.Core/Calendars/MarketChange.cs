using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Calendars;

/// <summary>A market opened or closed.</summary>
/// <param name="CalendarId">Its calendar.</param>
/// <param name="At">When.</param>
/// <param name="IsOpen">Whether it opened.</param>
/// <param name="Until">The next change; null when there is none within a year.</param>
public sealed record MarketChange(CalendarId CalendarId, DateTimeOffset At, bool IsOpen, DateTimeOffset? Until);

/// <summary>What was said last of a market.</summary>
/// <param name="At">Up to which instant everything was said.</param>
/// <param name="IsOpen">How it stood then.</param>
public sealed record MarketStanding(DateTimeOffset At, bool IsOpen)
{
    /// <summary>
    /// The changes since, each once, and how the market stands now. Where its calendar was redefined meanwhile the
    /// market may stand otherwise than was said: that is a change of this moment.
    /// </summary>
    /// <param name="hours">The hours as they are.</param>
    /// <param name="now">The moment; an earlier one than the last changes nothing.</param>
    /// <param name="most">The most changes at a time; what is left comes with the next question.</param>
    public (IReadOnlyList<MarketChange> Changes, MarketStanding Standing) Since(
        MarketHours hours, DateTimeOffset now, int most)
    {
        var changes = new List<MarketChange>();
        if (now <= At) return (changes, this);
        var standing = this;
        if (hours.IsOpen(At) != IsOpen)
        {
            // Redefined: what lies between was said by other hours.
            standing = new(now, hours.IsOpen(now));
            if (standing.IsOpen != IsOpen) changes.Add(Of(hours, standing));
            return (changes, standing);
        }

        while (changes.Count < most && hours.NextChange(standing.At) is { } next && next <= now)
        {
            standing = new(next, hours.IsOpen(next));
            changes.Add(Of(hours, standing));
        }

        return (changes, standing);
    }

    private static MarketChange Of(MarketHours hours, MarketStanding standing) =>
        new(hours.Calendar.Id, standing.At, standing.IsOpen, hours.NextChange(standing.At));
}
