using System.Text.Json;
using System.Text.Json.Nodes;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Primitives;
using MarginGrains.Grains.Hosting;
using MarginGrains.Grains.Instruments;
using MarginGrains.Grains.Tests.Cluster;

namespace MarginGrains.Grains.Tests.Serialization;

/// <summary>Definitions are stored with everything they say, and older ones say nothing of what came later.</summary>
public sealed class InstrumentJsonTests
{
    private static readonly Instrument Full = Listed.Cfd("BTCUSD") with
    {
        AssetClass = AssetClass.CryptoPerpetual,
        Contract = ContractKind.Inverse,
        BaseCurrency = new("BTC"),
        InstrumentClass = InstrumentClass.Crypto,
        Delivery = MarkDelivery.Conflate,
        State = InstrumentState.ReduceOnly,
        StateReason = "Delisting.",
        CommissionRate = new(0.0005m),
        Calendar = new("crypto"),
        SessionMargin = new() { Overnight = new(1.5m), Weekend = new(2m), LeadTime = TimeSpan.FromMinutes(15), Step = Usd(5m) },
        TradeLimits = new()
        {
            MinimumDeal = new(1m), MaximumDeal = new(2m), MaximumPosition = new(3m), MaximumNotional = new(4m, new("BTC")),
            AllowsShort = false,
        },
        Margin = MarginSchedule.Always(new MarginTerms.SizeScaled(new(0.02m), new(0.01m), new(0.00005m))),
    };

    private static readonly Instrument Stepped = Listed.Cfd("ACME") with
    {
        Margin = MarginSchedule.Always(new MarginTerms.PriceSteps(
            [new(null, new(1m), new(1m), Usd(0m)), new(new Price(2.5m), new(0.5m), new(0.3m), Usd(0m))],
            [new(null, new(1m), new(1m), Usd(2.5m))])),
    };

    public static TheoryData<string, Instrument> Instruments { get; } = new()
    {
        { "everything", Full },
        { "steps", Stepped },
        { "no limits at all", Listed.Cfd("CFD") with { TradeLimits = TradeLimits.None } },
    };

    [Theory]
    [MemberData(nameof(Instruments))]
    public void AnInstrument_IsStoredAndReadBackExactly(string what, Instrument instrument)
    {
        var text = JsonSerializer.Serialize(
            new InstrumentDocument { Definition = instrument }, GrainsJson.Of<InstrumentDocument>());
        var read = JsonSerializer.Deserialize(text, GrainsJson.Of<InstrumentDocument>())!;
        JsonSerializer.Serialize(read, GrainsJson.Of<InstrumentDocument>()).ShouldBe(text, what);
        (read.Definition! with { Margin = Full.Margin }).ShouldBe(instrument with { Margin = Full.Margin }, what);
        Steps(read.Definition!).ShouldBe(Steps(instrument), what);
    }

    [Fact]
    public void ADefinitionFromBeforeTheseFields_IsLinearActiveAndUnlimited()
    {
        var json = Stored(Listed.Cfd("CFD"));
        string[] later =
        [
            "contract", "instrumentClass", "state", "stateReason", "tradeLimits", "commissionRate", "calendar", "sessionMargin",
            "costs", "pastCosts",
        ];
        foreach (var name in later) json["definition"]!.AsObject().Remove(name).ShouldBeTrue(name);
        var read = json.Deserialize(GrainsJson.Of<InstrumentDocument>())!.Definition!;
        (read with { Margin = Full.Margin }).ShouldBe(Listed.Cfd("CFD") with { Margin = Full.Margin });
    }

    [Fact]
    [Trait("Rule", "COST-011")]
    public void WhatItCostBefore_IsStored()
    {
        var now = new DateTimeOffset(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);
        var next = (Listed.Cfd("CFD") with { Costs = new() { Funding = new(TimeSpan.FromHours(8)) } })
            .Following(Listed.Cfd("CFD"), now);
        next = (next with { Costs = null }).Following(next, now.AddDays(1));
        var read = Stored(next).Deserialize(GrainsJson.Of<InstrumentDocument>())!.Definition!;
        read.PastCosts.ShouldBe(next.PastCosts);
        read.PastCosts.Select(p => p.Until).ShouldContain(now.AddDays(1));
    }

    [Fact]
    public void LimitsThatDoNotSayWhetherShortIsAllowed_AreNotReadAsABan()
    {
        var json = Stored(Full);
        json["definition"]!["tradeLimits"]!.AsObject().Remove("allowsShort").ShouldBeTrue();
        Should.Throw<JsonException>(() => json.Deserialize(GrainsJson.Of<InstrumentDocument>()));
    }

    private static JsonNode Stored(Instrument instrument) => JsonSerializer.SerializeToNode(
        new InstrumentDocument { Definition = instrument }, GrainsJson.Of<InstrumentDocument>())!;

    private static IEnumerable<PriceStep> Steps(Instrument instrument) =>
        instrument.Margin.Dated[0].Terms is MarginTerms.PriceSteps steps ? steps.LongSide.Concat(steps.ShortSide) : [];

    private static Money Usd(decimal amount) => new(amount, new("USD"));
}
