namespace MarginGrains.Grains.Ports;

/// <summary>One event on its way into the journal. (account, sequence) is unique; sequences have no gap.</summary>
/// <param name="AccountId">Whose event it is.</param>
/// <param name="Sequence">The account's own count of its events, from 1.</param>
/// <param name="Partition">The account's partition, fixed at opening.</param>
/// <param name="Type">The event's public name, such as <c>call.opened</c>.</param>
/// <param name="Time">Market time of the decision.</param>
/// <param name="Body">The event with its basis, as JSON.</param>
public sealed record JournalRow(
    string AccountId, long Sequence, int Partition, string Type, DateTimeOffset Time, string Body);

/// <summary>
/// An event as it stands in the journal; <paramref name="Position"/> orders all accounts and is the event's public id.
/// </summary>
public sealed record JournalEntry(
    long Position, string AccountId, long Sequence, int Partition, string Type, DateTimeOffset Time, string Body);

/// <summary>The answer to a command with a natural id, kept so that a retry gets the same answer.</summary>
/// <param name="Owner">Account id, or the name of another owner of money such as <c>fund-USD</c>.</param>
/// <param name="Kind">What the id counts: <c>transfer</c>, <c>fill</c>, <c>execution</c>, <c>claim</c>.</param>
/// <param name="Id">The natural id; (owner, kind, id) is unique.</param>
/// <param name="Fingerprint">Hash of the command's content; another content under the same id is an error.</param>
/// <param name="Body">The reply, as JSON.</param>
public sealed record StoredReply(string Owner, string Kind, string Id, string Fingerprint, string Body);

/// <summary>
/// A grain state whose write carries journal and reply rows: all of it is stored in one transaction or none of it.
/// The rows themselves are not part of the document.
/// </summary>
public interface ICommitsTogether
{
    /// <summary>
    /// The partition of the row, or null for an owner that is no account (it goes to the general state table).
    /// </summary>
    int? Partition { get; }

    /// <summary>
    /// Whether a monitor has to watch the account: it holds something, owes something, or has something due.
    /// </summary>
    bool Exposed { get; }

    /// <summary>Events of this write, in order.</summary>
    IReadOnlyList<JournalRow> PendingJournal { get; }

    /// <summary>Replies of this write.</summary>
    IReadOnlyList<StoredReply> PendingReplies { get; }
}

/// <summary>A reply under this (owner, kind, id) exists already: nothing of the write was stored.</summary>
/// <remarks>An Orleans exception, because the runtime's state bridge wraps every other.</remarks>
public sealed class ReplyExistsException(StoredReply existing)
    : OrleansException($"A reply for {existing.Kind} '{existing.Id}' of '{existing.Owner}' is stored already.")
{
    /// <summary>What was answered the first time.</summary>
    public StoredReply Existing { get; } = existing;
}
