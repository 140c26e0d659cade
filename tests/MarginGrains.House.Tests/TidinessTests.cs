using System.Text.RegularExpressions;

namespace MarginGrains.House.Tests;

/// <summary>Sizes, names and what lies where.</summary>
public partial class TidinessTests
{
    private const int MostLines = 400;

    private const int MostColumns = 120;

    private static readonly string[] TopLevel =
    [
        "src", "tests", "deploy", "MarginGrains.sln", "docker-compose.yml", "README.md", "Directory.Build.props",
        "Directory.Packages.props", "global.json", ".editorconfig", ".gitignore", "LICENSE", "CHANGELOG.md", ".ci", ".git",
    ];

    private static readonly string[] BuildOutput = ["bin", "obj", "artifacts", "TestResults", ".vs", ".idea"];

    // Written in two parts, or this file would find itself.
    private static readonly string[] Unfinished = ["TO" + "DO", "FIX" + "ME", "HA" + "CK"];

    [Fact]
    public void TheTopLevel_HoldsNothingElse() => Directory.EnumerateFileSystemEntries(Repository.Root)
        .Select(e => Path.GetFileName(e)!).Except(TopLevel).Except(BuildOutput).ShouldBeEmpty();

    [Fact]
    public void NoFile_IsLongerThanFourHundredLines() => Repository.Files(Repository.Root, "*.cs")
        .Select(f => (File: Repository.Short(f), Lines: File.ReadLines(f).Count()))
        .Where(f => f.Lines > MostLines).ShouldBeEmpty();

    [Fact]
    public void NoLineOfTheProduct_IsWiderThanAHundredAndTwentyColumns() =>
        Repository.Files(Repository.Source, "*.cs").SelectMany(Wide).ShouldBeEmpty();

    [Fact]
    public void Nothing_IsLeftUnfinished() => Repository.Files(Repository.Root, "*.cs")
        .SelectMany(f => File.ReadLines(f).Where(l => Unfinished.Any(l.Contains)).Select(l => $"{Repository.Short(f)}: {l.Trim()}"))
        .ShouldBeEmpty();

    [Fact]
    public void NoType_IsNamedByAWordThatSaysNothing() => Repository.Files(Repository.Source, "*.cs")
        .SelectMany(f => TypeNames(File.ReadAllText(f))).Where(SaysNothing).ShouldBeEmpty();

    [Theory]
    [InlineData("public sealed class OrderManager(int a)", true)]
    [InlineData("internal record struct FillInfo", true)]
    [InlineData("public static partial class MarginUtil", true)]
    [InlineData("interface IPriceEngine", true)]
    [InlineData("public sealed record DataPoint(int A);", false)]
    [InlineData("public sealed record Information;", false)]
    public void ANameThatSaysNothing_IsCaught(string source, bool caught) =>
        TypeNames(source).ShouldHaveSingleItem().ShouldSatisfyAllConditions(n => SaysNothing(n).ShouldBe(caught));

    private static IEnumerable<string> Wide(string file) => File.ReadLines(file)
        .Select((line, index) => (line, number: index + 1))
        .Where(l => l.line.Length > MostColumns)
        .Select(l => $"{Repository.Short(file)}:{l.number} has {l.line.Length}");

    private static IEnumerable<string> TypeNames(string source) =>
        TypeDeclaration().Matches(source).Select(m => m.Groups["name"].Value);

    private static bool SaysNothing(string name) => EmptySuffix().IsMatch(name);

    [GeneratedRegex(@"^[ \t]*(?:(?:public|internal|private|protected|file|static|sealed|abstract|partial|readonly|ref)\s+)*" +
        @"(?:class|record\s+struct|record\s+class|record|struct|interface|enum)\s+(?<name>[A-Z]\w*)", RegexOptions.Multiline)]
    private static partial Regex TypeDeclaration();

    [GeneratedRegex("(?:Manager|Helper|Helpers|Util|Utils|Processor|Engine|Data|Info|Common|Shared)$")]
    private static partial Regex EmptySuffix();
}
