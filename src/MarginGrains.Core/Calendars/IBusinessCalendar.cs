using System.Collections.Immutable;

namespace MarginGrains.Core.Calendars;

/// <summary>Which days count, and at which instant a local time lies.</summary>
public interface IBusinessCalendar
{
    /// <summary>The zone's name, for people.</summary>
    string ZoneName { get; }

    /// <summary>Whether the local date counts.</summary>
    bool IsBusinessDay(DateOnly day);

    /// <summary>The local date at an instant.</summary>
    DateOnly DayOf(DateTimeOffset at);

    /// <summary>The instant of a local time.</summary>
    DateTimeOffset InstantOf(DateOnly day, TimeSpan time);
}

/// <summary>Monday to Friday in UTC without the holidays given: for what names no calendar.</summary>
/// <param name="Holidays">Days that do not count.</param>
public sealed record UtcWeekdays(ImmutableArray<DateOnly> Holidays) : IBusinessCalendar
{
    /// <summary>Without holidays.</summary>
    public static UtcWeekdays All { get; } = new([]);

    /// <inheritdoc/>
    public string ZoneName => "UTC";

    /// <inheritdoc/>
    public bool IsBusinessDay(DateOnly day) =>
        day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !Holidays.Contains(day);

    /// <inheritdoc/>
    public DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(at.UtcDateTime);

    /// <inheritdoc/>
    public DateTimeOffset InstantOf(DateOnly day, TimeSpan time) =>
        new(day.ToDateTime(TimeOnly.MinValue) + time, TimeSpan.Zero);
}
