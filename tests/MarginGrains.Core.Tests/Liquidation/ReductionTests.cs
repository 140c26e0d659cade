using MarginGrains.Core.Liquidation;
using MarginGrains.Core.Primitives;
using static MarginGrains.Testing.Core.Given;

namespace MarginGrains.Core.Tests.Liquidation;

public class ReductionTests
{
    private static readonly ReductionTerms Tenth = new() { MarginRatio = Ratio.Percent(10) };

    [Theory]
    //          fee   fund   rate    units           why
    [InlineData("0", "0", "1", "1")] //            a unit frees 10
    [InlineData("1", "0", "1", "1.111111111")] //  closing costs 1 of them
    [InlineData("1", "1", "1", "1.25")] //         and the fund another one
    [InlineData("0", "0", "0.99", "1.01010101")] //    the quote currency is worth less
    [InlineData("0", "0", "1.01", "0.990099009")] //   or more
    [Trait("Case", "F18")]
    [Trait("Rule", "LIQD-007")]
    public void AShortageOfTen_NeedsSoManyUnits(string fee, string fund, string rate, string expected)
    {
        var terms = Tenth with
        {
            LiquidationFee = Ratio.Percent(Number(fee)), InsuranceFee = Ratio.Percent(Number(fund)), QuoteRate = new(Number(rate)),
        };

        var units = LiquidationMath.UnitsToCover(Amount(10m), new(100m), terms).ShouldNotBeNull();

        Rounding.DownToLot(units.Value, 0.000000001m).ShouldBe(Number(expected));
    }

    [Fact]
    [Trait("Rule", "LIQD-007")]
    public void WholeLots_AreTheFewestThatSuffice()
    {
        var terms = Tenth with { Multiplier = new(5m), Lot = new(0.1m) };
        LiquidationMath.LotsToCover(Amount(10m), new(100m), terms).ShouldBe(new(0.2m), "exactly enough");
        LiquidationMath.LotsToCover(Amount(10.01m), new(100m), terms).ShouldBe(new(0.3m));
    }

    [Theory]
    [InlineData(10, 0)]
    [InlineData(0, 10)]
    [InlineData(6, 5)]
    [Trait("Rule", "LIQD-007")]
    public void WhatCostsAsMuchAsItFrees_CoversNoShortage(int fee, int fund)
    {
        var terms = Tenth with { LiquidationFee = Ratio.Percent(fee), InsuranceFee = Ratio.Percent(fund) };
        LiquidationMath.UnitsToCover(Amount(10m), new(100m), terms).ShouldBeNull();
        LiquidationMath.LotsToCover(Amount(10m), new(100m), terms).ShouldBeNull();
        LiquidationMath.UnitsToCover(Amount(0m), new(100m), terms).ShouldBe(new(0m), "nothing is short");
    }

    private static decimal Number(string text) => DecimalText.TryParse(text, out var value) ? value : throw new FormatException(text);
}
