using MarginGrains.Core.Instruments;
using MarginGrains.Core.Regimes;
using MarginGrains.Testing.Core;
using static MarginGrains.Testing.Core.Given;

namespace MarginGrains.Core.Tests.Margin;

public class PortfolioMarginTests
{
    private readonly TestMarket market = new();

    [Fact]
    [Trait("Rule", "MARG-018")]
    public void TheLargerLeg_IsTheLargerOfEachFigureByItself()
    {
        market.Add(TestInstruments.Cfd("GOLD", 1m).On(TestInstruments.Rate(0.10m, 0.05m))).Mark("GOLD", 100m);
        var regime = RegimePresets.FxRetail with { Id = new("frozen"), InitialBasis = RequirementBasis.AveragePrice };
        var scenario = Account(market, regime).Deposits(10_000m).Fills("GOLD", 10m, 200m).Hedges("GOLD", -11m, 100m);
        scenario.Figures.InitialMargin.ShouldBe(Amount(200m), "the long one's, bought at 200");
        scenario.Figures.MaintenanceMargin.ShouldBe(Amount(55m), "the short one's, at the mark");
    }

    [Fact]
    [Trait("Rule", "MARG-019")]
    public void BothSidesOfOneInstrument_ConcentrateTogether()
    {
        market.Add(TestInstruments.Stock("A"), TestInstruments.Stock("B")).Mark("A", 100m).Mark("B", 100m);
        var concentration = new ConcentrationRule(new(new(0.50m), new(0.10m)), null);
        var regime = RegimePresets.UsRegT with { Id = new("half"), Concentration = concentration };
        var scenario = Account(market, regime).Deposits(50_000m).Fills("A", 50m, 100m).Fills("B", 40m, 100m);
        scenario.Figures.InitialMargin.ShouldBe(Amount(4_550m), "5,000 of 9,000 are 500 beyond one half: 50 more");
        scenario.Hedges("A", -10m, 100m);
        scenario.Figures.InitialMargin.ShouldBe(
            Amount(4_100m), "netted 2,000 and 2,000; 6,000 of 10,000 are 1,000 beyond: 100 more");
    }

    [Theory]
    [InlineData(10, InstrumentClass.MajorForex, 10_000, 5_000, "the instrument asks for more than the cap")]
    [InlineData(30, InstrumentClass.MajorForex, 3_333.34, 1_666.67, "the same")]
    [InlineData(100, InstrumentClass.MajorForex, 3_333.34, 500, "the cap asks for more")]
    [InlineData(100, InstrumentClass.None, 1_000, 500, "no class, no cap")]
    [Trait("Rule", "MARG-020")]
    public void ACap_IsAFloorAndNeverLowersMargin(
        decimal leverage, InstrumentClass instruments, double margin, double kept, string reason)
    {
        market.Add(TestInstruments.Pair("EURUSD", leverage) with { InstrumentClass = instruments }).Mark("EURUSD", 1m);
        var scenario = Account(market, RegimePresets.FxRetail).Deposits(20_000m).Fills("EURUSD", 100_000m, 1m);
        scenario.Figures.InitialMargin.ShouldBe(Amount((decimal)margin), reason);
        scenario.Figures.MaintenanceMargin.ShouldBe(Amount((decimal)kept), "the cap is no floor under maintenance margin");
    }
}
