using MarginGrains.Grains.Ports;
using MarginGrains.Storage.Databases;
using Microsoft.Data.Sqlite;
using Orleans.Storage;

namespace MarginGrains.Storage.GrainStorage;

/// <summary>Journal and reply rows: only ever added.</summary>
internal sealed class RowStatements(SqliteConnection connection) : IDisposable
{
    private readonly Statement _append = new(connection, """
        INSERT INTO journal (account, sequence, partition, type, time, body)
        VALUES ($account, $sequence, $partition, $type, $time, $body)
        ON CONFLICT (account, sequence) DO NOTHING
        """);

    private readonly Statement _keep = new(connection, """
        INSERT INTO reply (owner, kind, id, fingerprint, body)
        VALUES ($owner, $kind, $id, $fingerprint, $body)
        ON CONFLICT (owner, kind, id) DO NOTHING
        """);

    private readonly Statement _find = new(
        connection, "SELECT fingerprint, body FROM reply WHERE owner = $owner AND kind = $kind AND id = $id");

    public void Append(JournalRow entry)
    {
        var stored = _append.Execute(
            entry.AccountId, entry.Sequence, entry.Partition, entry.Type, StoredTime.Text(entry.Time), entry.Body);
        if (stored == 0)
            throw new InconsistentStateException(
                $"Event {entry.Sequence} of account '{entry.AccountId}' is in the journal already.");
    }

    public void Keep(StoredReply reply)
    {
        if (_keep.Execute(reply.Owner, reply.Kind, reply.Id, reply.Fingerprint, reply.Body) == 0)
            throw new ReplyExistsException(_find.Read(
                row => new StoredReply(reply.Owner, reply.Kind, reply.Id, row.GetString(0), row.GetString(1)),
                reply.Owner, reply.Kind, reply.Id)[0]);
    }

    public void Dispose()
    {
        _append.Dispose();
        _keep.Dispose();
        _find.Dispose();
    }
}
