using System.Text.RegularExpressions;

namespace MarginGrains.House.Tests;

/// <summary>Every rule has one number, stands in Core's README, and has a test.</summary>
public partial class RuleTests
{
    private static readonly HashSet<string> Stated =
        [.. StatedRule().Matches(File.ReadAllText(Path.Combine(Repository.Core, "README.md"))).Select(m => m.Groups[1].Value)];

    [Fact]
    public void TheReadme_StatesEachRuleOnce_WithoutGaps()
    {
        var rows = StatedRule().Matches(File.ReadAllText(Path.Combine(Repository.Core, "README.md"))).Select(m => m.Groups[1].Value).ToList();
        rows.ShouldBeUnique();
        rows.Count.ShouldBeGreaterThan(40);
        foreach (var kind in rows.GroupBy(r => r[..r.IndexOf('-', StringComparison.Ordinal)]))
        {
            kind.ShouldBe(Enumerable.Range(1, kind.Count()).Select(n => $"{kind.Key}-{n:000}"));
        }
    }

    [Fact]
    public void EveryRuleThatTheProductCites_IsStated() =>
        Repository.Files(Repository.Source, "*.cs").SelectMany(f => Cited(File.ReadAllText(f))).Distinct().Except(Stated).ShouldBeEmpty();

    [Fact]
    public void EveryRule_HasATest() => Stated.Except(Tested()).ShouldBeEmpty();

    [Fact]
    public void EveryTestedRule_IsStated() => Tested().Except(Stated).ShouldBeEmpty();

    [Theory]
    [InlineData("(rule MARG-010)", "MARG-010")]
    [InlineData("(rules CALL-001 to CALL-003)", "CALL-001 CALL-002 CALL-003")]
    [InlineData("ISO-4217 and liq-a-1", "")]
    public void ACitation_IsRead(string text, string rules) => Cited(text).ShouldBe(rules.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static IEnumerable<string> Tested() => Repository.Files(Repository.Tests, "*.cs")
        .SelectMany(f => TestedRule().Matches(File.ReadAllText(f))).Select(m => m.Groups[1].Value).Distinct();

    private static IEnumerable<string> Cited(string text) => CitedRule().Matches(text).SelectMany(m =>
    {
        var first = int.Parse(m.Groups["first"].Value, System.Globalization.CultureInfo.InvariantCulture);
        var last = m.Groups["last"].Success
            ? int.Parse(m.Groups["last"].Value, System.Globalization.CultureInfo.InvariantCulture)
            : first;
        return Enumerable.Range(first, last - first + 1).Select(n => $"{m.Groups["kind"].Value}-{n:000}");
    });

    [GeneratedRegex(@"^\| ([A-Z]{3,4}-\d{3}) \|", RegexOptions.Multiline)]
    private static partial Regex StatedRule();

    [GeneratedRegex(@"Trait\(""Rule"", ""([A-Z]{3,4}-\d{3})""\)")]
    private static partial Regex TestedRule();

    [GeneratedRegex(@"\b(?<kind>MARG|MARK|POSN|CALL|CAL|LIQD|ACCT|ORDR|SCEN|DEBT|TOPU|SESS|LOOK|DAYC|COST|CORP|GARD)-(?<first>\d{3})(?: to \k<kind>-(?<last>\d{3}))?")]
    private static partial Regex CitedRule();
}
