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
        for (var n = 1; n <= 1000; n++) Tell("A", version: 1, 100m + n, number: n, Due);
        table.QueuedDueTimes.ShouldBe(1);
        table.TakeDue(Due, orAt: false, found).ShouldBeNull();
        table.TakeDue(Due, orAt: true, found).ShouldBe(Due);
        found.ShouldHaveSingleItem().Id.ShouldBe("A");
    }

    [Fact]
    public void ADueTimeThatWasReplaced_TakesNobody()
    {
        Tell("A", 1, 100m, 1, Due);
        Tell("A", 2, 100m, 1, null);
        table.TakeDue(Due, orAt: true, found).ShouldBeNull();
        Tell("A", 3, 100m, 1, Due);
        Tell("A", 4, 100m, 1, Due.AddHours(1));
        Tell("A", 5, 100m, 1, Due);
        table.TakeDue(Due, orAt: true, found).ShouldBe(Due);
        found.Count.ShouldBe(1);
    }

    [Fact]
    public void AnOlderVersion_NeverReplacesANewer()
    {
        Tell("A", 2, 100m, 2, null);
        Tell("A", 1, 90m, 1, Due).ShouldBeFalse();
        table.VersionOf("A").ShouldBe(2);
        table.Crossed(Mark(100m, 3), found);
        found.ShouldBeEmpty();
        table.Crossed(Mark(99m, 4), found);
        found.Count.ShouldBe(1);
    }

    [Fact]
    public void AGuardThatTheMonitorsMarksHaveLeft_IsDirty_UnlessTheAccountIsAhead()
    {
        var market = MarketSet.Empty.With(Mark(105m, 10));
        table.Replace(Notice("A", 1, 100m, 9, null), market, 0).ShouldBeTrue();
        table.Replace(Notice("B", 1, 100m, 11, null), market, 0).ShouldBeFalse();
        table.Replace(Notice("C", 1, 105m, 10, null), market, 0).ShouldBeFalse();
        table.TakeDirty(found);
        found.Select(a => a.Id).ShouldBe(["A"]);
        table.AnyDirty.ShouldBeFalse();
    }

    [Fact]
    public void AnAccountThatNoLongerHolds_IsNotWoken()
    {
        Tell("A", 1, 100m, 1, null);
        table.Replace(new AccountNotice("A", 2, 0, new Guard(2, [], null), null), MarketSet.Empty, 0);
        table.Crossed(Mark(50m, 2), found);
        found.ShouldBeEmpty();
    }

    private bool Tell(string id, long version, decimal price, long number, DateTimeOffset? due) =>
        table.Replace(Notice(id, version, price, number, due), MarketSet.Empty, 0);

    private static AccountNotice Notice(string id, long version, decimal price, long number, DateTimeOffset? due)
    {
        var band = new GuardBand(new Symbol("S"), new Price(price), new Price(price), false);
        return new(id, version, 0, new Guard(version, [band], due), null) { MarkNumbers = [number] };
    }

    private static Mark Mark(decimal price, long sequence) =>
        new(new("S"), new(price), MarginCluster.Start, 1, sequence, MarkKind.Given);
}
