using MarginGrains.Grains.Ports;
using MarginGrains.Storage.Databases;

namespace MarginGrains.Storage.Journal;

/// <summary>Stored replies by their natural id.</summary>
internal sealed class SqliteReplyStore(SqliteDatabase database) : IReplyStore
{
    private const string ById =
        "SELECT fingerprint, body FROM reply WHERE owner = $owner AND kind = $kind AND id = $id";

    public async Task<StoredReply?> FindAsync(
        string owner, string kind, string id, CancellationToken cancellationToken)
    {
        var rows = await database.Readers.ReadAsync(
            connection => connection.Read(
                ById, row => new StoredReply(owner, kind, id, row.GetString(0), row.GetString(1)), owner, kind, id),
            cancellationToken);
        return rows.SingleOrDefault();
    }
}
