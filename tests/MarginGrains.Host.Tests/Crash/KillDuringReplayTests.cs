using MarginGrains.Chaos;
using Xunit.Abstractions;

namespace MarginGrains.Host.Tests.Crash;

public sealed class KillDuringReplayTests(ITestOutputHelper output)
{
    [Fact]
    [Trait("Rule", "COST-001")]
    public async Task ServerKilledInTheMiddleOfAReplay_LosesNothing_RepeatsNothing_AndEndsAsIfUndisturbed()
    {
        var plan = new KillPlan(Kills: 3, Ticks: 16_000, Accounts: 40, Seed: 20_261_123);

        var report = await new KillDuringReplay(plan, output.WriteLine).RunAsync();

        report.StruckInTheMiddle.ShouldBeTrue($"{report}");
        report.Kills.ShouldBe(plan.Kills);
        report.Acknowledged.ShouldBeGreaterThan(30);
        report.Events.ShouldBeGreaterThan(500);
        report.Held.ShouldBeGreaterThan(0);
        report.MoneyOff.ShouldBe(0m);
        report.Lost.ShouldBe(0);
        report.Duplicated.ShouldBe(0);
        report.ExecutedAgain.ShouldBe(0);
        report.DifferentEvents.ShouldBe(0, string.Join('\n', report.Examples));
        report.DifferentStages.ShouldBe(0);
        report.Periods.ShouldBeGreaterThan(1_000);
        report.PeriodsRepeated.ShouldBe(0);
        report.DifferentCosts.ShouldBe(0, string.Join('\n', report.Examples));
    }

    [Fact]
    public void Report_IsNotClean_WhenAnythingIsWrong()
    {
        var clean = new KillReport
        {
            Kills = 1, TicksBeforeLastKill = 1, TicksAfterLastKill = 1, Acknowledged = 1, Events = 1,
            Held = 0, MoneyOff = 0m, Lost = 0, Duplicated = 0, ExecutedAgain = 0, DifferentEvents = 0, DifferentStages = 0,
            Periods = 1, PeriodsRepeated = 0, DifferentCosts = 0, Examples = [],
        };

        clean.IsClean.ShouldBeTrue();
        (clean with { Lost = 1 }).IsClean.ShouldBeFalse();
        (clean with { MoneyOff = 0.01m }).IsClean.ShouldBeFalse();
        (clean with { Duplicated = 1 }).IsClean.ShouldBeFalse();
        (clean with { ExecutedAgain = 1 }).IsClean.ShouldBeFalse();
        (clean with { DifferentEvents = 1 }).IsClean.ShouldBeFalse();
        (clean with { DifferentStages = 1 }).IsClean.ShouldBeFalse();
        (clean with { PeriodsRepeated = 1 }).IsClean.ShouldBeFalse();
        (clean with { DifferentCosts = 1 }).IsClean.ShouldBeFalse();
        (clean with { TicksBeforeLastKill = 0 }).StruckInTheMiddle.ShouldBeFalse();
    }
}
