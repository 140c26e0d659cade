using System.Globalization;
using MarginGrains.Storage.Databases;
using MarginGrains.Storage.GrainStorage;

namespace MarginGrains.Storage.Settings;

/// <summary>What is decided when a database is first used and never again.</summary>
public sealed class SqliteSettings(SqliteDatabase database)
{
    private const string PartitionCount = "partition_count";

    /// <summary>The stored value, or null.</summary>
    public async Task<string?> FindAsync(string name, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var values = await database.Readers.ReadAsync(
            connection => connection.Read(
                "SELECT value FROM setting WHERE name = $name", row => row.GetString(0), name),
            cancellationToken);
        return values.SingleOrDefault();
    }

    /// <summary>Stores a value unless the name has one already, and returns the one that stands.</summary>
    public Task<string> KeepFirstAsync(string name, string value, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(value);
        return database.Writer.SubmitAsync(new KeepFirst(name, value), cancellationToken);
    }

    /// <summary>Fixes the number of partitions at the first start: each account's row says which it is in.</summary>
    /// <exception cref="StorageException">The database was laid out for another number.</exception>
    public async Task FixPartitionCountAsync(int count, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var text = count.ToString(CultureInfo.InvariantCulture);
        var stored = await KeepFirstAsync(PartitionCount, text, cancellationToken);
        if (!string.Equals(stored, text, StringComparison.Ordinal))
            throw new StorageException(
                StorageErrors.PartitionCountMismatch,
                $"The database was laid out for {stored} partitions; it cannot be used with {text}.");
    }

    private sealed class KeepFirst(string name, string value) : WriteRequest<string>
    {
        protected override string Write(WriteSession session) => session.Settings.KeepFirst(name, value);
    }
}
