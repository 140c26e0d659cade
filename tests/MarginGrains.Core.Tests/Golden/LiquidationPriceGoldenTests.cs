using MarginGrains.Core.Instruments;
using MarginGrains.Core.Margin;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;
using MarginGrains.Testing.Core;
using static MarginGrains.Testing.Core.Given;

namespace MarginGrains.Core.Tests.Golden;

public class LiquidationPriceGoldenTests
{
    private static readonly RegimeLine Maintenance = new(Measure.EquityToMaintenance, Comparator.Below, Ratio.One);

    private readonly TestMarket market = new();

    [Fact]
    [Trait("Case", "F01")]
    [Trait("Rule", "LPRC-001")]
    public void OfTwoPerpetualsOnOneBalance_EachPriceCountsTheOther()
    {
        market.Add(
                Perpetual("BTCUSDT", TestInstruments.Tiers((0m, 0.005m, 0.005m), (815_000m, 0.025m, 0.025m))),
                Perpetual("ETHUSDT", TestInstruments.Tiers((0m, 0.05m, 0.05m), (2_707_300m, 0.10m, 0.10m))))
            .Mark("BTCUSDT", 31_967.27m).Mark("ETHUSDT", 1_335.18m);
        var btc = Held("BTCUSDT", 109.488m, 32_481.98m);
        var eth = Held("ETHUSDT", 3_683.979m, 1_456.84m);
        var alone = Figures(Portfolio(0m, btc));
        decimal.Round(alone.MaintenanceMargin.Amount, 2).ShouldBe(71_200.81m, "the deduction is 815,000 × 2 % = 16,300");
        decimal.Round(alone.UnrealizedPnl.Amount, 2).ShouldBe(-56_354.57m);

        var price = Of(Portfolio(1_535_443.01m, btc, eth), "ETHUSDT");

        decimal.Round(price.Price!.Value.Value, 2).ShouldBe(1_153.26m);
        price.Distance!.Value.Value.ShouldBeInRange(-0.14m, -0.13m);
        price.IsCrossedNow.ShouldBeFalse();
    }

    [Fact]
    [Trait("Case", "F05")]
    [Trait("Rule", "LPRC-001")]
    public void AShort_IsLiquidatedWhenItsPriceRises()
    {
        market.Add(Perpetual("ETHUSD", TestInstruments.Rate(0.10m, 0.05m))).Mark("ETHUSD", 3_000m);
        var price = Of(Portfolio(1_000m, Held("ETHUSD", -3m, 3_000m)), "ETHUSD");
        decimal.Round(price.Price!.Value.Value, 2).ShouldBe(3_174.60m);
        price.Distance!.Value.Value.ShouldBe(price.Price.Value.Value / 3_000m - 1m, 1e-20m);
    }

    [Fact]
    [Trait("Case", "A01")]
    [Trait("Rule", "LPRC-001")]
    public void AMarginLoan_IsCalledAtItsTriggerPrice()
    {
        market.Add(TestInstruments.Stock()).Mark("ACME", 50m);
        var line = LiquidationPrice.LineOf(RegimePresets.UsRegT)!;
        var price = Of(Portfolio(-5_000m, Held("ACME", 200m, 50m)), "ACME", line).Price!.Value;
        decimal.Round(price.Value, 4).ShouldBe(35.7143m);
        decimal.Round(200m * price.Value, 2).ShouldBe(7_142.86m, "5,000 ÷ (1 − 0.30)");
    }

    [Fact]
    [Trait("Case", "B02")]
    [Trait("Rule", "LPRC-003")]
    public void ATaiwanLoan_IsCalledBelowSeventyEight()
    {
        market.Add(TestInstruments.Stock("TSMC", "TWD")).Mark("TSMC", 100m);
        var line = new RegimeLine(Measure.CollateralToLoan, Comparator.Below, new(1.30m));
        var portfolio = new Portfolio(new("TWD"), [Amount(-60_000m, "TWD")], [Held("TSMC", 1_000m, 100m)]);
        Of(portfolio, "TSMC", line).Price.ShouldBe(new(78m));
    }

    [Fact]
    [Trait("Case", "U05")]
    [Trait("Rule", "LPRC-001")]
    public void AnEMini_IsCalledAndStoppedOutAtWholePoints()
    {
        market.Add(TestInstruments.Future()).Mark("ES", 5_000m);
        var portfolio = Portfolio(12_000m, Held("ES", 1m, 5_000m));
        Of(portfolio, "ES").ShouldBe(new(new(4_980m), new(-0.004m), false), "20 points of 50 are the buffer of 1,000");
        var stopOut = LiquidationPrice.LineOf(RegimePresets.Futures)!;
        Of(portfolio, "ES", stopOut).Price.ShouldBe(new(4_820m), "3,000 are a quarter of initial margin");
        BankruptcyPrice.OfPosition(portfolio, RegimePresets.Futures, new("ES"), market.Set, market.Now)
            .Price.ShouldBe(new(4_760m), "240 points of 50 are all there is");
    }

    private static Instrument Perpetual(string symbol, MarginTerms terms) =>
        TestInstruments.Perpetual(symbol).On(terms);

    private static Position Held(string symbol, decimal quantity, decimal price) =>
        new(new(symbol), new(quantity), new(price));

    private static Portfolio Portfolio(decimal balance, params Position[] positions) =>
        new(new("USD"), balance == 0m ? [] : [Amount(balance)], [.. positions]);

    private LinePrice Of(Portfolio portfolio, string symbol, RegimeLine? line = null) => LiquidationPrice.Of(
        portfolio, RegimePresets.Futures, line ?? Maintenance, new(symbol), market.Set, market.Now);

    private MarginFigures Figures(Portfolio portfolio) =>
        MarginCalculator.Evaluate(
            portfolio, RegimePresets.Futures with { Rounding = RoundingMode.None }, market.Set, market.Now);
}
