using MarginGrains.Grains.Ports;

namespace MarginGrains.Storage.GrainStorage;

/// <summary>A state as it is to stand in its table.</summary>
/// <param name="Key">Which state.</param>
/// <param name="Expected">The version it replaces, 0 if it is to be the first.</param>
/// <param name="Document">The new document, JSON.</param>
internal sealed record StateRow(StateKey Key, long Expected, string Document);

/// <summary>Where an account's row is found by monitors.</summary>
internal readonly record struct AccountPlace(int Partition, bool Exposed);

/// <summary>A state with its events and replies: all stored or none.</summary>
internal sealed class StateWrite(StateRow row, ICommitsTogether? together) : WriteRequest<long>
{
    // Copied now, on the caller's turn: the writer runs later and the grain's lists may have moved on.
    private readonly AccountPlace? _place =
        together?.Partition is { } partition ? new(partition, together.Exposed) : null;
    private readonly StoredReply[] _replies = [.. together?.PendingReplies ?? []];
    private readonly JournalRow[] _journal = [.. together?.PendingJournal ?? []];

    /// <summary>The new version.</summary>
    protected override long Write(WriteSession session)
    {
        // The version comes first: to a stale activation neither an existing reply nor a journal conflict is news.
        if (_place is { } place)
            session.States.StoreAccount(row, place, session);
        else
            session.States.StoreOther(row, session.Modified);
        foreach (var reply in _replies)
            session.Rows.Keep(reply);
        foreach (var entry in _journal)
            session.Rows.Append(entry);
        return row.Expected + 1;
    }
}
