using MarginGrains.Core.Accounts;
using MarginGrains.Core.Guards;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Primitives;
using MarginGrains.Testing;
using MarginGrains.Testing.Core;
using Xunit.Abstractions;

namespace MarginGrains.Core.Tests.Laws;

/// <summary>A guard may wake an account that has not changed; it never misses one that has.</summary>
public class GuardLaws(ITestOutputHelper output)
{
    private const int Moments = 20;

    private const int Corners = 16;

    private int wide;

    [Fact]
    [Trait("Rule", "GARD-001")]
    [Trait("Rule", "GARD-002")]
    [Trait("Rule", "GARD-003")]
    [Trait("Rule", "GARD-004")]
    public void WithinAGuard_NothingEverChanges()
    {
        Law.Holds(output, RandomPath.Paths, 400, path =>
        {
            for (var moment = 0; moment < Moments; moment++)
            {
                for (var i = path.Chance.Between(0, 2); i > 0; i--) path.ClientActs();
                path.VenueAnswers(always: true);
                path.MarketMoves();
                path.Scenario.WhenAssessed();
                path.VenueAnswers(always: path.Chance.Percent(80));
                path.Scenario.WhenAssessed();
                Explore(path);
            }
        });
        output.WriteLine($"{wide} guards with room");
        if (Seed.OnlyCase is null) wide.ShouldBeGreaterThan(500, "guards with room should be met often");
    }

    private void Explore(RandomPath path)
    {
        var (account, set, now) = (path.Scenario.Account, path.Scenario.Market.Set, path.Scenario.Market.Now);
        var guard = AccountGuards.Of(account, set, now);
        if (guard.Bands.IsEmpty) return;
        if (guard.IsNarrow) return;
        wide++;
        // After a split or a dividend a guard is in the units of then, as the account is.
        var market = AccountAsOf.Of(account, set, now).Market;
        for (var corner = 0; corner < Corners; corner++)
        {
            var there = guard.Bands.GroupBy(b => b.Symbol).Aggregate(set, (m, b) => Move(path.Chance, m, b, market.FindMark(b.Key)));
            var decision = AccountDecider.Decide(account, new AccountCommand.Assess(), there, now);
            decision.Events.ShouldBeEmpty(
                $"{string.Join(", ", guard.Bands.Select(b => $"{b.Of} {b.Symbol} {set.FindMark(b.Symbol)?.Price} in "
                    + $"[{b.Low}, {b.High}] at {there.FindMark(b.Symbol)?.Price}"))}; {decision.Events.Count} events");
        }
    }

    private static MarketSet Move(Chance chance, MarketSet set, IGrouping<Symbol, GuardBand> bands, Mark? mark)
    {
        if (bands.Any(b => b.IsAlways) || mark is null) return set;
        var price = Of(PriceSide.Mark, mark.Price.Value);
        return set.With(mark with
        {
            Price = new(price),
            Bid = new(Of(PriceSide.Bid, price * 0.999m)),
            Ask = new(Of(PriceSide.Ask, price * 1.001m)),
            Sequence = mark.Sequence + 1,
        });

        decimal Of(PriceSide of, decimal free) =>
            bands.Any(b => b.Of == of) ? Within(chance, bands.Single(b => b.Of == of), mark) : free;
    }

    private static decimal Within(Chance chance, GuardBand band, Mark mark)
    {
        var now = mark.At(band.Of).Value;
        var low = band.Low?.Value ?? now / 1_000m;
        var high = band.High?.Value ?? now * 30m;
        var share = chance.Between(0, 1_000_000) / 1_000_000m;
        return chance.Between(1, 6) switch
        {
            1 or 2 => low,
            3 or 4 => high,
            5 => now,
            _ => Math.Clamp(low + (high - low) * share * share, low, high),
        };
    }
}
