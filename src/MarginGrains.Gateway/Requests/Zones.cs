using MarginGrains.Core.Calendars;
using MarginGrains.Gateway.Http;
using NodaTime;

namespace MarginGrains.Gateway.Requests;

/// <summary>
/// Time zones as data. The only place that knows zone data: what a calendar stores no longer depends on them.
/// </summary>
public static class Zones
{
    private static readonly Instant First = Instant.FromUtc(2000, 1, 1, 0, 0);
    private static readonly Instant End = Instant.FromUtc(2100, 1, 1, 0, 0);

    /// <summary>The offsets of a zone that a request names.</summary>
    internal static ZoneOffsets Resolve(string name) => Find(name)
        ?? throw new ProblemException("zone_unknown", $"There is no time zone '{name}'.",
            new FieldError("zone", "zone_unknown", "An IANA name is expected, such as America/New_York."));

    /// <summary>The offsets of an IANA zone from 2000 to 2099; null when there is no such zone.</summary>
    public static ZoneOffsets? Find(string name)
    {
        if (DateTimeZoneProviders.Tzdb.GetZoneOrNull(name) is not { } zone) return null;
        var before = zone.GetUtcOffset(First).ToTimeSpan();
        var changes = new List<OffsetChange>();
        foreach (var interval in zone.GetZoneIntervals(First, End))
        {
            // Some changes are of the name alone.
            var offset = interval.WallOffset.ToTimeSpan();
            if (offset == (changes.Count == 0 ? before : changes[^1].Offset)) continue;
            changes.Add(new(interval.Start.ToDateTimeOffset(), offset));
        }

        return new(zone.Id, before, [.. changes]);
    }
}
