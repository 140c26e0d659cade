using MarginGrains.Grains.Ports;
using MarginGrains.Storage.Databases;
using Microsoft.Data.Sqlite;

namespace MarginGrains.Storage.Journal;

/// <summary>
/// The journal by position. There is one writer, so positions appear in their order and a cursor that is a position
/// skips nothing.
/// </summary>
internal sealed class SqliteJournal(SqliteDatabase database) : IJournal
{
    private const string Columns = "SELECT position, account, sequence, partition, type, time, body FROM journal ";

    private const string All = Columns + "WHERE position > $after ORDER BY position LIMIT $limit";

    private const string OfPartition =
        Columns + "WHERE partition = $partition AND position > $after ORDER BY position LIMIT $limit";

    private const string OfAccount =
        Columns + "WHERE account = $account AND sequence > $after ORDER BY sequence LIMIT $limit";

    private const string ByAccount = Columns
        + "WHERE (account, sequence) > ($account, $after) AND time < $before ORDER BY account, sequence LIMIT $limit";

    private const string Last = "SELECT coalesce(max(position), 0) FROM journal";

    public async Task<IReadOnlyList<JournalEntry>> ReadAllAsync(
        long afterPosition, int limit, CancellationToken cancellationToken)
    {
        PageLimit.Check(afterPosition, limit);
        return await database.Readers.ReadAsync(
            connection => connection.Read(All, Entry, afterPosition, limit), cancellationToken);
    }

    public async Task<IReadOnlyList<JournalEntry>> ReadPartitionAsync(
        int partition, long afterPosition, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(partition);
        PageLimit.Check(afterPosition, limit);
        return await database.Readers.ReadAsync(
            connection => connection.Read(OfPartition, Entry, partition, afterPosition, limit), cancellationToken);
    }

    public async Task<IReadOnlyList<JournalEntry>> ReadAccountAsync(
        string accountId, long afterSequence, int limit, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(accountId);
        PageLimit.Check(afterSequence, limit);
        return await database.Readers.ReadAsync(
            connection => connection.Read(OfAccount, Entry, accountId, afterSequence, limit), cancellationToken);
    }

    public async Task<IReadOnlyList<JournalEntry>> ReadByAccountAsync(
        JournalPlace after, DateTimeOffset before, int limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(after.AccountId);
        PageLimit.Check(after.Sequence, limit);
        return await database.Readers.ReadAsync(
            connection => connection.Read(
                ByAccount, Entry, after.AccountId, after.Sequence, StoredTime.Text(before), limit),
            cancellationToken);
    }

    public Task<long> LastPositionAsync(CancellationToken cancellationToken) => database.Readers.ReadAsync(
        connection => connection.Read(Last, row => row.GetInt64(0))[0], cancellationToken);

    private static JournalEntry Entry(SqliteDataReader row) => new(
        row.GetInt64(0), row.GetString(1), row.GetInt64(2), row.GetInt32(3),
        row.GetString(4), StoredTime.Parse(row.GetString(5)), row.GetString(6));
}
