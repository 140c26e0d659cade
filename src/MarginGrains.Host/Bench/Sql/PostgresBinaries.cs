using MarginGrains.Host.Server;

namespace MarginGrains.Host.Bench.Sql;

/// <summary>Where PostgreSQL's own programs are on this machine.</summary>
internal sealed record PostgresBinaries(string Folder)
{
    private const string Installations = "/usr/lib/postgresql";

    private static readonly string[] Programs = ["initdb", "pg_ctl", "postgres"];

    public string InitDb => Path.Combine(Folder, "initdb");

    public string PgCtl => Path.Combine(Folder, "pg_ctl");

    /// <summary>Those of this machine; throws <c>postgres_missing</c>.</summary>
    public static PostgresBinaries Require() => Require(Environment.GetEnvironmentVariable("PATH"), Installations);

    /// <param name="searchPath">Folders, looked through first.</param>
    /// <param name="installations">A folder with one per version, of which the highest counts.</param>
    public static PostgresBinaries Require(string? searchPath, string installations) =>
        Find(searchPath, installations) ?? throw new ServerException(
            "postgres_missing",
            $"PostgreSQL (initdb, pg_ctl, postgres) was found neither on PATH nor under {installations}; install it, "
            + "or name a server that runs with --connection.");

    /// <summary>Those of this machine, or null.</summary>
    public static PostgresBinaries? Find() => Find(Environment.GetEnvironmentVariable("PATH"), Installations);

    private static PostgresBinaries? Find(string? searchPath, string installations)
    {
        var onPath = (searchPath ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        var installed = Directory.Exists(installations) ? Directory.GetDirectories(installations) : [];
        var byVersion = installed.OrderByDescending(VersionOf).Select(f => Path.Combine(f, "bin"));
        // A link on PATH may be of one program alone: the others are where it leads to.
        var folder = onPath.Select(Linked).Concat(byVersion).FirstOrDefault(HasAll);
        return folder is null ? null : new(folder);
    }

    private static string Linked(string folder)
    {
        var program = new FileInfo(Path.Combine(folder, Programs[0]));
        return program.Exists && program.ResolveLinkTarget(returnFinalTarget: true) is { } target
            ? Path.GetDirectoryName(target.FullName)!
            : folder;
    }

    private static bool HasAll(string folder) => Programs.All(p => File.Exists(Path.Combine(folder, p)));

    /// Up to 9.6 two numbers, since then one.
    private static Version VersionOf(string folder)
    {
        var name = Path.GetFileName(folder);
        return Version.TryParse(name.Contains('.', StringComparison.Ordinal) ? name : $"{name}.0", out var version)
            ? version
            : new();
    }
}
