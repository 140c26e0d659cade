using MarginGrains.Host.Output;

namespace MarginGrains.Host.Tests.Output;

public sealed class SummaryTextTests
{
    [Fact]
    public void Values_AreWrittenForPeople() => Text(new
    {
        Ticks = 1_234_567L, Rate = 0.5, IsLockstep = true, Left = (int?)null, Name = "a\u001bb", UptimeSeconds = 3600,
    }).ShouldBe(["ticks: 1,234,567", "rate: 0.5", "is lockstep: yes", "left: -", "name: a b", "uptime: 1 h"]);

    [Fact]
    public void NestedValues_CarryTheNamesOnTheWay() => Text(new
    {
        Files = new[] { new { Name = "a.csv", BadLines = 2 }, new { Name = "b.csv", BadLines = 0 } },
    }).ShouldBe(["files 1, name: a.csv", "files 1, bad lines: 2", "files 2, name: b.csv", "files 2, bad lines: 0"]);

    [Fact]
    public void LongLists_SayWhatIsNotShown()
    {
        var lines = Text(new { Accounts = Enumerable.Range(0, 1025) });

        lines.Count.ShouldBe(21);
        lines[^1].ShouldBe("accounts: 1,005 more not shown");
    }

    private static List<string> Text(object summary) =>
        [.. SummaryText.Lines(summary).Select(line => $"{line.Label}: {line.Value}")];
}
