namespace MarginGrains.Storage;

/// <summary>The values of <see cref="StorageException.Code"/>: stable, for programs and runbooks.</summary>
public static class StorageErrors
{
    /// <summary>Another process has the database open.</summary>
    public const string DatabaseLocked = "database_locked";

    /// <summary>The file or its folder cannot be written.</summary>
    public const string DatabaseReadOnly = "database_read_only";

    /// <summary>The file is no database, is one of another program, or is damaged.</summary>
    public const string DatabaseUnreadable = "database_unreadable";

    /// <summary>The database's folder does not exist; it is not made, or a mistyped path would start empty.</summary>
    public const string DatabaseDirectoryMissing = "database_directory_missing";

    /// <summary>A newer program has migrated the database.</summary>
    public const string SchemaNewer = "schema_newer";

    /// <summary>A script that was applied has changed since.</summary>
    public const string SchemaChecksumMismatch = "schema_checksum_mismatch";

    /// <summary>The database was laid out for another number of partitions.</summary>
    public const string PartitionCountMismatch = "partition_count_mismatch";

    /// <summary>A transaction failed as a whole, or its outcome is unknown: retry with the same id.</summary>
    public const string WriteFailed = "storage_write_failed";

    /// <summary>A row breaks a rule of its table; nothing of its write was stored, a retry will not help.</summary>
    public const string RowRefused = "storage_row_refused";

    /// <summary>A read failed.</summary>
    public const string ReadFailed = "storage_read_failed";

    /// <summary>A stored document does not fit the type that reads it.</summary>
    public const string DocumentUnreadable = "document_unreadable";

    /// <summary>The database is closed or closing; what was asked was not done.</summary>
    public const string StorageClosed = "storage_closed";
}
