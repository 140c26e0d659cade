using MarginGrains.Core.Liquidation;
using MarginGrains.Core.Primitives;
using MarginGrains.Testing.Core;
using static MarginGrains.Testing.Core.Given;

namespace MarginGrains.Core.Tests.Liquidation;

public class FeeTests
{
    [Theory]
    [InlineData("5610", "0.5", "28.05", "the cap")]
    [InlineData("5610", "2.5", "140.25", "the cap")]
    [InlineData("5610", "100", "510.00", "all that is left above bankruptcy")]
    [InlineData("5105.10", "0.5", "5.10", "the cap would be 25.52")]
    [InlineData("5100", "0.5", "0", "at bankruptcy nothing is left")]
    [Trait("Case", "F10")]
    [Trait("Rule", "LIQD-009")]
    public void TheFund_ReceivesTheFee_AsFarAsThereIsAnythingLeft(string fill, string cap, string fee, string why) =>
        LiquidationMath.Charge(Closed(1m, fill), Ratio.Percent(Number(cap)))
            .ShouldBe(new(Amount(Number(fee)), Amount(0m)), why);

    [Theory]
    [InlineData(1, "5099.995", "0.01", "a long sold too low; rounded up")]
    [InlineData(1, "5000", "100", "a long sold too low")]
    [InlineData(-2, "5200", "200", "a short bought too high")]
    [Trait("Rule", "LIQD-009")]
    public void BelowBankruptcy_TheFundPaysTheLoss(int units, string fill, string loss, string why) =>
        LiquidationMath.Charge(Closed(units, fill), Ratio.Percent(1)).ShouldBe(new(Amount(0m), Amount(Number(loss))), why);

    [Fact]
    [Trait("Rule", "LIQD-009")]
    public void AFee_IsRoundedDown_AndKnowsTheMultiplier()
    {
        var slice = Closed(1m, "5105.109") with { Instrument = TestInstruments.Perpetual() with { Multiplier = new(3m) } };
        LiquidationMath.Charge(slice, Ratio.Percent(100)).Fee.ShouldBe(Amount(15.32m), "15.327 are left");
        LiquidationMath.Charge(Closed(-1m, "5000"), Ratio.Percent(1)).Fee.ShouldBe(Amount(50m), "a short below bankruptcy's 5,100");
    }

    [Theory]
    [InlineData(10, "0.02")] //       within grace
    [InlineData(1_499, "0.02")] //    a step before its end
    [InlineData(1_500, "0.0215")] //  at its end; grace counts too
    [InlineData(10_000, "0.03")]
    [InlineData(100_000, "0.05")] //  the highest
    [Trait("Case", "F21")]
    [Trait("Rule", "LIQD-009")]
    public void TheFee_GrowsWithInactivity(int slots, string expected)
    {
        var slot = TimeSpan.FromMilliseconds(400);
        var ramp = new FeeRamp
        {
            Base = Ratio.Percent(2), Highest = Ratio.Percent(5), Grace = TimeSpan.FromMinutes(10),
            Increase = Ratio.Percent(0.0001m), Step = slot,
        };
        ramp.At(slot * slots).ShouldBe(new(Number(expected)));
        ramp.At(slot * slots + TimeSpan.FromMilliseconds(399)).ShouldBe(new(Number(expected)), "only whole steps count");
    }

    private static ClosedSlice Closed(decimal units, string fill) => new()
    {
        Instrument = TestInstruments.Perpetual(), Quantity = new(units), FillPrice = new(Number(fill)), BankruptcyPrice = new(5_100m),
    };

    private static decimal Number(string text) => DecimalText.TryParse(text, out var value) ? value : throw new FormatException(text);
}
