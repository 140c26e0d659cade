using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;
using MarginGrains.Testing.Core;
using static MarginGrains.Testing.Core.Given;

namespace MarginGrains.Core.Tests.Golden;

public class HedgeGoldenTests
{
    private readonly TestMarket market = new TestMarket().Add(TestInstruments.Pair("EURUSD", 100m)).Mark("EURUSD", 1.15m);

    /// Both brokers freeze margin at the price of the deal and take one half of each hedged leg.
    private static Regime Hedging => RegimePresets.FxRetail with
    {
        Id = new("fx-hedged"), HedgePolicy = HedgePolicy.HedgedShare, HedgedShare = new(0.50m),
        InitialBasis = RequirementBasis.AveragePrice,
    };

    [Fact]
    [Trait("Case", "E12")]
    [Trait("Rule", "MARG-018")]
    [Trait("Rule", "POSN-004")]
    public void ALotHedgedByALot_NeedsTheMarginOfOneAtTheAveragePrice()
    {
        var scenario = Account(market, Hedging).Deposits(10_000m)
            .Fills("EURUSD", 100_000m, 1.10m).Hedges("EURUSD", -100_000m, 1.20m);
        scenario.Account.Portfolio.Positions.Length.ShouldBe(2);
        scenario.Figures.InitialMargin.ShouldBe(Amount(1_150m), "100,000 at 1.15 over 100");
    }

    [Fact]
    [Trait("Case", "E14")]
    [Trait("Rule", "MARG-018")]
    public void ThreeLotsSoldAndTwoBought_LeaveOneUncovered()
    {
        var scenario = Account(market, Hedging).Deposits(10_000m)
            .Fills("EURUSD", -300_000m, 1.20m).Hedges("EURUSD", 200_000m, 1.10m);
        scenario.Figures.InitialMargin.ShouldBe(
            Amount(3_500m), "one lot at the larger leg's 1.20 in full, two at one half of both: 1,200 + 1,100 + 1,200");
    }

    [Theory]
    [InlineData(HedgePolicy.Sum, 5_750, "both legs")]
    [InlineData(HedgePolicy.Maximum, 3_450, "the larger leg")]
    [InlineData(HedgePolicy.Net, 1_150, "what is uncovered")]
    [InlineData(HedgePolicy.HedgedShare, 3_450, "what is uncovered and one half of both covered legs")]
    [Trait("Case", "E14")]
    [Trait("Rule", "MARG-018")]
    public void EveryPolicy_CountsBothSidesItsOwnWay(HedgePolicy policy, decimal margin, string reason)
    {
        var share = policy == HedgePolicy.HedgedShare ? new Ratio(0.50m) : default;
        var regime = RegimePresets.FxRetail with { Id = new("fx-policy"), HedgePolicy = policy, HedgedShare = share };
        var scenario = Account(market, regime).Deposits(10_000m)
            .Fills("EURUSD", -300_000m, 1.20m).Hedges("EURUSD", 200_000m, 1.10m);
        scenario.Figures.InitialMargin.ShouldBe(Amount(margin), reason);
        scenario.Figures.MaintenanceMargin.ShouldBe(Amount(margin / 2m), reason);
        scenario.Figures.UnrealizedPnl.ShouldBe(Amount(25_000m), "both sides gain");
    }
}
