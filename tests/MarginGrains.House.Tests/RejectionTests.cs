using System.Text.RegularExpressions;
using MarginGrains.Core.Accounts;

namespace MarginGrains.House.Tests;

/// <summary>Where refusals are turned into something else, one by one, none is forgotten.</summary>
public partial class RejectionTests
{
    [Fact]
    public void EveryMapping_KnowsEveryRejection() => Repository.Files(Repository.Source, "*.cs")
        .Where(f => !f.StartsWith(Repository.Core, StringComparison.Ordinal))
        .SelectMany(f => Forgotten(File.ReadAllText(f)).Select(r => $"{Repository.Short(f)} forgets {r}")).ShouldBeEmpty();

    [Fact]
    public void AGatewayThatKnowsRefusals_MapsThem()
    {
        var sources = Repository.Files(Path.Combine(Repository.Source, "MarginGrains.Gateway"), "*.cs").Select(File.ReadAllText).ToList();
        sources.Any(IsMapping).ShouldBe(sources.Any(s => Named().IsMatch(s)));
    }

    [Fact]
    public void EveryRejection_IsGivenBySomething()
    {
        var given = Repository.Files(Repository.Core, "*.cs").Where(f => Path.GetFileName(f) != "Rejection.cs")
            .SelectMany(f => Named().Matches(File.ReadAllText(f))).Select(m => m.Groups[1].Value);
        Enum.GetNames<Rejection>().Except(given).ShouldBeEmpty();
    }

    [Fact]
    public void AForgottenRejection_IsCaught()
    {
        var all = string.Join('\n', Enum.GetNames<Rejection>().Select(r => $"[Rejection.{r}] = \"{r}\","));
        Forgotten(all).ShouldBeEmpty();
        Forgotten(all.Replace("Rejection.CallOpen]", "]", StringComparison.Ordinal)).ShouldBe(["CallOpen"]);
        Forgotten("Rejection.CallOpen => problem with { Stage = stage },").ShouldBeEmpty("details of a few are no mapping");
    }

    private static IEnumerable<string> Forgotten(string source) =>
        IsMapping(source) ? Enum.GetNames<Rejection>().Except(NamesIn(source)) : [];

    /// A mapping is a file that names at least half of them.
    private static bool IsMapping(string source) => NamesIn(source).Distinct().Count() * 2 >= Enum.GetNames<Rejection>().Length;

    private static IEnumerable<string> NamesIn(string source) => Named().Matches(source).Select(m => m.Groups[1].Value);

    [GeneratedRegex(@"Rejection\.(\w+)")]
    private static partial Regex Named();
}
