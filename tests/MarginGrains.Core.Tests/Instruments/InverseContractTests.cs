using CsCheck;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Primitives;
using MarginGrains.Testing;
using MarginGrains.Testing.Core;
using Xunit.Abstractions;
using static MarginGrains.Testing.Core.Given;

namespace MarginGrains.Core.Tests.Instruments;

public class InverseContractTests(ITestOutputHelper output)
{
    private static readonly Instrument Inverse = TestTerms.Inverse();

    [Fact]
    [Trait("Rule", "MARG-015")]
    public void AnInverseContract_CountsInItsBaseCurrency()
    {
        Inverse.SettlementCurrency.ShouldBe(new("BTC"));
        Inverse.Notional(new(-10m), new(16_000m)).ShouldBe(Amount(0.0625m, "BTC"), "1,000 dollars, without a sign");
        Inverse.ValueOf(new(-10m), new(16_000m)).ShouldBe(-0.0625m);
        TestInstruments.Future().SettlementCurrency.ShouldBe(new("USD"));
        TestInstruments.Pair("EURUSD").SettlementCurrency.ShouldBe(new("USD"));
    }

    [Fact]
    [Trait("Rule", "MARG-015")]
    public void InItsQuoteCurrency_AnInverseContractIsWorthTheSameAtEveryPrice_AndALinearOneItsNotional()
    {
        Inverse.QuotedNotional(new(-10m), new(16_000m)).ShouldBe(Amount(1_000m, "USD"));
        Inverse.QuotedNotional(new(10m), new(32_000m)).ShouldBe(Amount(1_000m, "USD"));
        TestInstruments.Future().QuotedNotional(new(-2m), new(5_000m))
            .ShouldBe(TestInstruments.Future().Notional(new(-2m), new(5_000m)));
    }

    [Theory]
    [InlineData(10, 16_000, 20_000, 0.0125)]
    [InlineData(10, 20_000, 16_000, -0.0125)]
    [InlineData(-10, 16_000, 20_000, -0.0125)]
    [InlineData(-10, 16_000, 16_000, 0)]
    [Trait("Rule", "MARG-015")]
    public void AnInverseGain_IsTheDifferenceOfReciprocals(decimal quantity, decimal from, decimal to, decimal gain) =>
        Inverse.GainOf(new(quantity), new(from), new(to)).ShouldBe(gain);

    [Fact]
    [Trait("Rule", "MARG-015")]
    public void ALinearGain_IsTheDifferenceOfValues() =>
        TestInstruments.Future().GainOf(new(-2m), new(5_000m), new(4_990m)).ShouldBe(1_000m);

    [Fact]
    [Trait("Rule", "MARG-015")]
    public void WhatALongInverseGains_IsWhatItsValueLoses() => Law.Holds(
        output, Gen.ULong, 2_000, seed =>
        {
            var chance = new Chance(new(5, seed));
            var quantity = new Quantity(chance.Between(1, 100_000) * chance.Pick(1m, -1m));
            Price from = new(chance.Near(20_000m)), to = new(chance.Near(20_000m));
            var lost = Inverse.ValueOf(quantity, from) - Inverse.ValueOf(quantity, to);
            Math.Abs(Inverse.GainOf(quantity, from, to) - lost).ShouldBeLessThan(0.000000000001m);
        });

    [Theory]
    [InlineData(1, 1, true)]
    [InlineData(1_000_000_000_000_000, 1, true)]
    [InlineData(1_000_000_000_000_001, 1, false)]
    [InlineData(1_000_000_000_000, 0.0000001, false)]
    [Trait("Rule", "MARG-015")]
    public void ATinyPrice_MakesAnInverseNotionalTooLarge(decimal quantity, decimal price, bool isAllowed) =>
        Inverse.AllowsNotional(new(-quantity), new(price)).ShouldBe(isAllowed);
}
