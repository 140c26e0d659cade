namespace MarginGrains.Host.Server;

/// <summary>
/// The database of a run: a file that the user named, or a temporary one that goes when the run is over.
/// </summary>
internal sealed class DatabaseFile : IDisposable
{
    private readonly string? temporaryFolder;

    private DatabaseFile(string fullPath, string? temporaryFolder)
    {
        FullPath = fullPath;
        this.temporaryFolder = temporaryFolder;
    }

    public string FullPath { get; }

    public static DatabaseFile Of(string? path, string purpose)
    {
        if (path is not null) return new(Path.GetFullPath(path), null);
        var folder = Directory.CreateTempSubdirectory($"margingrains-{purpose}-").FullName;
        return new(Path.Combine(folder, $"{purpose}.db"), folder);
    }

    /// <summary>A temporary one in memory, where the system has a file system there; otherwise on disk.</summary>
    public static DatabaseFile InMemory(string purpose)
    {
        const string memory = "/dev/shm";
        if (!Directory.Exists(memory)) return Of(null, purpose);
        var folder = Path.Combine(memory, $"margingrains-{purpose}-{Guid.NewGuid():N}");
        Directory.CreateDirectory(folder);
        return new(Path.Combine(folder, $"{purpose}.db"), folder);
    }

    public void Dispose()
    {
        if (temporaryFolder is not null) Directory.Delete(temporaryFolder, recursive: true);
    }
}
