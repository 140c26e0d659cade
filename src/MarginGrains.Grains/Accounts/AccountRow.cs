using System.Text.Json.Serialization;
using MarginGrains.Core.Accounts;
using MarginGrains.Grains.Ports;

namespace MarginGrains.Grains.Accounts;

/// <summary>An account's row: the document, and what has to be stored in the same transaction.</summary>
public sealed class AccountRow : ICommitsTogether
{
    /// <summary>The account; null before it is opened.</summary>
    public Account? Account { get; init; }

    /// <summary>Its partition, fixed at opening.</summary>
    public int? Partition { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public bool Exposed => Account?.IsExposed ?? false;

    /// <inheritdoc/>
    [JsonIgnore]
    public IReadOnlyList<JournalRow> PendingJournal { get; init; } = [];

    /// <inheritdoc/>
    [JsonIgnore]
    public IReadOnlyList<StoredReply> PendingReplies { get; init; } = [];
}
