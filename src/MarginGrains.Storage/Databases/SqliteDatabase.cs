using MarginGrains.Storage.GrainStorage;
using MarginGrains.Storage.Hosting;
using MarginGrains.Storage.Migrations;
using Microsoft.Data.Sqlite;

namespace MarginGrains.Storage.Databases;

/// <summary>
/// An open database file: locked against other processes, migrated, with one writer and a few readers. Disposing it
/// writes what is queued, then lets go of the file.
/// </summary>
public sealed class SqliteDatabase : IDisposable
{
    private readonly DatabaseLock _lock;

    private SqliteDatabase(string filePath, DatabaseLock fileLock, SqliteConnection connection, SqliteOpening opening)
    {
        FilePath = filePath;
        _lock = fileLock;
        SchemaVersion = SqliteMigrator.Migrate(connection, MigrationScript.Embedded("sqlite"), opening.Time);
        Readers = new ReadPool(filePath, opening.Options.ReadConnections);
        try
        {
            Writer = new GroupCommitWriter(connection, opening.Options.QueueCapacity, opening.Time);
        }
        catch
        {
            Readers.Dispose();
            throw;
        }
    }

    /// <summary>The file, as a full path.</summary>
    public string FilePath { get; }

    /// <summary>Version of the newest migration in the file.</summary>
    public int SchemaVersion { get; }

    /// <summary>Writes that wait for the next transaction.</summary>
    public int QueueDepth => Writer.QueueDepth;

    /// <summary>Why nothing is written any more until the process starts again, or null while all is well.</summary>
    public StorageException? Failure => Writer.Failure;

    internal GroupCommitWriter Writer { get; }

    internal ReadPool Readers { get; }

    /// <summary>Opens a database with default settings, creating the file if there is none.</summary>
    /// <exception cref="StorageException">With a code that says what is in the way.</exception>
    public static SqliteDatabase Open(string path, TimeProvider time) =>
        Open(new SqliteStorageOptions { DatabasePath = path }, time);

    /// <summary>Opens a database, creating the file if there is none.</summary>
    /// <exception cref="StorageException">With a code that says what is in the way.</exception>
    public static SqliteDatabase Open(SqliteStorageOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        var path = Path.GetFullPath(options.DatabasePath);
        var fileLock = DatabaseLock.Take(path);
        SqliteConnection? connection = null;
        try
        {
            connection = SqliteConnections.OpenWriter(path);
            return new SqliteDatabase(path, fileLock, connection, new SqliteOpening(options, time));
        }
        catch (Exception e)
        {
            connection?.Dispose();
            fileLock.Dispose();
            if (e is SqliteException sqlite)
                throw SqliteFailures.WhileOpening(sqlite, path);
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Readers.Dispose();
        Writer.Dispose();
        _lock.Dispose();
    }

    private sealed record SqliteOpening(SqliteStorageOptions Options, TimeProvider Time);
}
