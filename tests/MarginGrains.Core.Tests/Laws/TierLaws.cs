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

    [Fact]
    [Trait("Rule", "MARG-014")]
    public void SizeScaledMargin_IsContinuousAndNeverFalls() => Law.Holds(output, Tiered, 3_000, c =>
    {
        var initial = c.Chance.Between(1, 100) / 100m;
        var terms = TestTerms.SizeScaled(initial, initial * c.Chance.Between(10, 100) / 100m, c.Chance.Between(0, 1_000) / 1_000_000m);
        var instrument = c.Instrument.On(terms);
        var units = Enumerable.Range(0, 20).Select(_ => c.Chance.Between(1, 200_000) / 100m).Order().ToList();
        for (var i = 0; i < units.Count; i++)
        {
            var here = Of(instrument, units[i]);
            here.Initial.ShouldBeInRange(here.Maintenance, units[i], "the rate is at most 1");
            var hair = Of(instrument, units[i] + 0.01m);
            // The rate and what it is taken of grow at once: at most one of each.
            (hair.Initial - here.Initial).ShouldBeInRange(0m, 0.02m);
            (hair.Maintenance - here.Maintenance).ShouldBeInRange(0m, 0.02m);
            if (i > 0) here.Initial.ShouldBeGreaterThanOrEqualTo(Of(instrument, units[i - 1]).Initial);
        }
    });

    /// <summary>
    /// The step of a price holds for the whole position, so at its edge the requirement may jump either way: long shares need 249 at
    /// 2.49 and 75 at 2.50. Within a step it is continuous and never falls.
    /// </summary>
    [Fact]
    [Trait("Rule", "MARG-013")]
    public void PriceSteps_JumpAtTheirEdgesAndNowhereElse()
    {
        var jumps = new Tally();
        Law.Holds(output, Tiered, 3_000, c =>
        {
            var instrument = c.Instrument.On(TestTerms.UsStock());
            var side = c.Chance.Pick(1m, -1m);
            var quantity = new Core.Primitives.Quantity(side * c.Chance.Between(1, 1_000));
            var edge = side > 0m ? 2.50m : 5m;
            var price = c.Chance.Percent(50) ? c.Chance.Between(1, 1_000) / 100m : edge - 0.01m;
            var here = MarginRequirement.Of(TestTerms.UsStock(), instrument, quantity, new(price));
            var hair = MarginRequirement.Of(TestTerms.UsStock(), instrument, quantity, new(price + 0.01m));
            var most = quantity.Absolute.Value * 0.01m;
            if (price < edge && price + 0.01m >= edge)
            {
                jumps.Saw("an edge that falls", here.Maintenance - hair.Maintenance > most);
                jumps.Saw("a short side without a jump", side < 0m && hair.Maintenance >= here.Maintenance);
                return;
            }

            (hair.Initial - here.Initial).ShouldBeInRange(0m, most);
            (hair.Maintenance - here.Maintenance).ShouldBeInRange(0m, most);
            jumps.Saw("within a step");
        });
        jumps.ShouldAllBeAbove(100);
    }

    private static MarginRequirement Of(Instrument instrument, decimal notional) =>
        MarginRequirement.Of(instrument.Margin.At(TestMarket.Monday)!, instrument, new(notional), new(1m));
}
