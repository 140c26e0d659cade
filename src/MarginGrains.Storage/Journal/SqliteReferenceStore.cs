using MarginGrains.Grains.Ports;
using MarginGrains.Storage.Databases;

namespace MarginGrains.Storage.Journal;

/// <summary>All states of one name, such as every instrument, in the order of their keys.</summary>
internal sealed class SqliteReferenceStore(SqliteDatabase database) : IReferenceStore
{
    private const string OfKind = "SELECT key, document FROM grain_state WHERE kind = $kind ORDER BY key";

    public async Task<IReadOnlyList<KeyValuePair<string, string>>> ReadAllAsync(
        string stateName, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(stateName);
        return await database.Readers.ReadAsync(
            connection => connection.Read(
                OfKind, row => KeyValuePair.Create(row.GetString(0), row.GetString(1)), stateName),
            cancellationToken);
    }
}
