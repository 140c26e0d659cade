using System.Xml.Linq;

namespace MarginGrains.House.Tests;

/// <summary>The tree that these tests look at: the folder above them that holds the solution.</summary>
internal static class Repository
{
    private static readonly string[] BuildOutput = ["bin", "obj"];

    public static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    public static string Source { get; } = Path.Combine(Root, "src");

    public static string Tests { get; } = Path.Combine(Root, "tests");

    public static string Core { get; } = Path.Combine(Source, "MarginGrains.Core");

    /// <summary>Files below a folder, without what a build leaves.</summary>
    public static IEnumerable<string> Files(string folder, string pattern) => Directory
        .EnumerateFiles(folder, pattern, SearchOption.AllDirectories)
        .Where(f => !Path.GetRelativePath(folder, f).Split(Path.DirectorySeparatorChar).Intersect(BuildOutput).Any())
        .Order(StringComparer.Ordinal);

    public static string Short(string file) => Path.GetRelativePath(Root, file).Replace('\\', '/');

    public static IEnumerable<string> ProjectReferences(string project) => XDocument.Load(project)
        .Descendants("ProjectReference")
        .Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value.Replace('\\', '/')));

    private static string FindRoot(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "MarginGrains.sln"))) return folder.FullName;
        }

        throw new DirectoryNotFoundException($"no MarginGrains.sln above {start}");
    }
}
