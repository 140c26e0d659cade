using CsCheck;
using MarginGrains.Core.Instruments;
using MarginGrains.Testing;
using MarginGrains.Testing.Core;
using Xunit.Abstractions;

namespace MarginGrains.Core.Tests.Laws;

public class TierLaws(ITestOutputHelper output)
{
    private static readonly Gen<(Instrument Instrument, decimal[] Edges, Chance Chance)> Tiered = Gen.ULong.Select(seed =>
    {
        var chance = new Chance(new PCG(9, seed));
        var tiers = new List<(decimal From, decimal Initial, decimal Maintenance)>();
        decimal from = 0m, initial = 0.01m;
        for (var i = chance.Between(1, 8); i > 0; i--)
        {
            tiers.Add((from, initial, initial * chance.Between(30, 100) / 100m));
            from += chance.Between(1, 1_000_000) / 100m;
            initial = Math.Min(1m, initial + chance.Between(0, 150) / 1000m);
        }

        var instrument = TestInstruments.Perpetual().On(TestInstruments.Tiers([.. tiers])) with { LotSize = new(0.01m) };
        return (instrument, tiers.Select(t => t.From).ToArray(), chance);
    });

    [Fact]
    [Trait("Case", "F04")]
    [Trait("Rule", "MARG-006")]
    public void TieredMargin_IsContinuousAndNeverFalls() => Law.Holds(output, Tiered, 3_000, c =>
    {
        var notionals = c.Edges.SelectMany(e => new[] { e - 0.01m, e, e + 0.01m })
            .Append(c.Chance.Between(1, 10_000_000)).Where(n => n > 0m).Order().ToList();
        for (var i = 1; i < notionals.Count; i++)
        {
            var less = Of(c.Instrument, notionals[i - 1]);
            var more = Of(c.Instrument, notionals[i]);
            var step = notionals[i] - notionals[i - 1];
            (more.Initial - less.Initial).ShouldBeInRange(0m, step, "no rate is above 1, so there is no jump");
            (more.Maintenance - less.Maintenance).ShouldBeInRange(0m, step);
            more.Initial.ShouldBeGreaterThanOrEqualTo(more.Maintenance);
        }
    });

    private static MarginRequirement Of(Instrument instrument, decimal notional) =>
        MarginRequirement.Of(instrument.Margin.At(TestMarket.Monday)!, instrument, new(notional), new(1m));
}
