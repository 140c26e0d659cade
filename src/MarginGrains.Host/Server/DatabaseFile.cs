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

    public void Dispose()
    {
        if (temporaryFolder is not null) Directory.Delete(temporaryFolder, recursive: true);
    }
}
