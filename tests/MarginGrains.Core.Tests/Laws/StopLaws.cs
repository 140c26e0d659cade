using CsCheck;
using MarginGrains.Core.Accounts;
using MarginGrains.Core.Liquidation;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;
using MarginGrains.Testing;
using MarginGrains.Testing.Core;
using Xunit.Abstractions;

namespace MarginGrains.Core.Tests.Laws;

/// <summary>What holds of protective stops along random lives.</summary>
public class StopLaws(ITestOutputHelper output)
{
    private readonly Tally tally = new();

    /// <summary>Market, stop and order of a random walk of one instrument.</summary>
    private sealed record Walk(bool IsLong, Price Distance, IReadOnlyList<decimal> Prices, Chance Chance);

    private static readonly Gen<Walk> Walks = Gen.ULong.Select(seed =>
    {
        var chance = new Chance(new PCG(23, seed));
        var price = 2_000m;
        List<decimal> prices = [];
        for (var i = 0; i < 60; i++)
        {
            price = decimal.Round(price * (1m + chance.Between(-120, 120) / 10_000m), chance.Pick(2, 3));
            prices.Add(price);
        }

        return new Walk(chance.Percent(50), new(chance.Between(1, 12_000) / 100m), prices, chance);
    });

    [Fact]
    [Trait("Rule", "STOP-003")]
    public void ATrailingStop_IsTheRunningMaximumStepped_WhateverIsMissedAndRepeated() => Law.Holds(output, Walks, 2_000, walk =>
    {
        var market = new TestMarket().Add(TestInstruments.Cfd()).Mark("XAUUSD", 2_000m);
        var scenario = Given.Account(market, RegimePresets.FxRetail).Deposits(1_000_000m)
            .Fills("XAUUSD", walk.IsLong ? 1m : -1m, 2_000m);
        scenario.WhenTrailing("s-1", "XAUUSD", walk.IsLong, walk.Distance.Value).Then<AccountEvent.StopPlaced>();
        var sign = walk.IsLong ? 1m : -1m;
        var start = scenario.Account.Stops[0].Price.Value;
        var step = scenario.Account.Stops[0].Step!.Value.Value;
        var best = 2_000m * sign;
        foreach (var price in walk.Prices)
        {
            var before = scenario.Account.Stops[0];
            scenario.WhenMarked("XAUUSD", price);
            // A crash between any two events and a mark that comes again change nothing: the state is what is stored.
            var again = Given.Events(market, scenario.Events);
            if (walk.Chance.Percent(20)) again.WhenAssessed().ThenNothing();
            best = Math.Max(best, price * sign);
            var whole = Math.Max(0m, Math.Floor((best - walk.Distance.Value - start * sign) / step));
            var expected = start + sign * whole * step;
            var isReached = price * sign <= before.Price.Value * sign;
            if (isReached)
            {
                scenario.Account.Stops[0].Trigger.ShouldNotBeNull();
                tally.Saw("triggered");
                return;
            }

            scenario.Account.Stops[0].Price.Value.ShouldBe(expected);
            ((scenario.Account.Stops[0].Price.Value - before.Price.Value) * sign).ShouldBeGreaterThanOrEqualTo(0m);
            if (scenario.Account.Stops[0].Price != before.Price) tally.Saw("moved");
        }
    });

    [Fact]
    [Trait("Rule", "STOP-004")]
    [Trait("Rule", "STOP-009")]
    public void AStop_OnlyReduces_NeverBeyondWhatIsHeld_AndTriggersOnce()
    {
        Law.HoldsInParallel(output, RandomPath.Paths, 700, path =>
        {
            for (var moment = 0; moment < 30; moment++)
            {
                path.ClientActs();
                path.MarketMoves();
                Judged(path, () => path.Scenario.WhenAssessed());
                Judged(path, () => path.VenueAnswers(always: path.Chance.Percent(60)));
            }

            var scenario = path.Scenario;
            var triggered = scenario.Events.OfType<AccountEvent.StopTriggered>().ToList();
            foreach (var e in triggered) tally.Saw(e.Stop.Terms.Kind.ToString());
            foreach (var placed in Lives(scenario.Events)) placed.ShouldBeLessThanOrEqualTo(1);
            scenario.Events.OfType<AccountEvent.StopOrdered>().Select(e => e.Order.OrderId.Value)
                .ShouldBe(Enumerable.Range(1, scenario.Account.StopOrderCount).Select(n => $"stop-a-1-{n}"));
        });
        output.WriteLine(tally.ToString());
        tally.ShouldAllBeAbove(2);
    }

    /// Every order and every guaranteed fill leaves its side smaller than it was, and no larger than nothing.
    private void Judged(RandomPath path, Action step)
    {
        var scenario = path.Scenario;
        var (account, from) = (scenario.Account, scenario.Events.Count);
        step();
        foreach (var e in scenario.Events.Skip(from))
        {
            if (e is AccountEvent.StopOrdered ordered)
            {
                var stop = account.FindStop(ordered.StopId).ShouldNotBeNull();
                var held = account.PortfolioOf(stop.Terms.Bucket).Find(stop.Terms.Symbol, stop.Terms.IsLong).ShouldNotBeNull();
                ordered.Order.Quantity.IsLong.ShouldNotBe(stop.Terms.IsLong);
                (Out(account, stop, held.Symbol) + ordered.Order.Quantity.Absolute.Value)
                    .ShouldBeLessThanOrEqualTo(held.Quantity.Absolute.Value);
                tally.Saw("ordered beside others", Out(account, stop, held.Symbol) > 0m);
            }
            else if (e is AccountEvent.StopGuaranteed { Fill: var fill })
            {
                Symbol? bucket = fill.IsIsolated ? fill.Symbol : null;
                var held = account.PortfolioOf(bucket).Find(fill.Symbol, !fill.Quantity.IsLong).ShouldNotBeNull();
                fill.Quantity.Absolute.Value.ShouldBeLessThanOrEqualTo(held.Quantity.Absolute.Value);
            }

            account = AccountFold.Evolve(account, e);
        }
    }

    private static decimal Out(Account account, ProtectiveStop stop, Symbol symbol)
    {
        IEnumerable<LiquidationOrder> orders =
        [
            .. account.Liquidations.Where(l => l.Bucket == stop.Terms.Bucket).SelectMany(l => l.Orders),
            .. account.Stops.Where(s => s.Terms.Bucket == stop.Terms.Bucket).Select(s => s.Trigger?.Order).OfType<LiquidationOrder>(),
        ];
        return orders.Where(o => o.Symbol == symbol && o.Quantity.IsLong != stop.Terms.IsLong).Sum(o => o.Open.Absolute.Value);
    }

    /// How often each stop triggered between two placements under its id.
    private static List<int> Lives(IReadOnlyList<AccountEvent> events)
    {
        var counts = new Dictionary<string, int>();
        foreach (var e in events)
        {
            if (e is AccountEvent.StopPlaced placed)
            {
                counts.GetValueOrDefault(placed.Stop.StopId.Value).ShouldBeLessThanOrEqualTo(1);
                counts[placed.Stop.StopId.Value] = 0;
            }
            else if (e is AccountEvent.StopTriggered triggered)
            {
                counts[triggered.Stop.StopId.Value]++;
            }
        }

        return [.. counts.Values];
    }
}
