using System.Collections.Immutable;
using CsCheck;
using MarginGrains.Core.Liquidation;
using MarginGrains.Core.Primitives;
using MarginGrains.Testing;
using MarginGrains.Testing.Core;
using Xunit.Abstractions;
using static MarginGrains.Testing.Core.Given;

namespace MarginGrains.Core.Tests.Liquidation;

public class PlanLaws(ITestOutputHelper output)
{
    private static readonly Gen<Chance> Chances = Gen.ULong.Select(seed => new Chance(new PCG(12, seed)));

    [Fact]
    [Trait("Rule", "LIQD-011")]
    public void TheShares_SumToTheDeficit_AndALaterLayerPaysOnlyWhenTheEarlierCannot()
    {
        var uncovered = 0;
        Law.Holds(output, Chances, 3_000, c =>
        {
            var deficit = Cents(c, 0, 100_000);
            ImmutableArray<LossLayer> layers = [.. Enumerable.Range(0, c.Between(0, 6)).Select(_ => new LossLayer(
                c.Pick(Enum.GetValues<LossPayer>()), c.Percent(10) ? null : Cents(c, -10_000, 50_000),
                c.Percent(50) ? null : Cents(c, 0, 50_000)))];

            var plan = LossWaterfall.Plan(deficit, layers);

            plan.Shares.Select(s => s.Payer).ShouldBe(layers.Select(l => l.Payer));
            plan.Shares.Aggregate(plan.Uncovered, (sum, share) => sum + share.Amount).ShouldBe(deficit);
            plan.Uncovered.IsNegative.ShouldBeFalse();
            var left = deficit;
            foreach (var (layer, share) in layers.Zip(plan.Shares))
            {
                share.Amount.IsNegative.ShouldBeFalse();
                if (layer.MostPerEvent is { } most) share.Amount.ShouldBeLessThanOrEqualTo(most);
                if (layer.Available is { } has) share.Amount.ShouldBeLessThanOrEqualTo(Money.Max(has, Amount(0m)));
                left -= share.Amount;
                var isExhausted = share.Amount == layer.MostPerEvent || layer.Available is { } all && share.Amount >= all;
                if (left.IsPositive) isExhausted.ShouldBeTrue("the next layer pays only when this one cannot");
            }

            if (plan.Uncovered.IsPositive) uncovered++;
        });
        if (Seed.OnlyCase is null) uncovered.ShouldBeInRange(300, 2_700);
    }

    [Fact]
    [Trait("Rule", "LIQD-012")]
    public void ASocializedLoss_IsCollected_AndNoMoreThanAStepPerUnitBeyondIt() => Law.Holds(output, Chances, 3_000, c =>
    {
        var loss = Cents(c, 0, 1_000_000);
        var units = new BearingUnits(new(c.Between(0, 9_999) / 10m), new(-c.Between(1, 9_999) / 10m));
        var step = new Ratio(c.Pick(1m, 0.01m, 0.00001m));

        var spread = LossSocialization.Spread(loss, units, step).ShouldNotBeNull();

        (spread.PerUnit.Amount % step.Value).ShouldBe(0m);
        spread.Collected.ShouldBeGreaterThanOrEqualTo(loss);
        (spread.Collected - spread.Surplus).ShouldBe(loss);
        spread.Surplus.Amount.ShouldBeLessThan(step.Value * units.Total.Value);
    });

    [Fact]
    [Trait("Rule", "LIQD-013")]
    public void Deleveraging_OnlyReduces_NeverMoreThanNeededOrHeld_HighestScoreFirst()
    {
        var unplaced = 0;
        Law.Holds(output, Chances, 3_000, c =>
        {
            var need = new DeleveragingNeed
            {
                Quantity = new(c.Between(1, 2_000) / 10m * c.Pick(1m, -1m)), BankruptcyPrice = new(c.Near(100m)), Mark = new(c.Near(100m)),
            };
            ImmutableArray<DeleveragingCandidate> candidates = [.. Enumerable.Range(0, c.Between(0, 12)).Select(i =>
                new DeleveragingCandidate(new($"a-{i}"), new(c.Between(1, 500) / 10m * c.Pick(1m, -1m)),
                    new(c.Pick(90m, 100m, c.Near(100m))), new(c.Between(1, 4))))];

            var plan = DeleveragingPlan.Of(need, candidates);

            Exactly.Same(DeleveragingPlan.Of(need, [.. c.Shuffle(candidates)]), plan);
            var byId = candidates.ToDictionary(k => k.AccountId);
            plan.Steps.Select(s => s.AccountId).ShouldBeUnique();
            plan.Steps.Aggregate(plan.Unplaced, (sum, step) => sum + step.Quantity).ShouldBe(need.Quantity);
            foreach (var step in plan.Steps)
            {
                var held = byId[step.AccountId].Quantity;
                Math.Sign(step.Quantity.Value).ShouldBe(-Math.Sign(held.Value));
                step.Quantity.Absolute.Value.ShouldBeInRange(0.1m, held.Absolute.Value);
                if (step != plan.Steps[^1]) step.Quantity.ShouldBe(-held, "a next one is touched when the last has nothing left");
            }

            var scores = plan.Steps.Select(s => byId[s.AccountId].Score(need.Mark).Value).ToList();
            scores.ShouldBe(scores.OrderDescending());
            var taken = plan.Steps.Select(s => s.AccountId).ToHashSet();
            var spared = candidates.Where(k => k.Quantity.IsLong != need.Quantity.IsLong && !taken.Contains(k.AccountId)).ToList();
            spared.ForEach(k => k.Score(need.Mark).Value.ShouldBeLessThanOrEqualTo(scores[^1]));
            if (plan.Unplaced.IsZero) return;
            unplaced++;
            spared.ShouldBeEmpty();
        });
        if (Seed.OnlyCase is null) unplaced.ShouldBeInRange(300, 2_700);
    }

    [Fact]
    [Trait("Rule", "LIQD-014")]
    public void ADisposal_OnlyReduces_AndNoSliceIsMoreThanTheBookBears() => Law.Holds(output, Chances, 1_000, c =>
    {
        var terms = new DisposalTerms
        {
            Step = TimeSpan.FromSeconds(c.Between(1, 60)), Fraction = Ratio.Percent(c.Between(1, 100)),
            FullDisposalSize = new(c.Between(0, 100)), LargestBookShare = Ratio.Percent(c.Between(1, 100)), Lot = new(c.Pick(1m, 0.1m, 7m)),
        };
        var takenOver = new Quantity(c.Between(-50_000, 50_000) / 10m);
        var book = new Quantity(c.Between(0, 10_000));

        var plan = DisposalPlan.Of(takenOver, terms, book);

        plan.Slices.ShouldAllBe(s => Math.Sign(s.Quantity.Value) == -Math.Sign(takenOver.Value));
        plan.Slices.ShouldAllBe(s => s.Quantity.Absolute.Value <= book.Value * terms.LargestBookShare.Value);
        plan.Slices.Select(s => s.After).ShouldBe(Enumerable.Range(0, plan.Slices.Length).Select(i => terms.Step * i));
        plan.Slices.Aggregate(takenOver, (left, slice) => left + slice.Quantity).ShouldBe(plan.Remaining);
        var isThin = book.Value * terms.LargestBookShare.Value < terms.Lot.Value;
        if (isThin) plan.Slices.ShouldBeEmpty();
        else if (plan.Slices.Length < DisposalPlan.MostSlices) plan.Remaining.IsZero.ShouldBeTrue();
    });

    [Fact]
    [Trait("Rule", "LIQD-015")]
    public void ABudget_GrantsNoMoreThanItsCapacity_InAnyWindow()
    {
        var partial = 0;
        Law.Holds(output, Chances, 1_000, c =>
        {
            var lot = new Quantity(c.Pick(1m, 0.1m, 5m));
            var terms = new ImpactBudgetTerms(TimeSpan.FromSeconds(c.Between(1, 20)), new(lot.Value * c.Between(1, 100) + c.Pick(0m, 0.05m)), lot);
            var budget = ImpactBudget.Of(terms);
            var granted = new List<ImpactGrant>();
            var now = TestMarket.Monday;
            for (var i = c.Between(1, 60); i > 0; i--)
            {
                now += TimeSpan.FromMilliseconds(c.Between(-1_000, 4_000));
                var wanted = new Quantity(c.Between(0, 200) * 0.5m);
                var decision = budget.Decide(now, wanted);
                decision.Granted.Value.ShouldBeInRange(0m, wanted.Value);
                (decision.Granted == wanted || decision.Granted.IsMultipleOf(lot)).ShouldBeTrue("all that is wanted, or whole lots");
                (decision.MoreAt is null).ShouldBe(decision.Granted == wanted);
                if (decision.MoreAt is { } more)
                {
                    partial++;
                    more.ShouldBeGreaterThan(decision.Next.AsOf);
                    var rest = wanted - decision.Granted;
                    decision.Next.Decide(more, rest).Granted.Value.ShouldBeGreaterThan(0m, "more can be had when it says so");
                    if (more > decision.Next.AsOf.AddTicks(1))
                    {
                        decision.Next.Decide(more.AddTicks(-1), rest).Granted.IsZero.ShouldBeTrue("and not before");
                    }
                }

                budget = decision.Next;
                granted.Add(new(budget.AsOf, decision.Granted));
            }

            foreach (var first in granted)
            {
                granted.Where(g => g.At >= first.At && g.At - first.At < terms.Window).Sum(g => g.Units.Value)
                    .ShouldBeLessThanOrEqualTo(terms.Capacity.Value);
            }
        });
        if (Seed.OnlyCase is null) partial.ShouldBeGreaterThan(1_000);
    }

    private static Money Cents(Chance c, int least, int most) => Amount(c.Between(least, most) / 100m);
}
