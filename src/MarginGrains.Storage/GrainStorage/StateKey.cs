using System.Globalization;
using Orleans.Storage;

namespace MarginGrains.Storage.GrainStorage;

/// <summary>Which state: the state's name and the grain's key, both case-sensitive.</summary>
internal readonly record struct StateKey(string Kind, string Key)
{
    public static StateKey Of(string stateName, GrainId grainId)
    {
        ArgumentException.ThrowIfNullOrEmpty(stateName);
        return new(stateName, grainId.Key.ToString() ?? "");
    }

    public override string ToString() => $"{Kind} '{Key}'";

    /// <summary>What Orleans is told when the row is not at the version that the activation knows.</summary>
    public InconsistentStateException Conflict(long stored, long expected) => new(
        $"The stored version of {this} is {ETag(stored) ?? "none"}, the writer's is {ETag(expected) ?? "none"}.",
        ETag(stored) ?? "",
        ETag(expected) ?? "");

    /// <summary>A row version as Orleans sees it; 0 means there is no row.</summary>
    public static string? ETag(long version) => version == 0 ? null : version.ToString(CultureInfo.InvariantCulture);

    /// <summary>The version that an activation expects to find; no ETag, no row.</summary>
    public static long Version(string? etag)
    {
        if (string.IsNullOrEmpty(etag))
            return 0;
        return long.TryParse(etag, NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? version
            : throw new InconsistentStateException($"'{etag}' is not an ETag of this storage.", "", etag);
    }
}
