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
        if (guard.Bands.Any(b => b.WatchesQuotes)) return;
        wide++;
        for (var corner = 0; corner < Corners; corner++)
        {
            var there = guard.Bands.Aggregate(set, (m, b) => Move(path.Chance, m, b));
            var decision = AccountDecider.Decide(account, new AccountCommand.Assess(), there, now);
            decision.Events.ShouldBeEmpty(
                $"{string.Join(", ", guard.Bands.Select(b => $"{b.Symbol} {set.FindMark(b.Symbol)?.Price} in "
                    + $"[{b.Low}, {b.High}] at {there.FindMark(b.Symbol)?.Price}"))}");
        }
    }

    private static MarketSet Move(Chance chance, MarketSet set, GuardBand band)
    {
        if (band.IsMissing || set.FindMark(band.Symbol) is not { } mark) return set;
        var low = band.Low?.Value ?? mark.Price.Value / 1_000m;
        var high = band.High?.Value ?? mark.Price.Value * 30m;
        var share = chance.Between(0, 1_000_000) / 1_000_000m;
        var price = chance.Between(1, 6) switch
        {
            1 or 2 => low,
            3 or 4 => high,
            5 => mark.Price.Value,
            _ => Math.Clamp(low + (high - low) * share * share, low, high),
        };
        return set.With(mark with { Price = new(price), Bid = new(price * 0.999m), Ask = new(price * 1.001m) });
    }
}
