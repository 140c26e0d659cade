using System.Globalization;
using MarginGrains.Contracts.Serialization;
using MarginGrains.Core.Calendars;
using MarginGrains.Gateway.Http;

namespace MarginGrains.Gateway.Responses;

/// <summary>A calendar in the form in which it is put, and where its market stands.</summary>
internal sealed record CalendarResponse
{
    public required string CalendarId { get; init; }

    public required long Version { get; init; }

    public required string Rank { get; init; }

    public string? Parent { get; init; }

    public required string Zone { get; init; }

    public required IReadOnlyList<WeekdayResponse> Week { get; init; }

    public required IReadOnlyList<SpecialDateResponse> SpecialDates { get; init; }

    public required IReadOnlyList<string> BusinessDays { get; init; }

    public required string DayEnds { get; init; }

    /// <summary>Whether its market is open; parents and special dates count.</summary>
    public required bool IsOpen { get; init; }

    /// <summary>The next opening; null when there is none within a year.</summary>
    public string? NextOpening { get; init; }

    /// <summary>The next closing; null when there is none within a year.</summary>
    public string? NextClosing { get; init; }

    public required CalendarDayResponse Today { get; init; }

    public static CalendarResponse Of(MarketHours hours, DateTimeOffset now)
    {
        var calendar = hours.Calendar;
        var isOpen = hours.IsOpen(now);
        var opening = hours.NextOpening(now);
        return new()
        {
            CalendarId = calendar.Id.Value,
            Version = calendar.Version,
            Rank = Words.Of(calendar.Rank),
            Parent = calendar.Parent?.Value,
            Zone = calendar.Zone.Name,
            Week = [.. calendar.Week.Select(d => new WeekdayResponse(Words.Of(d.Day), SessionResponse.Of(d.Hours)))],
            SpecialDates =
            [
                .. calendar.SpecialDates.Select(d => new SpecialDateResponse(
                    Rfc3339.FormatDay(d.Date), SessionResponse.Of(d.Hours), d.Reason, d.IsHoliday, d.IsVolatile)),
            ],
            BusinessDays = [.. calendar.BusinessDays.Select(Words.Of)],
            DayEnds = SessionResponse.Time(calendar.DayEnds),
            IsOpen = isOpen,
            NextOpening = Wire.Time(opening),
            NextClosing = Wire.Time(isOpen ? hours.NextChange(now) : opening is { } at ? hours.NextChange(at) : null),
            Today = Day(hours, hours.DayOf(now)),
        };
    }

    private static CalendarDayResponse Day(MarketHours hours, DateOnly day)
    {
        var (sessions, special) = hours.HoursOf(day);
        return new(Rfc3339.FormatDay(day), hours.IsBusinessDay(day), SessionResponse.Of(sessions), special?.Reason);
    }
}

/// <summary>The hours of a weekday.</summary>
internal sealed record WeekdayResponse(string Day, IReadOnlyList<SessionResponse> Hours);

/// <summary>A date on which other hours hold.</summary>
internal sealed record SpecialDateResponse(
    string Date, IReadOnlyList<SessionResponse> Hours, string Reason, bool IsHoliday, bool IsVolatile);

/// <summary>A local date as all ranks together have it.</summary>
internal sealed record CalendarDayResponse(
    string Date, bool IsBusinessDay, IReadOnlyList<SessionResponse> Hours, string? Reason);

/// <summary>Hours within a day, in local time.</summary>
internal sealed record SessionResponse(string Opens, string Closes)
{
    public static IReadOnlyList<SessionResponse> Of(IEnumerable<SessionHours> hours) =>
        [.. hours.Select(h => new SessionResponse(Time(h.Opens), Time(h.Closes)))];

    /// <summary>A time since local midnight such as 09:30; the end of a day is 24:00.</summary>
    public static string Time(TimeSpan time) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(int)time.TotalHours:00}:{time.Minutes:00}{(time.Seconds == 0 ? "" : $":{time.Seconds:00}")}");
}
