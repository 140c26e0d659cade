namespace MarginGrains.Host.Output;

/// <summary>How much the plain output says.</summary>
internal sealed record PlainOutputOptions
{
    /// <summary>The time between two progress lines.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How many events are shown per interval; of the others the number is said.</summary>
    public int EventsPerInterval { get; init; } = 20;
}
