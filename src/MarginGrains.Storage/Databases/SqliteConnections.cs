using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace MarginGrains.Storage.Databases;

/// <summary>Opens connections with the settings that durability rests on.</summary>
internal static class SqliteConnections
{
    private const int BusyTimeoutSeconds = 5;

    // A full batch logs 300 to 500 pages: at SQLite's default of 1,000 every third would end in a checkpoint.
    private const string WriterPragmas = """
        PRAGMA busy_timeout = 5000;
        PRAGMA synchronous = FULL;
        PRAGMA fullfsync = ON;
        PRAGMA foreign_keys = ON;
        PRAGMA wal_autocheckpoint = 8000;
        PRAGMA journal_size_limit = 134217728;
        PRAGMA cache_size = -65536;
        """;

    private const string ReaderPragmas =
        "PRAGMA busy_timeout = 5000; PRAGMA query_only = ON; PRAGMA cache_size = -16384;";

    /// <summary>The one connection that writes; creates the file if there is none.</summary>
    public static SqliteConnection OpenWriter(string path)
    {
        var connection = Open(path, SqliteOpenMode.ReadWriteCreate);
        try
        {
            // SQLite falls back to reading when it may not write, and would say so only at the first write.
            if (raw.sqlite3_db_readonly(connection.Handle, "main") == 1)
                throw new StorageException(
                    StorageErrors.DatabaseReadOnly, $"The database file '{path}' cannot be written.");
            var mode = (string?)Scalar(connection, "PRAGMA journal_mode = WAL");
            if (!string.Equals(mode, "wal", StringComparison.OrdinalIgnoreCase))
                throw new StorageException(
                    StorageErrors.DatabaseUnreadable, $"The database '{path}' cannot keep a write-ahead log here.");
            Run(connection, WriterPragmas);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>A connection that only reads; the writer's connection must be open already.</summary>
    public static SqliteConnection OpenReader(string path)
    {
        var connection = Open(path, SqliteOpenMode.ReadOnly);
        try
        {
            Run(connection, ReaderPragmas);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Whether a transaction is open: SQLite ends one by itself after some errors.</summary>
    public static bool InTransaction(SqliteConnection connection) =>
        raw.sqlite3_get_autocommit(connection.Handle) == 0;

    public static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public static object? Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    private static SqliteConnection Open(string path, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = mode,
            Pooling = false,
            DefaultTimeout = BusyTimeoutSeconds,
        }.ConnectionString);
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
