namespace MarginGrains.Storage.Journal;

/// <summary>Bounds of a paged read, so that one caller cannot take the whole table into memory.</summary>
internal static class PageLimit
{
    /// <summary>Most rows of one page.</summary>
    public const int Most = 10_000;

    public static void Check(long after, int limit)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(after);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, Most);
    }
}
