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
        { "margin[0].long", Good.On(Steps([], [TestTerms.Step(0m, 1m, 1m)])) },
        { "margin[0].short", Good.On(new MarginTerms.PriceSteps([TestTerms.Step(0m, 1m, 1m)], default)) },
        { "margin[0].long[0].priceFrom", LongSteps(TestTerms.Step(0.01m, 1m, 1m)) },
        { "margin[0].long[1].priceFrom", LongSteps(TestTerms.Step(0m, 1m, 1m), TestTerms.Step(0m, 1m, 1m)) },
        {
            "margin[0].long[2].priceFrom",
            LongSteps(TestTerms.Step(0m, 1m, 1m), TestTerms.Step(5m, 1m, 1m), TestTerms.Step(5m, 1m, 1m))
        },
        {
            "margin[0].long[2].priceFrom",
            LongSteps(TestTerms.Step(0m, 1m, 1m), TestTerms.Step(5m, 1m, 1m), TestTerms.Step(2.5m, 1m, 1m))
        },
        { "margin[0].long[0].maintenance", LongSteps(TestTerms.Step(0m, 1m, 0m)) },
        { "margin[0].long[0].maintenance", LongSteps(TestTerms.Step(0m, 1m, -0.3m)) },
        { "margin[0].long[0].initial", LongSteps(TestTerms.Step(0m, 0.2m, 0.3m)) },
        { "margin[0].long[0].initial", LongSteps(TestTerms.Step(0m, 10.01m, 1m)) },
        { "margin[0].long[0].minimumPerUnit", LongSteps(TestTerms.Step(0m, 1m, 1m, -0.01m)) },
        { "margin[0].long[0].minimumPerUnit", LongSteps(TestTerms.Step(0m, 1m, 1m, 1m, "EUR")) },
        { "margin[0].short[0].minimumPerUnit", ShortSteps(TestTerms.Step(0m, 1m, 1m, -1m)) },
        { "margin[0].kind", TestTerms.Inverse().On(TestTerms.UsStock()) },
        { "margin[0].maintenance", Good.On(TestTerms.SizeScaled(0.02m, 0m, 0.1m)) },
        { "margin[0].initial", Good.On(TestTerms.SizeScaled(0.01m, 0.02m, 0.1m)) },
        { "margin[0].perUnit", Good.On(TestTerms.SizeScaled(0.02m, 0.01m, -0.1m)) },
        { "margin[0].perUnit", Good.On(TestTerms.SizeScaled(0.02m, 0.01m, 1.1m)) },
        { "contract", TestTerms.Inverse() with { AssetClass = AssetClass.Stock } },
        { "contract", TestTerms.Inverse() with { AssetClass = AssetClass.Etf } },
        { "contract", TestTerms.Inverse() with { AssetClass = AssetClass.Forex } },
        { "baseCurrency", TestTerms.Inverse() with { BaseCurrency = null } },
        { "stateReason", Good with { State = InstrumentState.Suspended } },
        { "stateReason", Good with { State = InstrumentState.Disabled, StateReason = "  " } },
        { "stateReason", Good with { StateReason = new('x', 201) } },
        { "commissionRate", Good with { CommissionRate = new(-0.01m) } },
        { "commissionRate", Good with { CommissionRate = new(1m) } },
        { "limits.minimumDeal", Limited(new() { MinimumDeal = new(0m) }) },
        { "limits.minimumDeal", Limited(new() { MinimumDeal = new(1.5m) }) },
        { "limits.minimumDeal", Limited(new() { MinimumDeal = new(3m), MaximumDeal = new(2m) }) },
        { "limits.minimumDeal", Limited(new() { MinimumDeal = new(3m), MaximumPosition = new(2m) }) },
        { "limits.maximumDeal", Limited(new() { MaximumDeal = new(-1m) }) },
        { "limits.maximumDeal", Limited(new() { MaximumDeal = new(2.5m) }) },
        { "limits.maximumPosition", Limited(new() { MaximumPosition = new(0m) }) },
        { "limits.maximumPosition", Limited(new() { MaximumPosition = new(0.5m) }) },
        { "limits.maximumNotional", Limited(new() { MaximumNotional = Given.Amount(0m) }) },
        { "limits.maximumNotional", Limited(new() { MaximumNotional = Given.Amount(1m, "EUR") }) },
        {
            "limits.maximumNotional",
            TestTerms.Inverse() with { TradeLimits = new() { MaximumNotional = Given.Amount(1m) } }
        },
    };

    [Theory]
    [MemberData(nameof(Contradictions))]
    [Trait("Rule", "MARG-009")]
    [Trait("Rule", "MARG-013")]
    [Trait("Rule", "MARG-014")]
    [Trait("Rule", "MARG-015")]
    [Trait("Rule", "ORDR-006")]
    public void AnInstrumentThatContradictsItself_IsNamed(string field, Instrument instrument) =>
        InstrumentValidation.Check(instrument).Select(e => e.Field).ShouldBe([field]);

    [Fact]
    public void SoundInstruments_MayBeStored()
    {
        Instrument[] sound =
        [
            Good, TestInstruments.Etf(), TestInstruments.Pair("EURUSD"), TestInstruments.Future(), TestInstruments.Cfd(),
            TestInstruments.Perpetual(), Good.On(TestInstruments.Rate(1m, 1m)), Good.On(TestInstruments.Leverage(1m, 1m)),
            TestTerms.Inverse(), Good.On(TestTerms.UsStock()), Good.On(TestTerms.SizeScaled(1m, 1m, 0m)),
            LongSteps(TestTerms.Step(0m, 10m, 10m)), Good with { State = InstrumentState.Suspended, StateReason = "Halted." },
            Limited(TradeLimits.None), Limited(new()
            {
                MinimumDeal = new(2m), MaximumDeal = new(2m), MaximumPosition = new(2m), MaximumNotional = Given.Amount(1m),
            }),
            TestTerms.Inverse() with { TradeLimits = new() { MaximumNotional = Given.Amount(1m, "BTC") } },
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
        InstrumentValidation.CheckChange(before, before with { Contract = ContractKind.Inverse })
            .ShouldHaveSingleItem().Field.ShouldBe("contract");
    }

    private static Instrument Limited(TradeLimits limits) => Good with { TradeLimits = limits };

    private static Instrument LongSteps(params PriceStep[] steps) => Good.On(Steps(steps, [TestTerms.Step(0m, 1m, 1m)]));

    private static Instrument ShortSteps(params PriceStep[] steps) => Good.On(Steps([TestTerms.Step(0m, 1m, 1m)], steps));

    private static MarginTerms.PriceSteps Steps(PriceStep[] longs, PriceStep[] shorts) => new([.. longs], [.. shorts]);
}
