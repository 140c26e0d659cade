using System.Collections.Immutable;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Scenarios;
using MarginGrains.Testing.Core;

namespace MarginGrains.Core.Tests.Scenarios;

/// <summary>What a clearing house asks for, by the numbers of its own pages.</summary>
public class ClearingMarginTests
{
    private static readonly ImmutableArray<RiskScenario> Array =
    [
        .. new[]
        {
            0m, 0m, 3_330m, 3_330m, -3_330m, -3_330m, 6_670m, 6_670m, -6_670m, -6_670m, 10_000m, 10_000m, -10_000m, -10_000m,
            7_000m, -7_000m,
        }.Select(l => new RiskScenario(Given.Amount(l))),
    ];

    [Theory]
    [Trait("Case", "D16")]
    [Trait("Rule", "SCEN-012")]
    [InlineData(1, 10_000)]
    [InlineData(-1, 10_000)]
    [InlineData(3, 30_000)]
    [InlineData(0, 0)]
    public void TheScanRisk_IsTheWorstOfSixteenScenarios(int contracts, int risk)
    {
        Array.Length.ShouldBe(16);
        ScanRisk.Of(new(contracts), Array).ShouldBe(Given.Amount(risk));
    }

    [Fact]
    [Trait("Rule", "SCEN-012")]
    public void WhatCanOnlyGain_HasNoScanRisk() =>
        ScanRisk.Of(new(2m), [new(Given.Amount(-5m)), new(Given.Amount(-1m))]).ShouldBe(Given.Amount(0m));

    [Fact]
    [Trait("Case", "D08")]
    [Trait("Rule", "SCEN-012")]
    public void ClearedGross_AClientsLongDoesNotCoverAnothersShort()
    {
        var market = new TestMarket().Add(TestInstruments.Future("TX", 200m, 220_000m, 169_000m, "TWD")).Mark("TX", 17_000m);
        var units = GrossMargin.Units([Client(3m), Client(-2m)]);
        units[new("TX")].ShouldBe(new Quantity(5m));
        GrossMargin.Of(new("TX"), units[new("TX")], market.Set, market.Now).ShouldBe(Given.Amount(1_100_000m, "TWD"));
        GrossMargin.Of(new("NOPE"), new(1m), market.Set, market.Now).ShouldBeNull();
    }

    private static Portfolio Client(decimal contracts)
    {
        var position = new Position(new("TX"), new(contracts), new(17_000m));
        return Portfolio.Empty(new("TWD")).Set(position, position);
    }
}
