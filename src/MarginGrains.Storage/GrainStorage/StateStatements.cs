using MarginGrains.Storage.Databases;
using Microsoft.Data.Sqlite;

namespace MarginGrains.Storage.GrainStorage;

/// <summary>Version-checked writes of states. A state stands in one of the two tables, never in both.</summary>
internal sealed class StateStatements(SqliteConnection connection) : IDisposable
{
    private readonly Statement _insertAccount = new(connection, """
        INSERT INTO account (key, kind, partition, version, exposed, change, document, modified)
        SELECT $key, $kind, $partition, $version, $exposed, $change, $document, $modified
        WHERE NOT EXISTS (SELECT 1 FROM grain_state WHERE kind = $kind AND key = $key)
        ON CONFLICT (key) DO NOTHING
        """);

    private readonly Statement _updateAccount = new(connection, """
        UPDATE account
        SET version = version + 1, exposed = $exposed, change = $change, document = $document, modified = $modified
        WHERE key = $key AND kind = $kind AND partition = $partition AND version = $expected
        """);

    private readonly Statement _deleteAccount = new(
        connection, "DELETE FROM account WHERE key = $key AND kind = $kind AND version = $expected");

    private readonly Statement _insertOther = new(connection, """
        INSERT INTO grain_state (kind, key, version, document, modified)
        SELECT $kind, $key, 1, $document, $modified
        WHERE NOT EXISTS (SELECT 1 FROM account WHERE key = $key AND kind = $kind)
        ON CONFLICT (kind, key) DO NOTHING
        """);

    private readonly Statement _updateOther = new(connection, """
        UPDATE grain_state SET version = version + 1, document = $document, modified = $modified
        WHERE kind = $kind AND key = $key AND version = $expected
        """);

    private readonly Statement _deleteOther = new(
        connection, "DELETE FROM grain_state WHERE kind = $kind AND key = $key AND version = $expected");

    private readonly Statement _version = new(connection, """
        SELECT version FROM account WHERE key = $key AND kind = $kind
        UNION ALL SELECT version FROM grain_state WHERE kind = $kind AND key = $key
        """);

    private readonly Statement _lastChange = new(connection, """
        SELECT max(
            coalesce((SELECT max(change) FROM account), 0),
            coalesce((SELECT CAST(value AS INTEGER) FROM setting WHERE name = 'change_floor'), 0))
        """);

    /// <summary>The highest change number ever committed.</summary>
    public long LastChange() => _lastChange.Read(row => row.GetInt64(0))[0];

    /// <summary>The stored version, 0 if there is none.</summary>
    public long Version(StateKey key) => _version.Read(row => row.GetInt64(0), key.Key, key.Kind).FirstOrDefault();

    public void StoreAccount(StateRow row, AccountPlace place, WriteSession session)
    {
        var (key, change) = (row.Key, session.NextChange());
        if (row.Expected > 0 && _updateAccount.Execute(
            place.Exposed, change, row.Document, session.Modified,
            key.Key, key.Kind, place.Partition, row.Expected) == 1)
            return;

        // An owner that had a state before it was opened as an account moves, and keeps counting its versions.
        var isNewAccount = row.Expected == 0 || DeleteOther(key, row.Expected);
        if (!isNewAccount || _insertAccount.Execute(
            key.Key, key.Kind, place.Partition, row.Expected + 1,
            place.Exposed, change, row.Document, session.Modified) == 0)
            throw key.Conflict(Version(key), row.Expected);
    }

    public void StoreOther(StateRow row, string modified)
    {
        var key = row.Key;
        var stored = row.Expected == 0
            ? _insertOther.Execute(key.Kind, key.Key, row.Document, modified)
            : _updateOther.Execute(row.Document, modified, key.Kind, key.Key, row.Expected);
        if (stored == 0)
            throw key.Conflict(Version(key), row.Expected);
    }

    public bool DeleteAccount(StateKey key, long expected) =>
        _deleteAccount.Execute(key.Key, key.Kind, expected) == 1;

    public bool DeleteOther(StateKey key, long expected) =>
        _deleteOther.Execute(key.Kind, key.Key, expected) == 1;

    public void Dispose()
    {
        foreach (var statement in (ReadOnlySpan<Statement>)[
            _insertAccount, _updateAccount, _deleteAccount,
            _insertOther, _updateOther, _deleteOther, _version, _lastChange])
            statement.Dispose();
    }
}
