using MarginGrains.Storage.Databases;
using Microsoft.Data.Sqlite;

namespace MarginGrains.Storage.GrainStorage;

/// <summary>The writer's connection with its compiled statements; used by the writer's thread alone.</summary>
internal sealed class WriteSession : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly TimeProvider _time;
    private readonly Statement _begin;
    private readonly Statement _commit;
    private readonly Statement _mark;
    private readonly Statement _undo;
    private readonly Statement _keep;
    private long _lastChange;

    public WriteSession(SqliteConnection connection, TimeProvider time)
    {
        _connection = connection;
        _time = time;
        _begin = new(connection, "BEGIN IMMEDIATE");
        _commit = new(connection, "COMMIT");
        _mark = new(connection, "SAVEPOINT request");
        _undo = new(connection, "ROLLBACK TO request");
        _keep = new(connection, "RELEASE request");
        States = new(connection);
        Rows = new(connection);
        Settings = new(connection);
        _lastChange = States.LastChange();
    }

    public StateStatements States { get; }

    public RowStatements Rows { get; }

    public SettingStatements Settings { get; }

    /// <summary>The clock's time at the transaction's start, as stored.</summary>
    public string Modified { get; private set; } = "";

    /// <summary>
    /// The next change number. One thread gives them and one transaction publishes them, so whoever sees a number has
    /// seen or can see all smaller ones. A request that is undone leaves a gap.
    /// </summary>
    public long NextChange() => ++_lastChange;

    public void Begin()
    {
        Modified = StoredTime.Text(_time.GetUtcNow());
        _begin.Execute();
    }

    public void Commit() => _commit.Execute();

    /// <summary>Applies a request; if it breaks a rule of its own it is undone, and its neighbours stay.</summary>
    public void Apply(WriteRequest request)
    {
        _mark.Execute();
        try
        {
            request.Apply(this);
        }
        catch (Exception e) when (SqliteFailures.ConcernOneRow(e))
        {
            _undo.Execute();
            request.Refuse(e is SqliteException ? Refused(e) : e);
        }

        _keep.Execute();
    }

    /// <summary>False if the transaction cannot even be rolled back.</summary>
    public bool TryRollBack()
    {
        try
        {
            if (SqliteConnections.InTransaction(_connection))
                SqliteConnections.Run(_connection, "ROLLBACK");
            return true;
        }
        catch (SqliteException)
        {
            // Told to the callers through the failure that led here; the writer takes nothing more.
            return false;
        }
    }

    public void Dispose()
    {
        Settings.Dispose();
        Rows.Dispose();
        States.Dispose();
        foreach (var statement in (ReadOnlySpan<Statement>)[_begin, _commit, _mark, _undo, _keep])
            statement.Dispose();
        _connection.Dispose();
    }

    private static StorageException Refused(Exception e) =>
        new(StorageErrors.RowRefused, $"A row breaks a rule of its table: {e.Message}", e);
}
