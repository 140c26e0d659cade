using System.Collections.Immutable;
using MarginGrains.Core.Liquidation;

namespace MarginGrains.Core.Tests.Liquidation;

public class DeleveragingTests
{
    /// Five long have to be sold at 90; the mark is 100.
    private static readonly DeleveragingNeed Need = new() { Quantity = new(5m), BankruptcyPrice = new(90m), Mark = new(100m) };

    /// Shorts, with their scores in the order of the ranking.
    private static readonly ImmutableArray<DeleveragingCandidate> Ranked =
    [
        Short("winner-high", 2m, 125m, 10m), //   20 % × 10 = 2
        Short("winner-low", 2m, 200m, 2m), //     50 % × 2  = 1
        Short("winner-low-2", 2m, 200m, 2m), //   equal, later in the alphabet
        Short("even", 1m, 100m, 50m), //          0
        Short("loser-high", 1m, 80m, 10m), //     25 % ÷ 10 = 0.025 below zero
        Short("loser-low", 1m, 80m, 2m), //       25 % ÷ 2  = 0.125 below zero
    ];

    [Fact]
    [Trait("Rule", "LIQD-013")]
    public void Candidates_RankByGainTimesLeverage_LosersAfterWinners()
    {
        var plan = DeleveragingPlan.Of(Need with { Quantity = new(9m) }, [.. Ranked.Reverse()]);
        plan.Steps.Select(s => s.AccountId).ShouldBe(Ranked.Select(c => c.AccountId));
        plan.Steps.Select(s => s.Rank).ShouldBe([1, 2, 3, 4, 5, 6]);
        plan.Unplaced.IsZero.ShouldBeTrue();
        Ranked.Select(c => c.Score(Need.Mark).Value).ShouldBe([2m, 1m, 1m, 0m, -0.025m, -0.125m]);
    }

    [Fact]
    [Trait("Rule", "LIQD-013")]
    public void OnlyWhatIsNeeded_IsTaken_AtTheBankruptcyPrice()
    {
        var plan = DeleveragingPlan.Of(Need, Ranked);
        plan.Price.ShouldBe(new(90m));
        plan.Steps.Select(s => s.Quantity.Value).ShouldBe([2m, 2m, 1m], "shorts buy");
        plan.Unplaced.IsZero.ShouldBeTrue();
    }

    [Fact]
    [Trait("Rule", "LIQD-013")]
    public void WhatCannotBePlaced_IsSaid()
    {
        DeleveragingPlan.Of(Need with { Quantity = new(12m) }, Ranked).Unplaced.ShouldBe(new(3m));
        var bought = DeleveragingPlan.Of(Need with { Quantity = new(-5m) }, [Short("long", -2m, 80m, 1m), Ranked[0]]);
        bought.Steps.ShouldHaveSingleItem().Quantity.ShouldBe(new(-2m), "a long sells, a short of the same side takes no part");
        bought.Unplaced.ShouldBe(new(-3m));
    }

    [Fact]
    [Trait("Rule", "LIQD-013")]
    public void EachStep_SaysWhy()
    {
        var plan = DeleveragingPlan.Of(Need with { Quantity = new(1.5m) }, Ranked);
        plan.Steps.ShouldHaveSingleItem().Why.ShouldBe("winner-high gives up 1.5 of its 2 at the bankruptcy price 90 because of "
            + "its score 2: gain 20 % × leverage 10 at the mark 100");
        var loser = DeleveragingPlan.Of(Need with { Quantity = new(1.5m) }, [Ranked[^1]]);
        loser.Steps[0].Why.ShouldBe("loser-low gives up all of its 1 at the bankruptcy price 90 because of its score -0.125: "
            + "loss 25 % ÷ leverage 2 at the mark 100");
    }

    [Fact]
    [Trait("Rule", "LIQD-013")]
    public void CandidatesThatCannotBeRanked_AreRefused()
    {
        Should.Throw<ArgumentException>(() => DeleveragingPlan.Of(Need, [Ranked[0], Ranked[0]])).Message.ShouldContain("twice");
        Should.Throw<ArgumentOutOfRangeException>(() => DeleveragingPlan.Of(Need, [Ranked[0] with { EffectiveLeverage = default }]));
        Should.Throw<ArgumentOutOfRangeException>(() => DeleveragingPlan.Of(Need with { Quantity = default }, Ranked));
    }

    private static DeleveragingCandidate Short(string id, decimal units, decimal average, decimal leverage) =>
        new(new(id), new(-units), new(average), new(leverage));
}
