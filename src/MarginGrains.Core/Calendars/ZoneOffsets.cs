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
    /// <summary>No offset, ever.</summary>
    public static ZoneOffsets Utc { get; } = new("UTC", TimeSpan.Zero, []);

    /// <summary>Local time − UTC at an instant.</summary>
    public TimeSpan OffsetAt(DateTimeOffset at)
    {
        var index = IndexAt(at);
        return index < 0 ? Before : Changes[index].Offset;
    }

    /// <summary>The local date at an instant.</summary>
    public DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(at.ToOffset(OffsetAt(at)).DateTime);

    /// <summary>
    /// The instant of a local time, in UTC (rule CAL-001). A time that the clock passes twice is the earlier one; one
    /// that the clock leaps over is as long after the leap as it lies in it.
    /// </summary>
    /// <param name="day">The local date.</param>
    /// <param name="time">Time since local midnight, from 0 to 24 hours.</param>
    public DateTimeOffset InstantOf(DateOnly day, TimeSpan time)
    {
        var local = day.ToDateTime(TimeOnly.MinValue) + time;
        var index = IndexAt(new DateTimeOffset(local, TimeSpan.Zero) - LongestOffset);
        for (var i = index; i < Changes.Length; i++)
        {
            var offset = i < 0 ? Before : Changes[i].Offset;
            var instant = new DateTimeOffset(DateTime.SpecifyKind(local - offset, DateTimeKind.Utc));
            // The first offset that still holds at the instant it leads to; or the one before the leap.
            if (i + 1 == Changes.Length || instant < Changes[i + 1].At) return instant;
            var next = new DateTimeOffset(
                DateTime.SpecifyKind(local - Changes[i + 1].Offset, DateTimeKind.Utc));
            if (next < Changes[i + 1].At) return instant;
        }

        return new DateTimeOffset(DateTime.SpecifyKind(local - Before, DateTimeKind.Utc));
    }

    private static readonly TimeSpan LongestOffset = TimeSpan.FromHours(18);

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
