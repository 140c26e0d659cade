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
    public void EveryRejection_IsGivenBySomething()
    {
        var given = Repository.Files(Repository.Core, "*.cs").Where(f => Path.GetFileName(f) != "Rejection.cs")
            .SelectMany(f => Named().Matches(File.ReadAllText(f))).Select(m => m.Groups[1].Value);
        Enum.GetNames<Rejection>().Except(given).ShouldBeEmpty();
    }

    [Fact]
    public void AForgottenRejection_IsCaught()
    {
        var all = string.Join('\n', Enum.GetNames<Rejection>().Select(r => $"Rejection.{r} => \"{r}\","));
        Forgotten(all).ShouldBeEmpty();
        Forgotten(all.Replace("Rejection.CallOpen =>", "", StringComparison.Ordinal)).ShouldBe(["CallOpen"]);
        Forgotten("if (refusal.Code == Rejection.CallOpen) return;").ShouldBeEmpty("a question is no mapping");
    }

    /// A mapping is a file with an arm for a rejection, alone or with others.
    private static IEnumerable<string> Forgotten(string source) => Arm().IsMatch(source)
        ? Enum.GetNames<Rejection>().Except(Named().Matches(source).Select(m => m.Groups[1].Value))
        : [];

    [GeneratedRegex(@"Rejection\.\w+\s*=>")]
    private static partial Regex Arm();

    [GeneratedRegex(@"Rejection\.(\w+)")]
    private static partial Regex Named();
}
