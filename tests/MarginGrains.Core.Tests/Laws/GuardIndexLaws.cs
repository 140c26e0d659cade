using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using CsCheck;
using MarginGrains.Core.Guards;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Primitives;
using MarginGrains.Testing;
using MarginGrains.Testing.Core;
using Xunit.Abstractions;

namespace MarginGrains.Core.Tests.Laws;

/// <summary>The index by itself: it takes whom a plain list of bands would take, and keeps little of what was replaced.</summary>
public class GuardIndexLaws(ITestOutputHelper output)
{
    private const int Steps = 300;

    private static readonly Symbol[] Symbols = [new("A"), new("B"), new("C")];

    private static readonly Gen<Chance> Chances = Gen.ULong.Select(seed => new Chance(new PCG(7, seed)));

    private long taken;

    private long due;

    private long sequence;

    [Fact]
    [Trait("Rule", "GARD-005")]
    public void TheIndex_TakesWhomAPlainListTakes()
    {
        Law.Holds(output, Chances, 400, chance =>
        {
            var (index, list) = (new GuardIndex(), new PlainGuardList());
            for (var i = 0; i < Steps; i++) Step(chance, index, list);
        });
        output.WriteLine($"{taken} taken by marks, {due} by time");
        if (Seed.OnlyCase is not null) return;
        taken.ShouldBeGreaterThan(10_000);
        due.ShouldBeGreaterThan(2_000);
    }

    [Fact]
    [Trait("Rule", "GARD-005")]
    public void TheHeap_GivesEdgesInTheOrderOfTheirPrices_AndKeepsAtMostTwiceWhatCounts()
    {
        Law.Holds(output, Chances, 400, chance =>
        {
            var isFalling = chance.Percent(50);
            var heap = new EdgeHeap(isFalling);
            var generations = new int[chance.Between(1, 150)];
            var live = new Dictionary<int, decimal>();
            for (var i = 0; i < 1_000; i++)
            {
                var slot = chance.Between(0, generations.Length - 1);
                live[slot] = chance.Between(1, 40);
                heap.Add(new(live[slot], slot, ++generations[slot]), generations);
                heap.Count.ShouldBeLessThanOrEqualTo(2 * Math.Max(32, generations.Length));
            }

            heap.IsCrossedBy(isFalling ? 40m : 1m).ShouldBeFalse("open at its edge");
            var given = new List<Edge>();
            while (heap.IsCrossedBy(isFalling ? 0m : 41m)) given.Add(heap.Take());
            heap.Count.ShouldBe(0);
            given.Select(e => e.Price).ShouldBe(isFalling
                ? given.Select(e => e.Price).OrderDescending()
                : given.Select(e => e.Price).Order());
            given.Where(e => generations[e.Slot] == e.Generation).ToDictionary(e => e.Slot, e => e.Price)
                .OrderBy(e => e.Key).ShouldBe(live.OrderBy(e => e.Key));
        });
    }

    /// <summary>
    /// 100 slots with four edges and a due time each: 400 edges and 100 due times count. A heap holds at most twice what counted when
    /// it was swept, never less than 64, with a quarter of room.
    /// </summary>
    [Fact]
    [Trait("Rule", "GARD-005")]
    public void MillionsOfGuardsThatWereReplaced_TakeNoRoom()
    {
        const int Slots = 100, Arms = 2_000_000;
        var index = new GuardIndex();
        for (var i = 0; i < Slots; i++) index.Add();
        for (var i = 0; i < Arms; i++)
        {
            var price = 100m + i % 977;
            ImmutableArray<GuardBand> bands = i % 5 == 0
                ? [GuardBand.Always(Symbols[2]), Band(Symbols[0], PriceSide.Mark, price)]
                : [Band(Symbols[0], PriceSide.Mark, price), Band(Symbols[1], PriceSide.Bid, price)];
            index.Arm(i % Slots, new(i, bands, TestMarket.Monday.AddSeconds(i % 1_009)));
        }

        index.QueuedDueTimes.ShouldBeLessThanOrEqualTo(2 * Slots + 1);
        const int MostEdges = 2 * Slots * 5 / 4 + 4, Heaps = 4, AlwaysEdges = 2 * MostEdges;
        index.Bytes().ShouldBeLessThanOrEqualTo(24L * (MostEdges * Heaps + AlwaysEdges) + 128 * 20 + 16 * (2 * Slots + 1));

        // Everyone is still there, once.
        var crossed = new List<int>();
        index.Crossed(MarkOf(Symbols[0], 1m, null), crossed);
        crossed.Order().ShouldBe(Enumerable.Range(0, Slots));
    }

    [Fact]
    [Trait("Rule", "GARD-005")]
    public void SlotsThatComeAndGo_AreGivenAgain()
    {
        var (index, crossed) = (new GuardIndex(), new List<int>());
        for (var i = 0; i < 100_000; i++)
        {
            var slot = index.Add();
            slot.ShouldBeLessThan(2);
            index.Arm(slot, new(i, [Band(Symbols[0], PriceSide.Ask, 100m)], TestMarket.Monday.AddSeconds(i)));
            index.Remove(slot);
        }

        index.Crossed(MarkOf(Symbols[0], 1m, null), crossed);
        crossed.ShouldBeEmpty();
        index.NextDue().ShouldBeNull();
        index.Bytes().ShouldBeLessThan(16_384);
    }

    /// <summary>A hundred thousand marks a second are that many in six hours.</summary>
    [Fact]
    [Trait("Rule", "GARD-005")]
    public void AnIndex_GoesOn_AfterMoreMarksAndGuardsThanAnIntegerCounts()
    {
        var (index, crossed) = (new GuardIndex(), new List<int>());
        var slot = index.Add();
        Crossings(index) = int.MaxValue - 1L;
        Generations(index)[slot] = int.MaxValue - 1;
        for (var i = 1; i <= 4; i++)
        {
            index.Arm(slot, new(i, [Band(Symbols[0], PriceSide.Mark, 100m + i)], null));
            index.Crossed(MarkOf(Symbols[0], 100m + i, null), crossed);
            crossed.ShouldBeEmpty();
            index.Crossed(MarkOf(Symbols[0], 100m, null), crossed);
            crossed.ShouldBe([slot]);
            crossed.Clear();
        }
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "crossings")]
    private static extern ref long Crossings(GuardIndex index);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "generations")]
    private static extern ref int[] Generations(GuardIndex index);

    private void Step(Chance chance, GuardIndex index, PlainGuardList list)
    {
        if (list.Slots.Count == 0 || chance.Percent(8)) list.Add(index.Add());
        var slot = chance.Pick(list.Slots);
        switch (chance.Between(1, 20))
        {
            case <= 9:
                var guard = Draw(chance);
                index.Arm(slot, guard);
                list.Arm(slot, guard);
                break;
            case 10:
                index.Disarm(slot);
                list.Disarm(slot);
                break;
            case 11:
                index.Remove(slot);
                list.Remove(slot);
                break;
            case 12:
                var at = Instant(chance);
                index.DueAt(slot, at);
                list.DueAt(slot, at);
                break;
            case 13:
                TakeDue(chance, index, list);
                break;
            case 14:
                var (from, to) = (chance.Between(80, 100), chance.Between(100, 120));
                var symbol = chance.Pick(Symbols);
                index.Near(symbol, new(from), new(to)).Order().ShouldBe(list.Near(symbol, from, to));
                break;
            default:
                Cross(chance, index, list);
                break;
        }

        index.NextDue().ShouldBe(list.NextDue());
    }

    private void Cross(Chance chance, GuardIndex index, PlainGuardList list)
    {
        var price = chance.Between(85, 115);
        var mark = MarkOf(chance.Pick(Symbols), price, chance.Percent(60) ? chance.Between(0, 4) : null);
        var isTouched = index.IsTouchedBy(mark);
        var crossed = new List<int>();
        index.Crossed(mark, crossed);
        crossed.ShouldBeUnique();
        crossed.Order().ShouldBe(list.Crossed(mark), $"{mark.Symbol} {mark.Bid}/{mark.Price}/{mark.Ask}");
        if (crossed.Count > 0) isTouched.ShouldBeTrue("whoever asks first whether a mark concerns anybody must hear of it");
        index.IsTouchedBy(mark).ShouldBeFalse("whom a mark crosses it has taken");
        taken += crossed.Count;

        // Whoever was taken is mostly armed anew; otherwise what was not crossed of it still counts.
        foreach (var slot in crossed.Where(_ => chance.Percent(70)))
        {
            var guard = Draw(chance);
            index.Arm(slot, guard);
            list.Arm(slot, guard);
        }
    }

    private void TakeDue(Chance chance, GuardIndex index, PlainGuardList list)
    {
        var (limit, orAt) = (Instant(chance)!.Value, chance.Percent(50));
        var found = new List<int>();
        var at = index.TakeDue(limit, orAt, found);
        found.ShouldBeUnique();
        (at, string.Join(' ', found.Order())).ShouldBe(list.TakeDue(limit, orAt));
        due += found.Count;
    }

    private static Guard Draw(Chance chance)
    {
        var bands = ImmutableArray.CreateBuilder<GuardBand>();
        foreach (var symbol in Symbols.Where(_ => chance.Percent(60)))
        {
            if (chance.Percent(15))
            {
                bands.Add(GuardBand.Always(symbol));
                continue;
            }

            foreach (var side in Enum.GetValues<PriceSide>().Where(_ => chance.Percent(50)))
            {
                bands.Add(new(
                    symbol, side, chance.Percent(70) ? new Price(chance.Between(85, 100)) : null,
                    chance.Percent(70) ? new Price(chance.Between(100, 115)) : null));
            }
        }

        return new(0, bands.DrainToImmutable(), chance.Percent(60) ? Instant(chance) : null);
    }

    private static DateTimeOffset? Instant(Chance chance) => TestMarket.Monday.AddSeconds(chance.Between(1, 30));

    private static GuardBand Band(Symbol symbol, PriceSide side, decimal price) =>
        new(symbol, side, new(price), new(price + 1m));

    private Mark MarkOf(Symbol symbol, decimal price, int? half) =>
        new(symbol, new(price), TestMarket.Monday, 1, ++sequence, MarkKind.Given)
        {
            Bid = half is { } below ? new Price(price - below) : null, Ask = half is { } above ? new Price(price + above) : null,
        };
}
