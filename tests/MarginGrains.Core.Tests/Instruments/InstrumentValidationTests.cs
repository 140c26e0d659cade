using MarginGrains.Core.Instruments;
using MarginGrains.Testing.Core;

namespace MarginGrains.Core.Tests.Instruments;

public class InstrumentValidationTests
{
    private static readonly Instrument Good = TestInstruments.Stock();

    public static TheoryData<string, Instrument> Contradictions => new()
    {
        { "multiplier", Good with { Multiplier = default } },
        { "lotSize", Good with { LotSize = default } },
        { "tickSize", Good with { TickSize = new(-1m) } },
        { "maximumMarkAgeSeconds", Good with { MaximumMarkAge = TimeSpan.Zero } },
        { "priceBand", Good with { PriceBand = new(0m) } },
        { "baseCurrency", Good with { BaseCurrency = new("USD") } },
        { "baseCurrency", Good with { AssetClass = AssetClass.Forex } },
        { "margin", Good with { Margin = new([]) } },
        { "margin[0].maintenance", Good.On(TestInstruments.Rate(0.5m, 0m)) },
        { "margin[0].initial", Good.On(TestInstruments.Rate(0.2m, 0.3m)) },
        { "margin[0].initial", Good.On(TestInstruments.Rate(1.01m, 0.3m)) },
        { "margin[0].leverage", Good.On(TestInstruments.Leverage(0.9m)) },
        { "margin[0].maintenanceShare", Good.On(TestInstruments.Leverage(30m, 0m)) },
        { "margin[0].maintenanceShare", Good.On(TestInstruments.Leverage(30m, 1.1m)) },
        { "margin[0].unitsPerContract", Good.On(TestInstruments.PerContract(2m, 1m, unitsPerContract: 0m)) },
        { "margin[0].maintenance", Good.On(TestInstruments.PerContract(2m, 0m)) },
        { "margin[0].initial", Good.On(TestInstruments.PerContract(1m, 2m)) },
        {
            "margin[0].maintenance",
            Good.On(new MarginTerms.PerContract(Given.Amount(2m), Given.Amount(1m, "EUR"), new(1m)))
        },
        { "margin[0].tiers", Good.On(TestInstruments.Tiers()) },
        { "margin[0].tiers", Good.On(TestInstruments.Tiers((1m, 0.2m, 0.1m))) },
        { "margin[0].tiers[1].notionalFrom", Good.On(TestInstruments.Tiers((0m, 0.2m, 0.1m), (0m, 0.3m, 0.2m))) },
        { "margin[0].tiers[1].initial", Good.On(TestInstruments.Tiers((0m, 0.2m, 0.1m), (9m, 0.1m, 0.2m))) },
        { "margin[1].leverage", Good.Then(TestMarket.Monday, TestInstruments.Leverage(0m)) },
    };

    [Theory]
    [MemberData(nameof(Contradictions))]
    [Trait("Rule", "MARG-009")]
    public void AnInstrumentThatContradictsItself_IsNamed(string field, Instrument instrument) =>
        InstrumentValidation.Check(instrument).Select(e => e.Field).ShouldBe([field]);

    [Fact]
    public void SoundInstruments_MayBeStored()
    {
        Instrument[] sound =
        [
            Good, TestInstruments.Etf(), TestInstruments.Pair("EURUSD"), TestInstruments.Future(), TestInstruments.Cfd(),
            TestInstruments.Perpetual(), Good.On(TestInstruments.Rate(1m, 1m)), Good.On(TestInstruments.Leverage(1m, 1m)),
        ];
        foreach (var instrument in sound) InstrumentValidation.Check(instrument).ShouldBeEmpty(instrument.Symbol.Value);
    }

    [Fact]
    public void WhatPositionsWereBookedBy_CannotChange()
    {
        var before = TestInstruments.Future();
        InstrumentValidation.CheckChange(before, before with { TickSize = new(0.5m) }).ShouldBeEmpty();
        InstrumentValidation.CheckChange(before, before with { Multiplier = new(2m) })
            .ShouldHaveSingleItem().Field.ShouldBe("multiplier");
        InstrumentValidation.CheckChange(before, before with { QuoteCurrency = new("EUR") })
            .ShouldHaveSingleItem().Field.ShouldBe("quoteCurrency");
        InstrumentValidation.CheckChange(before, before with { AssetClass = AssetClass.Stock })
            .ShouldHaveSingleItem().Field.ShouldBe("assetClass");
    }
}
