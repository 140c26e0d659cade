using MarginGrains.Core.Accounts;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;
using MarginGrains.Testing.Core;
using static MarginGrains.Testing.Core.Given;

namespace MarginGrains.Core.Tests.Golden;

public class PerpetualGoldenTests
{
    private readonly TestMarket market = new();

    [Fact]
    [Trait("Case", "F26")]
    public void FivePerpetuals_ShareTheirMargin()
    {
        // The venue fills at the price moved by half the skew, and its rates grow with the size: here as they come out.
        (string Symbol, decimal Units, decimal Fill, decimal Initial, decimal Then, decimal Last)[] held =
        [
            ("BTC", -1m, 29_850m, 0.03m, 28_000m, 31_000m), ("ETH", 20m, 2_020m, 0.05m, 1_900m, 1_775m),
            ("LINK", 2_000m, 5.05m, 0.05m, 4.6m, 3m), ("ARB", 5_000m, 2.05m, 0.11m, 1.9m, 1m),
            ("OP", 5_000m, 2.05m, 0.11m, 1.8m, 1.13m),
        ];
        decimal[] opened = [30_000m, 2_000m, 5m, 2m, 2m];
        for (var i = 0; i < held.Length; i++)
        {
            market.Add(TestInstruments.Perpetual(held[i].Symbol).On(
                TestInstruments.Rate(held[i].Initial, held[i].Initial / 2m))).Mark(held[i].Symbol, opened[i]);
        }

        var scenario = Account(market, RegimePresets.CryptoPerpetual).Deposits(20_000m);
        foreach (var position in held) scenario.Fills(position.Symbol, position.Units, position.Fill);
        scenario.Figures.MarketValue.ShouldBe(Amount(100_000m));
        scenario.Figures.Equity.ShouldBe(Amount(18_850m));
        foreach (var position in held) market.Mark(position.Symbol, position.Then);
        scenario.WhenAssessed().ThenNo<AccountEvent.LiquidationStarted>();
        scenario.Figures.Equity.ShouldBe(Amount(16_550m));
        foreach (var position in held) market.Mark(position.Symbol, position.Last);
        scenario.Figures.Equity.ShouldBe(Amount(0m));
        scenario.WhenAssessed().Then<AccountEvent.LiquidationStarted>();
    }

    [Theory]
    [InlineData(2_000, 0.60, -330, 16, "a long")]
    [InlineData(-2_000, 1.32, -746, 17, "a short")]
    [Trait("Case", "F27")]
    [Trait("Rule", "LIQD-003")]
    public void AsFewLotsGo_AsBringInitialHealthBack(
        double units, double price, double health, double lots, string reason)
    {
        // That venue weighs what a perpetual lost as a debt in another token, 1.4: all amounts here are a 1.4th of its.
        var preset = RegimePresets.CryptoPerpetual;
        var maintenance = new RegimeLine(Measure.EquityToMaintenance, Comparator.Below, Ratio.One);
        var regime = preset with
        {
            Id = new("health"), Warning = null, NoNewRisk = null,
            Liquidation = new()
            {
                StopOut = maintenance, Target = maintenance with { Measure = Measure.EquityToInitial }, Fee = new(0.05m),
            },
        };
        market.Add(TestInstruments.Perpetual("PERP").On(TestInstruments.Rate(0.40m, 0.30m)) with
        {
            LotSize = new(100m),
        }).Mark("PERP", 1m);
        var scenario = Account(market, regime).Deposits(1_330m / 1.4m).Fills("PERP", (decimal)units, 1m);
        (scenario.Figures.Equity - scenario.Figures.InitialMargin).ShouldBe(Amount(210m / 1.4m));

        var order = scenario.WhenMarked("PERP", (decimal)price).Event<AccountEvent.LiquidationOrdered>().Order;

        var sign = Math.Sign((decimal)units);
        (scenario.Figures.Equity - scenario.Figures.InitialMargin).ShouldBe(Amount((decimal)health), reason);
        if (units > 0) (scenario.Figures.Equity - scenario.Figures.InitialMargin).ShouldBe(Amount(-462m / 1.4m));
        order.Quantity.ShouldBe(new((decimal)lots * -100m * sign), reason);
        var next = scenario.WhenExecuted(order.OrderId, Fill("PERP", -1_000m * sign, (decimal)price), isFinal: true)
            .Event<AccountEvent.LiquidationOrdered>().Order;
        next.Quantity.ShouldBe(new(((decimal)lots - 10m) * -100m * sign), "the rest of it");
        scenario.SettlesOrders().Account.Liquidation.ShouldBeNull();
    }

    [Fact]
    [Trait("Case", "F28")]
    public void AShortOfOne_NeedsSlippageAndRiskFactor()
    {
        market.Add(TestInstruments.Perpetual("PERP").On(TestInstruments.Rate(0.35m, 0.35m))).Mark("PERP", 15_900m);
        var scenario = Account(market, RegimePresets.CryptoPerpetual).Deposits(20_000m).Fills("PERP", -1m, 15_900m);
        scenario.Figures.MaintenanceMargin.ShouldBe(Amount(5_565m));
    }

    [Fact]
    [Trait("Case", "F29")]
    [Trait("Rule", "MARG-017")]
    public void BuysAndSells_ReserveForTheWorseSideAlone()
    {
        market.Add(TestInstruments.Perpetual("PERP").On(TestInstruments.Rate(0.35m, 0.35m))).Mark("PERP", 144m);
        var scenario = Account(market, RegimePresets.CryptoPerpetual).Deposits(10_000m).Fills("PERP", 10m, 144m);
        scenario.Figures.InitialMargin.ShouldBe(Amount(504m));
        scenario.WhenPlacing("s-1", "PERP", -8m).Decision.Refusal.ShouldBeNull();
        scenario.Figures.Reserved.ShouldBe(Amount(0m), "what only reduces reserves nothing");
        scenario.WhenPlacing("b-1", "PERP", 4m).Decision.Refusal.ShouldBeNull();
        scenario.Figures.InitialMargin.ShouldBe(Amount(705.60m), "trap: 648 in the source");
        scenario.Figures.Reserved.ShouldBe(Amount(201.60m), "trap: 47.6 in the source");
        scenario.Figures.MaintenanceMargin.ShouldBe(Amount(504m), "orders hold nothing");
    }

    [Theory]
    [InlineData(-2, 120, 20, 60, "one closed at a gain, one short from 120")]
    [InlineData(1, 90, 0, -70, "two at 95")]
    [Trait("Case", "F31")]
    [Trait("Rule", "POSN-001")]
    public void ATakeover_RealisesWhatItCloses(decimal units, decimal price, decimal realized, decimal open, string reason)
    {
        market.Add(TestInstruments.Perpetual("PERP")).Mark("PERP", 60m);
        var scenario = Account(market, RegimePresets.CryptoPerpetual).Deposits(1_000m)
            .Fills("PERP", 1m, 100m).Fills("PERP", units, price);
        (scenario.Account.Portfolio.Balance(new("USD")) - Amount(1_000m)).ShouldBe(Amount(realized), reason);
        scenario.Figures.UnrealizedPnl.ShouldBe(Amount(open), reason);
    }

    [Fact]
    [Trait("Case", "F40")]
    [Trait("Rule", "MARG-015")]
    public void AnInverseContract_IsLiquidatedAgainAfterItWasReopened()
    {
        // That venue counts sixty times a requirement frozen at the entry, and takes whole positions.
        var preset = RegimePresets.CryptoPerpetual;
        var line = new RegimeLine(Measure.EquityToInitial, Comparator.AtOrBelow, new(60m));
        var regime = preset with
        {
            Id = new("ratio-60"), InitialBasis = RequirementBasis.AveragePrice, Warning = null, NoNewRisk = null,
            Liquidation = new()
            {
                StopOut = line, Target = line with { Threshold = new(61m) }, Step = LiquidationStep.WholePosition,
            },
        };
        market.Add(TestTerms.Inverse(dollars: 1m).On(TestInstruments.Rate(0.00035m, 0.00035m))).Mark("BTCUSD", 40_000m);
        var scenario = Account(market, regime, "BTC").Deposits(0.255m, "BTC");
        scenario.WhenFilled(Fill("BTCUSD", 10_000m, 40_000m) with { Fee = Amount(0.0001875m, "BTC") })
            .ThenNo<AccountEvent.LiquidationStarted>();
        scenario.Figures.InitialMargin.ShouldBe(Amount(0.0000875m, "BTC"));

        scenario.WhenMarked("BTCUSD", 20_000m).Then<AccountEvent.LiquidationStarted>(
            e => e.LiquidationId.ShouldBe("liquidation-a-1-1"));

        scenario.Figures.UnrealizedPnl.ShouldBe(Amount(-0.25m, "BTC"));
        scenario.Figures.Equity.ShouldBe(Amount(0.0048125m, "BTC"), "not above 60 × 0.0000875 = 0.00525");
        scenario.SettlesOrders().Account.Portfolio.IsFlat.ShouldBeTrue();
        scenario.WhenFilled(Fill("BTCUSD", 10_000m, 20_000m)).Then<AccountEvent.LiquidationStarted>(
            e => e.LiquidationId.ShouldBe("liquidation-a-1-2", "nothing says that it was liquidated before"));
    }
}
