using System.Collections.Immutable;
using MarginGrains.Contracts.Journal;

namespace MarginGrains.Contracts.Streams;

/// <summary>
/// What a partition's stream carries. A reader whose last position is not the previous one asks the journal.
/// </summary>
/// <param name="Partition">The partition.</param>
/// <param name="PreviousPosition">The position of the partition's event before these, 0 for none.</param>
/// <param name="Position">The newest position of the partition; repeated every second without events.</param>
/// <param name="Events">The events between, in order.</param>
[GenerateSerializer, Immutable, Alias("partitionEvents")]
public sealed record PartitionEvents(
    [property: Id(0)] int Partition, [property: Id(1)] long PreviousPosition,
    [property: Id(2)] long Position, [property: Id(3)] ImmutableArray<JournalEvent> Events);

/// <summary>Where the streams are found.</summary>
public static class EventStreams
{
    /// <summary>The provider's name.</summary>
    public const string Provider = "events";

    /// <summary>The namespace of the partitions' streams; the key is the partition's number.</summary>
    public const string Namespace = "partition";

    /// <summary>The stream of a partition.</summary>
    public static StreamId Of(int partition) => StreamId.Create(Namespace, partition);
}
