using System.Collections.Immutable;
using MarginGrains.Core.Calendars;
using MarginGrains.Core.Instruments;

namespace MarginGrains.Contracts.Calendars;

/// <summary>One trading calendar; its key is the calendar id.</summary>
[Alias("calendar")]
public interface ICalendarGrain : IGrainWithStringKey
{
    /// <summary>
    /// Stores a definition and hands it to every silo before it answers. One that is put again is the same version.
    /// </summary>
    [Alias("define")]
    Task<CalendarReply> DefineAsync([Immutable] TradingCalendar calendar);

    /// <summary>
    /// Writes into the journal which openings and closings have come, each once; with the live clock only.
    /// </summary>
    [Alias("ping")]
    Task PingAsync();
}

/// <summary>A calendar as it stands, or why a definition is refused.</summary>
/// <param name="Calendar">The definition in force; null when unknown.</param>
/// <param name="Errors">What is wrong with the definition that was given; nothing of it was stored.</param>
[GenerateSerializer, Immutable, Alias("calendarReply")]
public sealed record CalendarReply(
    [property: Id(0)] TradingCalendar? Calendar, [property: Id(1)] ImmutableArray<DefinitionError> Errors)
{
    /// <summary>Whether the calendar had no definition before.</summary>
    [Id(2)]
    public bool IsNew { get; init; }
}
