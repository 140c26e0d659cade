namespace MarginGrains.Grains.Ports;

/// <summary>A row of the account table as a monitor reads it.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="Change">The row's change number: grows with every write of any row; a follower remembers the last one
/// it saw.</param>
/// <param name="Exposed">See <see cref="ICommitsTogether.Exposed"/>.</param>
/// <param name="Document">The account's document, JSON.</param>
public sealed record RosterRow(string AccountId, long Change, bool Exposed, string Document);

/// <summary>That a row of the account table was written, without what.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="Change">The row's change number.</param>
/// <param name="ETag">What its grain has as the state's tag when it has written or read this row.</param>
public sealed record RosterChange(string AccountId, long Change, string ETag);

/// <summary>A row of the account table with its document as it is stored.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="Change">The row's change number.</param>
/// <param name="Document">The account's document, JSON in UTF-8.</param>
public sealed record RosterDocument(string AccountId, long Change, ReadOnlyMemory<byte> Document);

/// <summary>The account table, read without waking a single account grain. Pages hold 1 to 10,000 rows.</summary>
public interface IAccountRoster
{
    /// <summary>
    /// Rows of a partition whose change number is above <paramref name="afterChange"/>, in its order.
    /// </summary>
    Task<IReadOnlyList<RosterRow>> ReadAsync(
        int partition, long afterChange, int limit, CancellationToken cancellationToken);

    /// <summary>Which rows these are, without reading their documents.</summary>
    Task<IReadOnlyList<RosterChange>> ReadChangesAsync(
        int partition, long afterChange, int limit, CancellationToken cancellationToken);

    /// <summary>The same as it is stored, for questions about the whole book, which read everything.</summary>
    Task<IReadOnlyList<RosterDocument>> ReadDocumentsAsync(
        int partition, long afterChange, int limit, CancellationToken cancellationToken);

    /// <summary>How many accounts there are in all partitions.</summary>
    Task<long> CountAsync(CancellationToken cancellationToken);
}

/// <summary>A place in the journal in the order of the accounts.</summary>
/// <param name="AccountId">The account; empty before all of them.</param>
/// <param name="Sequence">The event's own sequence.</param>
public readonly record struct JournalPlace(string AccountId, long Sequence)
{
    /// <summary>Before all events.</summary>
    public static JournalPlace Start { get; } = new("", 0);
}

/// <summary>
/// The journal: every event of every account, in the order in which they were committed. Pages hold 1 to 10,000 events.
/// </summary>
public interface IJournal
{
    /// <summary>Events of all accounts after a position.</summary>
    Task<IReadOnlyList<JournalEntry>> ReadAllAsync(long afterPosition, int limit, CancellationToken cancellationToken);

    /// <summary>Events of one partition after a position.</summary>
    Task<IReadOnlyList<JournalEntry>> ReadPartitionAsync(
        int partition, long afterPosition, int limit, CancellationToken cancellationToken);

    /// <summary>Events of one account after its own sequence number.</summary>
    Task<IReadOnlyList<JournalEntry>> ReadAccountAsync(
        string accountId, long afterSequence, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Events of all accounts that happened before an instant, in the order of the accounts' ids and their own
    /// sequence, after a place in it: whoever folds every account needs one of them at a time.
    /// </summary>
    Task<IReadOnlyList<JournalEntry>> ReadByAccountAsync(
        JournalPlace after, DateTimeOffset before, int limit, CancellationToken cancellationToken);

    /// <summary>The newest position, 0 for an empty journal.</summary>
    Task<long> LastPositionAsync(CancellationToken cancellationToken);
}

/// <summary>Stored replies.</summary>
public interface IReplyStore
{
    /// <summary>What was answered under this id, or null.</summary>
    Task<StoredReply?> FindAsync(string owner, string kind, string id, CancellationToken cancellationToken);
}

/// <summary>What is written rarely and read whole when a silo starts: instruments, regimes.</summary>
public interface IReferenceStore
{
    /// <summary>Key and document of every state stored under this state name.</summary>
    Task<IReadOnlyList<KeyValuePair<string, string>>> ReadAllAsync(
        string stateName, CancellationToken cancellationToken);
}
