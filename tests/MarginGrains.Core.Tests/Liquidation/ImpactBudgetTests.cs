using MarginGrains.Core.Liquidation;
using MarginGrains.Testing.Core;

namespace MarginGrains.Core.Tests.Liquidation;

public class ImpactBudgetTests
{
    private static readonly ImpactScale Scale = new() { MakerFee = new(0.007m), TakerFee = new(0.003m), Depth = new(1_000m) };

    private static readonly ImpactBudgetTerms Terms = ImpactBudgetTerms.Of(Scale, TimeSpan.FromSeconds(10), new(1m));

    private ImpactBudget budget = ImpactBudget.Of(Terms);

    [Fact]
    [Trait("Case", "F25")]
    [Trait("Rule", "LIQD-015")]
    public void TwoAccounts_ShareTheWindow()
    {
        Terms.Capacity.ShouldBe(new(100m));
        Ask(0, 150m).ShouldBe((100m, 10), "50 are left");
        Ask(0, 50m).ShouldBe((0m, 10), "at once again");
        Ask(6, 50m).ShouldBe((0m, 10));
        Ask(11, 50m).ShouldBe((50m, null), "the first account is done");
        Ask(11, 150m).ShouldBe((50m, 21), "the second has what is left of the window");
        Ask(23, 100m).ShouldBe((100m, null), "the rest");
    }

    [Fact]
    [Trait("Rule", "LIQD-015")]
    public void AGrant_CountsUntilItIsAsOldAsTheWindow()
    {
        Ask(0, 40m);
        Ask(4, 60m);
        Ask(9, 30m).ShouldBe((0m, 10));
        Ask(10, 90m).ShouldBe((40m, 14), "what was granted at 0 is 10 s old");
        Ask(14, 90m).ShouldBe((60m, 20));
        budget.Grants.Length.ShouldBe(2, "what no longer counts is forgotten");
    }

    [Fact]
    [Trait("Rule", "LIQD-015")]
    public void OnlyWholeLots_AreGranted_OrAllThatIsWanted()
    {
        budget = ImpactBudget.Of(Terms with { Lot = new(30m) });
        Ask(0, 15m).ShouldBe((15m, null), "all that is wanted");
        Ask(1, 99m).ShouldBe((60m, 10), "85 are free, two lots of them");
        Ask(2, 26m).ShouldBe((0m, 10), "25 are free");
        Ask(2, 25m).ShouldBe((25m, null));
    }

    [Fact]
    [Trait("Rule", "LIQD-015")]
    public void AnEarlierTime_CountsAsTheLast()
    {
        Ask(0, 100m);
        Ask(10, 100m);
        Ask(5, 10m).ShouldBe((0m, 20), "the grant at 0 is forgotten, that at 10 counts");
        Ask(3, 0m).ShouldBe((0m, null), "nothing wanted, nothing missing");
        budget.AsOf.ShouldBe(At(10));
    }

    [Fact]
    [Trait("Rule", "LIQD-015")]
    public void ABudget_OfLessThanALot_IsRefused()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => ImpactBudget.Of(Terms with { Capacity = new(0.9m) }));
        Should.Throw<ArgumentOutOfRangeException>(() => ImpactBudget.Of(Terms with { Lot = default }));
        Should.Throw<ArgumentOutOfRangeException>(() => ImpactBudget.Of(Terms with { Window = TimeSpan.Zero }));
        Should.Throw<ArgumentOutOfRangeException>(() => budget.Decide(At(0), new(-1m)));
    }

    private (decimal Granted, int? MoreAt) Ask(int second, decimal wanted)
    {
        var decision = budget.Decide(At(second), new(wanted));
        budget = decision.Next;
        return (decision.Granted.Value, decision.MoreAt is { } more ? (int)(more - At(0)).TotalSeconds : null);
    }

    private static DateTimeOffset At(int second) => TestMarket.Monday.AddSeconds(second);
}
