using System.ComponentModel.DataAnnotations;

namespace MarginGrains.Storage.Hosting;

/// <summary>Settings of the embedded storage.</summary>
public sealed class SqliteStorageOptions
{
    /// <summary>The database file; created if missing, its folder is not. Its log and lock stand beside it.</summary>
    [Required]
    public required string DatabasePath { get; init; }

    /// <summary>Connections that read; each may run one query at a time. Default 4.</summary>
    [Range(1, 64)]
    public int ReadConnections { get; init; } = 4;

    /// <summary>Writes that may wait for a transaction before callers have to wait for room. Default 4,096.</summary>
    [Range(1, 1_000_000)]
    public int QueueCapacity { get; init; } = 4_096;
}
