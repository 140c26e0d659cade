using System.Collections.Immutable;

namespace MarginGrains.Core.Calendars;

/// <summary>From an instant on local time is ahead of UTC by an offset.</summary>
/// <param name="At">First instant.</param>
/// <param name="Offset">Local time − UTC, within 18 hours.</param>
public sealed record OffsetChange(DateTimeOffset At, TimeSpan Offset);

/// <summary>
/// A time zone as data: its offsets over time, resolved once where zone data is at hand and stored with the calendar,
/// so that every machine and every later day computes the same deadlines.
/// </summary>
/// <param name="Name">The zone's name, such as <c>America/New_York</c>.</param>
/// <param name="Before">The offset before the first change.</param>
/// <param name="Changes">In rising order of their instants.</param>
public sealed record ZoneOffsets(string Name, TimeSpan Before, ImmutableArray<OffsetChange> Changes)
{
    /// Further from UTC no zone may be.
    internal static readonly TimeSpan LongestOffset = TimeSpan.FromHours(18);

    /// <summary>No offset, ever.</summary>
    public static ZoneOffsets Utc { get; } = new("UTC", TimeSpan.Zero, []);

    /// <summary>Local time − UTC at an instant.</summary>
    public TimeSpan OffsetAt(DateTimeOffset at)
    {
        var index = IndexAt(at);
        return index < 0 ? Before : Changes[index].Offset;
    }

    /// <summary>The local date at an instant.</summary>
    public DateOnly DayOf(DateTimeOffset at)
    {
        // Before the first mark market time may be the smallest instant there is.
        var local = Math.Clamp(at.UtcTicks + OffsetAt(at).Ticks, 0L, DateTime.MaxValue.Ticks);
        return DateOnly.FromDateTime(new DateTime(local));
    }

    /// <summary>
    /// The instant of a local time, in UTC (rule CAL-001): the first at which the clock shows this time or a later one
    /// of the calendar. So a time that the clock passes twice is the earlier one, and one that the clock leaps over is
    /// the leap; a later local time is never an earlier instant.
    /// </summary>
    /// <param name="day">The local date.</param>
    /// <param name="time">Time since local midnight, from 0 to 24 hours.</param>
    public DateTimeOffset InstantOf(DateOnly day, TimeSpan time)
    {
        var local = new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue) + time, TimeSpan.Zero);
        for (var i = IndexAt(Less(local, LongestOffset)); i < Changes.Length; i++)
        {
            // Each offset in its turn: the first that leads to an instant at which it still holds.
            var instant = Less(local, i < 0 ? Before : Changes[i].Offset);
            if (i >= 0 && instant < Changes[i].At) return Changes[i].At.ToUniversalTime();
            if (i + 1 == Changes.Length || instant < Changes[i + 1].At) return instant;
        }

        return Less(local, Before);
    }

    /// Never before the first instant there is: what was never judged was so at that one.
    private static DateTimeOffset Less(DateTimeOffset local, TimeSpan offset) =>
        local.Ticks < offset.Ticks ? DateTimeOffset.MinValue : local - offset;


    /// The last change at or before an instant, −1 when it is before the first.
    private int IndexAt(DateTimeOffset at)
    {
        int low = 0, high = Changes.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (Changes[middle].At <= at) low = middle + 1;
            else high = middle;
        }

        return low - 1;
    }
}
