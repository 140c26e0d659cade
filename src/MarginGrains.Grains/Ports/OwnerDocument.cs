using System.Text.Json.Serialization;

namespace MarginGrains.Grains.Ports;

/// <summary>What an owner that is no account stores, with the rows of the same transaction.</summary>
public abstract class OwnerDocument : ICommitsTogether
{
    /// <inheritdoc/>
    [JsonIgnore]
    public int? Partition => null;

    /// <inheritdoc/>
    [JsonIgnore]
    public bool Exposed => false;

    /// <inheritdoc/>
    [JsonIgnore]
    public IReadOnlyList<JournalRow> PendingJournal { get; init; } = [];

    /// <inheritdoc/>
    [JsonIgnore]
    public IReadOnlyList<StoredReply> PendingReplies { get; init; } = [];
}
