using CsCheck;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Primitives;
using MarginGrains.Testing;
using MarginGrains.Testing.Core;
using Xunit.Abstractions;

namespace MarginGrains.Core.Tests.Margin;

public class PriceAndSizeTermsTests(ITestOutputHelper output)
{
    private static readonly Instrument Share = TestInstruments.Stock().On(TestTerms.UsStock());

    [Theory]
    [InlineData(100, 2.49, 249, 249, "below the step the whole price")]
    [InlineData(100, 2.50, 125, 75, "exactly at the step it holds")]
    [InlineData(100, 100, 5_000, 3_000, "above it")]
    [InlineData(-100, 2, 250, 250, "short: the least per share")]
    [InlineData(-100, 2.50, 250, 250, "both are the same")]
    [InlineData(-100, 4.99, 499, 499, "below five the whole price")]
    [InlineData(-100, 5, 500, 500, "from five the least is five")]
    [InlineData(-100, 16.66, 833, 500, "30 % is just less than five")]
    [InlineData(-100, 20, 1_000, 600, "30 % is more")]
    [Trait("Case", "A14")]
    [Trait("Rule", "MARG-013")]
    public void AUsShare_NeedsMoreTheCheaperItIs(
        decimal quantity, decimal mark, decimal initial, decimal maintenance, string reason) =>
        Of(Share, quantity, mark).ShouldBe(new(initial, maintenance, new("USD")), reason);

    [Fact]
    [Trait("Rule", "MARG-013")]
    public void TheLeastPerUnit_CountsUnitsOfTheUnderlying() =>
        Of(Share with { Multiplier = new(10m) }, -10m, 2m).Maintenance.ShouldBe(250m);

    [Fact]
    [Trait("Rule", "MARG-013")]
    public void NoShareIsHeldForNothing() => Law.Holds(
        output, Gen.ULong, 2_000, seed =>
        {
            var chance = new Chance(new(3, seed));
            var price = chance.Near(chance.Pick(0.01m, 2.5m, 5m, 50m));
            var quantity = chance.Between(1, 1_000) * chance.Pick(1m, -1m);
            var needed = Of(Share, quantity, price);
            needed.Maintenance.ShouldBeGreaterThanOrEqualTo(Math.Abs(quantity) * price * 0.3m);
            needed.Initial.ShouldBeGreaterThanOrEqualTo(needed.Maintenance);
            if (quantity < 0m) needed.Maintenance.ShouldBeGreaterThanOrEqualTo(Math.Abs(quantity) * 2.5m);
        });

    [Theory]
    [InlineData(100, 0.025, 0.015, "100 coins add half a percent")]
    [InlineData(-100, 0.025, 0.015, "short as well")]
    [InlineData(0.001, 0.02000005, 0.01000005, "hardly anything")]
    [InlineData(19_600, 1, 0.99, "initial is all of it")]
    [InlineData(50_000, 1, 1, "never more than all of it")]
    [Trait("Case", "F35")]
    [Trait("Rule", "MARG-014")]
    public void RatesByTheSize_GrowWithEveryUnit(
        decimal quantity, decimal initial, decimal maintenance, string reason)
    {
        var perpetual = TestInstruments.Perpetual().On(TestTerms.SizeScaled(0.02m, 0.01m, 0.00005m));
        var notional = Math.Abs(quantity) * 40_000m;
        Of(perpetual, quantity, 40_000m).ShouldBe(new(notional * initial, notional * maintenance, new("USD")), reason);
    }

    [Fact]
    [Trait("Case", "F35")]
    [Trait("Rule", "MARG-014")]
    [Trait("Rule", "MARG-015")]
    public void TheSizeOfAnInverseContract_IsItsCoins()
    {
        var perpetual = TestTerms.Inverse(dollars: 10m).On(TestTerms.SizeScaled(0.02m, 0.01m, 0.00005m));
        Of(perpetual, 400_000m, 40_000m).ShouldBe(new(2.5m, 1.5m, new("BTC")), "100 coins of 40,000 dollars");
    }

    private static MarginRequirement Of(Instrument instrument, decimal quantity, decimal mark) => MarginRequirement.Of(
        instrument.Margin.At(TestMarket.Monday)!, instrument, new Quantity(quantity), new Price(mark));
}
