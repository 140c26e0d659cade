using System.Globalization;

namespace MarginGrains.Contracts.Serialization;

/// <summary>Times and days on the wire: RFC 3339, times in UTC and ending in <c>Z</c>.</summary>
public static class Rfc3339
{
    private const string DayFormat = "yyyy-MM-dd";

    private static readonly string[] Formats = ["yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'"];

    /// <summary>With as many digits of a second as the time has.</summary>
    public static string Format(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    /// <summary>False for other zones, other forms and impossible dates.</summary>
    public static bool TryParse(string? text, out DateTimeOffset time) => DateTimeOffset.TryParseExact(
        text, Formats, CultureInfo.InvariantCulture,
        DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);

    /// <summary>A day such as 2026-12-25.</summary>
    public static string FormatDay(DateOnly day) => day.ToString(DayFormat, CultureInfo.InvariantCulture);

    /// <summary>False for other forms and impossible dates.</summary>
    public static bool TryParseDay(string? text, out DateOnly day) => DateOnly.TryParseExact(
        text, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out day);
}
