using System.Reflection;
using MarginGrains.Core.Accounts;

namespace MarginGrains.House.Tests;

/// <summary>Core's folders depend downward only, in signatures and in code.</summary>
public class CoreLayerTests
{
    private const string CoreNamespace = "MarginGrains.Core.";

    private const string PlantedNamespace = "MarginGrains.House.Planted.";

    /// What each may name besides itself is what stands lower. Liquidation and Guards do not know each other.
    private static readonly Dictionary<string, int> Levels = new()
    {
        ["Primitives"] = 0, ["Instruments"] = 1, ["Regimes"] = 2, ["Calendars"] = 3, ["Marks"] = 4, ["Positions"] = 5,
        ["Accruals"] = 6, ["Margin"] = 7, ["Calls"] = 8, ["Liquidation"] = 9, ["Guards"] = 9, ["Accounts"] = 10,
        ["Scenarios"] = 11, ["Statements"] = 11, ["Oracle"] = 12,
    };

    private static readonly Assembly Core = typeof(Account).Assembly;

    [Fact]
    public void NoFolderOfCore_NamesAHigherOne() => Violations(Core.GetTypes(), CoreNamespace).ShouldBeEmpty();

    [Fact]
    public void EveryFolderOfCore_HasItsLevel()
    {
        var folders = Directory.EnumerateDirectories(Repository.Core).Select(d => Path.GetFileName(d)!).Except(["bin", "obj"]);
        folders.ShouldBeSubsetOf(Levels.Keys);
        Core.GetTypes().Where(t => t.Namespace?.StartsWith("MarginGrains", StringComparison.Ordinal) == true)
            .Select(t => Folder(t, CoreNamespace)).Distinct().ShouldBeSubsetOf(Levels.Keys);
    }

    [Fact]
    public void AFile_LiesInTheFolderOfItsNamespace()
    {
        foreach (var file in Repository.Files(Repository.Core, "*.cs"))
        {
            var folder = Path.GetFileName(Path.GetDirectoryName(file));
            File.ReadAllText(file).ShouldContain($"namespace {CoreNamespace}{folder};", Case.Sensitive, Repository.Short(file));
        }
    }

    [Theory]
    [InlineData("ReachesUpInCode", true)]
    [InlineData("ReachesUpInALambda", true)]
    [InlineData("ReachesUpInATypeArgument", true)]
    [InlineData("ReachesNowhere", false)]
    public void AReachUpward_IsCaught(string name, bool caught)
    {
        var planted = GetType().Assembly.GetType($"{PlantedNamespace}Primitives.{name}", throwOnError: true)!;
        Violations(WithNested(planted), PlantedNamespace).Any().ShouldBe(caught);
    }

    private static IEnumerable<Type> WithNested(Type type) =>
        type.GetNestedTypes(BindingFlags.NonPublic | BindingFlags.Public).SelectMany(WithNested).Prepend(type);

    private static IEnumerable<string> Violations(IEnumerable<Type> types, string prefix) =>
        from type in types
        let source = Folder(type, prefix)
        where source is not null
        from named in References.TypesIn(type)
        let target = Folder(named, prefix)
        where target is not null && target != source && Levels[target] >= Levels[source]
        select $"{type.FullName} names {named.FullName}";

    private static string? Folder(Type type, string prefix) =>
        type.Namespace?.StartsWith(prefix, StringComparison.Ordinal) == true ? type.Namespace[prefix.Length..].Split('.')[0] : null;
}
