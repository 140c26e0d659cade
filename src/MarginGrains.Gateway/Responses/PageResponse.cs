namespace MarginGrains.Gateway.Responses;

/// <summary>One page of a list.</summary>
/// <param name="Data">The rows.</param>
/// <param name="NextCursor">Where the next page starts, or null on the last one.</param>
/// <param name="HasMore">Whether there is a next page.</param>
internal sealed record PageResponse<T>(IReadOnlyList<T> Data, string? NextCursor, bool HasMore)
{
    /// <summary>A list that is always whole.</summary>
    public static PageResponse<T> Whole(IReadOnlyList<T> data) => new(data, null, false);
}

/// <summary>The answer of a health check.</summary>
internal sealed record HealthResponse(string Status, IReadOnlyDictionary<string, string> Checks);
