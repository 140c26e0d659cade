using MarginGrains.Contracts.Accounts;
using MarginGrains.Core.Guards;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Primitives;
using MarginGrains.Grains.Monitors;
using MarginGrains.Grains.Tests.Cluster;

namespace MarginGrains.Grains.Tests.Monitors;

public sealed class GuardTableTests
{
    private static readonly DateTimeOffset Due = MarginCluster.Start + TimeSpan.FromHours(1);
    private readonly GuardTable table = new(_ => null!);
    private readonly List<GuardedAccount> found = [];

    [Fact]
    public void ADueTime_IsQueuedOnce_HoweverOftenTheAccountAnswers()
    {
        for (var n = 1; n <= 1000; n++) Tell("A", version: 1, 100m + n, Due);
        table.QueuedDueTimes.ShouldBe(1);
        table.TakeDue(Due, orAt: false, found).ShouldBeNull();
        table.TakeDue(Due, orAt: true, found).ShouldBe(Due);
        found.ShouldHaveSingleItem().Id.ShouldBe("A");
    }

    [Fact]
    public void ADueTimeThatWasReplaced_TakesNobody()
    {
        Tell("A", 1, 100m, Due);
        Tell("A", 2, 100m, null);
        table.TakeDue(Due, orAt: true, found).ShouldBeNull();
        Tell("A", 3, 100m, Due);
        Tell("A", 4, 100m, Due.AddHours(1));
        Tell("A", 5, 100m, Due);
        table.TakeDue(Due, orAt: true, found).ShouldBe(Due);
        found.Count.ShouldBe(1);
    }

    [Fact]
    public void AnOlderVersion_NeverReplacesANewer()
    {
        Tell("A", 2, 100m, null);
        Tell("A", 1, 90m, Due).ShouldBeFalse();
        table.VersionOf("A").ShouldBe(2);
        table.Crossed(Mark(100m, 3), found);
        found.ShouldBeEmpty();
        table.Crossed(Mark(99m, 4), found);
        found.Count.ShouldBe(1);
    }

    [Fact]
    public void AMark_TouchesOnlyWhatItLeaves()
    {
        var band = new GuardBand(new("S"), PriceSide.Mark, new Price(95m), new Price(105m));
        table.Arm(table.Take(new("A", 2, 0, null), 0)!, new(2, [band], null));
        table.IsTouchedBy(Mark(105m, 3)).ShouldBeFalse();
        table.IsTouchedBy(Mark(106m, 4)).ShouldBeTrue();
        table.Near(new("S"), new(90m), new(104m)).Select(a => a.Id).ShouldBe(["A"]);
        table.Near(new("S"), new(96m), new(104m)).ShouldBeEmpty();
    }

    [Fact]
    public void AnAccountThatNoLongerHolds_IsNotWoken()
    {
        Tell("A", 1, 100m, null);
        table.Arm(table.Take(new AccountNotice("A", 2, 0, null), 0)!, new Guard(2, [], null));
        table.Crossed(Mark(50m, 2), found);
        found.ShouldBeEmpty();
    }

    private bool Tell(string id, long version, decimal price, DateTimeOffset? due)
    {
        if (table.Take(new AccountNotice(id, version, 0, null), 0) is not { } account) return false;
        var band = new GuardBand(new Symbol("S"), PriceSide.Mark, new Price(price), new Price(price));
        table.Arm(account, new(version, [band], due));
        return true;
    }

    private static Mark Mark(decimal price, long sequence) =>
        new(new("S"), new(price), MarginCluster.Start, 1, sequence, MarkKind.Given);
}
