using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace MarginGrains.Storage.Databases;

/// <summary>What SQLite's error codes mean to us.</summary>
internal static class SqliteFailures
{
    public static StorageException WhileOpening(SqliteException e, string path) => e.SqliteErrorCode switch
    {
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => new StorageException(
            StorageErrors.DatabaseLocked, $"Another program holds a lock on the database '{path}'.", e),
        raw.SQLITE_READONLY or raw.SQLITE_PERM or raw.SQLITE_AUTH => new StorageException(
            StorageErrors.DatabaseReadOnly, $"The database '{path}' cannot be written.", e),
        raw.SQLITE_FULL or raw.SQLITE_IOERR => new StorageException(
            StorageErrors.WriteFailed, $"The database '{path}' could not be prepared: {e.Message}", e),
        _ => new StorageException(
            StorageErrors.DatabaseUnreadable, $"The file '{path}' is no readable database: {e.Message}", e),
    };

    public static StorageException WhileReading(SqliteException e) =>
        new(StorageErrors.ReadFailed, $"A read failed: {e.Message}", e);

    /// <summary>
    /// Whether an error concerns one row only. After any other error of SQLite's (disk full, I/O, memory) the
    /// transaction may be gone already, and with it the neighbours.
    /// </summary>
    public static bool ConcernOneRow(Exception e) => e is not SqliteException sqlite
        || sqlite.SqliteErrorCode is raw.SQLITE_CONSTRAINT or raw.SQLITE_TOOBIG or raw.SQLITE_MISMATCH;

    /// <summary>
    /// Whether nothing may be written any more. After a failed fsync the kernel may have dropped the pages and report
    /// success the next time; only a restart, which reads the log again, tells what is stored.
    /// </summary>
    public static bool AreFinal(Exception e) => e is SqliteException sqlite
        && (sqlite.SqliteExtendedErrorCode is raw.SQLITE_IOERR_FSYNC or raw.SQLITE_IOERR_DIR_FSYNC
            || sqlite.SqliteErrorCode is raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB);
}
