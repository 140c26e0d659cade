namespace MarginGrains.House.Tests;

/// <summary>Core ← Contracts ← Grains ← Storage ← Host, and Contracts ← Gateway ← Host.</summary>
public class ProjectLayerTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["MarginGrains.Core"] = [],
        ["MarginGrains.Contracts"] = ["MarginGrains.Core"],
        ["MarginGrains.Grains"] = ["MarginGrains.Core", "MarginGrains.Contracts"],
        ["MarginGrains.Storage"] = ["MarginGrains.Core", "MarginGrains.Contracts", "MarginGrains.Grains"],
        ["MarginGrains.Gateway"] = ["MarginGrains.Core", "MarginGrains.Contracts"],
        ["MarginGrains.Host"] =
        [
            "MarginGrains.Core", "MarginGrains.Contracts", "MarginGrains.Grains", "MarginGrains.Storage", "MarginGrains.Gateway",
        ],
    };

    [Fact]
    public void EveryProject_RefersOnlyToThoseBelowIt()
    {
        var projects = Repository.Files(Repository.Source, "*.csproj").ToList();
        projects.Select(Path.GetFileNameWithoutExtension).ShouldBe(Allowed.Keys.Order(StringComparer.Ordinal));
        projects.SelectMany(p => Violations(Path.GetFileNameWithoutExtension(p), Repository.ProjectReferences(p))).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("MarginGrains.Gateway", "MarginGrains.Grains")]
    [InlineData("MarginGrains.Gateway", "MarginGrains.Storage")]
    [InlineData("MarginGrains.Core", "MarginGrains.Contracts")]
    [InlineData("MarginGrains.Grains", "MarginGrains.Storage")]
    public void AReferenceUpward_IsCaught(string project, string reference) =>
        Violations(project, ["MarginGrains.Core", reference]).ShouldContain($"{project} refers to {reference}");

    [Fact]
    public void TheProduct_NeverRefersToTests() => Repository.Files(Repository.Source, "*.csproj")
        .SelectMany(Repository.ProjectReferences).ShouldAllBe(r => Allowed.ContainsKey(r));

    private static IEnumerable<string> Violations(string project, IEnumerable<string> references) =>
        references.Except(Allowed[project]).Select(r => $"{project} refers to {r}");
}
