using MarginGrains.Core.Instruments;
using MarginGrains.Core.Primitives;
using MarginGrains.Testing.Core;
using static MarginGrains.Testing.Core.Given;

namespace MarginGrains.Core.Tests.Margin;

public class RequirementTests
{
    [Theory]
    [InlineData(100, 50, 2_500, 1_500, "long")]
    [InlineData(-100, 50, 2_500, 1_500, "short")]
    [InlineData(0.5, 50, 12.5, 7.5, "a part")]
    [Trait("Rule", "MARG-004")]
    public void ARate_IsAShareOfTheNotional(decimal quantity, decimal mark, decimal initial, decimal maintenance, string reason) =>
        Of(TestInstruments.Stock(), quantity, mark).ShouldBe(new(initial, maintenance, new("USD")), reason);

    [Theory]
    [InlineData(3, 1, 36_000, 33_000)]
    [InlineData(-3, 1, 36_000, 33_000)]
    [InlineData(150_000, 100_000, 18_000, 16_500)]
    [Trait("Rule", "MARG-005")]
    public void AnAmountPerContract_DoesNotLookAtThePrice(
        decimal quantity, decimal unitsPerContract, decimal initial, decimal maintenance)
    {
        var future = TestInstruments.Future().On(
            TestInstruments.PerContract(12_000m, 11_000m, "EUR", unitsPerContract));
        foreach (var mark in new[] { 1m, 5000m })
        {
            Of(future, quantity, mark).ShouldBe(new(initial, maintenance, new("EUR")));
        }
    }

    [Theory]
    [InlineData(49_000, 490, 245, "the first slice alone")]
    [InlineData(50_000, 500, 250, "at the edge")]
    [InlineData(50_050, 501, 250.5, "past the edge only the rest is dearer")]
    [InlineData(250_000, 4_500, 2_250, "both slices in full")]
    [InlineData(300_000, 7_000, 3_500, "and the last")]
    [Trait("Rule", "MARG-006")]
    public void Tiers_CountEachOnItsOwnSlice(decimal notional, decimal initial, decimal maintenance, string reason) =>
        Of(TestInstruments.Perpetual(), notional / 50_000m, 50_000m).ShouldBe(new(initial, maintenance, new("USD")), reason);

    [Theory]
    [InlineData(30, 0.5, 100_000, 1.2, 4_000, 2_000)]
    [InlineData(1, 1, 10, 5, 50, 50)]
    [Trait("Rule", "MARG-007")]
    public void Leverage_DividesTheNotional(
        decimal maximum, decimal share, decimal quantity, decimal mark, decimal initial, decimal maintenance) =>
        Of(TestInstruments.Pair("EURUSD").On(TestInstruments.Leverage(maximum, share)), quantity, mark)
            .ShouldBe(new(initial, maintenance, new("USD")));

    [Fact]
    [Trait("Case", "E05")]
    [Trait("Rule", "MARG-007")]
    public void EsmasCaps_AreTheirMargins()
    {
        decimal[] expected = [3.33m, 5m, 10m, 20m, 50m];
        decimal[] caps = [30m, 20m, 10m, 5m, 2m];
        foreach (var (cap, margin) in caps.Zip(expected))
        {
            decimal.Round(Of(TestInstruments.Pair("EURUSD", cap), 100m, 1m).Initial, 2).ShouldBe(margin);
        }
    }

    [Fact]
    [Trait("Case", "D13")]
    [Trait("Rule", "MARG-005")]
    public void TermsByDate_AreThoseOfTheLastDateThatHasCome()
    {
        var schedule = new MarginSchedule(
        [
            new(Day(20), TestInstruments.PerContract(810m, 600m)),
            new(Day(6), TestInstruments.PerContract(540m, 400m)),
            new(Day(7), TestInstruments.PerContract(608m, 450m)),
        ]);
        schedule.At(Day(6).AddTicks(-1)).ShouldBeNull("fails closed");
        Maintenance(Day(6)).ShouldBe(400m);
        Maintenance(Day(7).AddTicks(-1)).ShouldBe(400m);
        Maintenance(Day(7)).ShouldBe(450m);
        Maintenance(Day(19)).ShouldBe(450m);
        Maintenance(Day(21)).ShouldBe(600m);
        schedule.NextChange(Day(7)).ShouldBe(Day(20));
        schedule.NextChange(Day(20)).ShouldBeNull();
        Should.Throw<ArgumentException>(() => new MarginSchedule([schedule.Dated[0], schedule.Dated[0]]));

        decimal Maintenance(DateTimeOffset at) => ((MarginTerms.PerContract)schedule.At(at)!).Maintenance.Amount;
        static DateTimeOffset Day(int day) => new(2004, 4, day, 0, 0, 0, TimeSpan.Zero);
    }

    [Fact]
    public void Notional_HasTheMultiplierAndNoSign() =>
        TestInstruments.Future().Notional(new(-2m), new(5000m)).ShouldBe(Amount(500_000m));

    private static MarginRequirement Of(Instrument instrument, decimal quantity, decimal mark) => MarginRequirement.Of(
        instrument.Margin.At(TestMarket.Monday)!, instrument, new Quantity(quantity), new Price(mark));
}
