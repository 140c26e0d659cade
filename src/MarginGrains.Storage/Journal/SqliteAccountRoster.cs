using MarginGrains.Grains.Ports;
using MarginGrains.Storage.Databases;
using MarginGrains.Storage.GrainStorage;

namespace MarginGrains.Storage.Journal;

/// <summary>The account table by partition and change number; numbers appear in their order, as positions do.</summary>
internal sealed class SqliteAccountRoster(SqliteDatabase database) : IAccountRoster
{
    private const string Changed = """
        SELECT key, change, exposed, document FROM account
        WHERE partition = $partition AND change > $after ORDER BY change LIMIT $limit
        """;

    private const string Changes = """
        SELECT key, change, version FROM account
        WHERE partition = $partition AND change > $after ORDER BY change LIMIT $limit
        """;

    private const string ChangedDocuments = """
        SELECT key, change, CAST(document AS BLOB) FROM account
        WHERE partition = $partition AND change > $after ORDER BY change LIMIT $limit
        """;

    public async Task<IReadOnlyList<RosterRow>> ReadAsync(
        int partition, long afterChange, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(partition);
        PageLimit.Check(afterChange, limit);
        return await database.Readers.ReadAsync(
            connection => connection.Read(
                Changed,
                row => new RosterRow(row.GetString(0), row.GetInt64(1), row.GetBoolean(2), row.GetString(3)),
                partition, afterChange, limit),
            cancellationToken);
    }

    public async Task<IReadOnlyList<RosterChange>> ReadChangesAsync(
        int partition, long afterChange, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(partition);
        PageLimit.Check(afterChange, limit);
        return await database.Readers.ReadAsync(
            connection => connection.Read(
                Changes,
                row => new RosterChange(row.GetString(0), row.GetInt64(1), StateKey.ETag(row.GetInt64(2))!),
                partition, afterChange, limit),
            cancellationToken);
    }

    public async Task<IReadOnlyList<RosterDocument>> ReadDocumentsAsync(
        int partition, long afterChange, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(partition);
        PageLimit.Check(afterChange, limit);
        return await database.Readers.ReadAsync(
            connection => connection.Read(
                ChangedDocuments,
                row => new RosterDocument(row.GetString(0), row.GetInt64(1), row.GetFieldValue<byte[]>(2)),
                partition, afterChange, limit),
            cancellationToken);
    }

    public async Task<long> CountAsync(CancellationToken cancellationToken) =>
        (await database.Readers.ReadAsync(
            connection => connection.Read("SELECT count(*) FROM account", row => row.GetInt64(0)),
            cancellationToken))[0];
}
