using MarginGrains.Core.Accounts;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;
using MarginGrains.Testing.Core;
using static MarginGrains.Testing.Core.Given;

namespace MarginGrains.Core.Tests.Golden;

public class TermsGoldenTests
{
    private readonly TestMarket market = new();

    [Theory]
    [InlineData(2.49, 249.00)]
    [InlineData(2.50, 75.00)]
    [Trait("Case", "A14")]
    public void ACheapShare_IsHeldForItsWholePrice(double price, double maintenance)
    {
        market.Add(TestInstruments.Stock().On(TestTerms.UsStock())).Mark("ACME", (decimal)price);
        var scenario = Account(market, RegimePresets.UsRegT).Deposits(1_000m).Fills("ACME", 100m, (decimal)price);
        scenario.Figures.MaintenanceMargin.ShouldBe(Amount((decimal)maintenance));
    }

    [Theory]
    [InlineData(0.567243, 123_456, 70_030)]
    [InlineData(0.10, 1, 1)]
    [Trait("Case", "F13")]
    public void ARequirement_IsRoundedUpToTheWholeUnit(double rate, double notional, double expected)
    {
        market.Add(TestInstruments.Cfd("X", 1m).On(TestInstruments.Rate((decimal)rate, (decimal)rate)) with
        {
            QuoteCurrency = new("JPY"),
        }).Mark("X", (decimal)notional);
        var scenario = Account(market, RegimePresets.FxRetail, "JPY").Deposits(200_000m, "JPY").Fills("X", 1m, (decimal)notional);
        scenario.Figures.InitialMargin.ShouldBe(Amount((decimal)expected, "JPY"));
    }

    [Fact]
    [Trait("Case", "D13")]
    [Trait("Rule", "MARG-016")]
    public void CornsMargins_AreThoseOfTheLastDateThatHasCome()
    {
        var corn = TestInstruments.Future("ZC", 50m, 540m, 400m);
        corn = corn with
        {
            Margin = new([
                new(Day(6), TestInstruments.PerContract(540m, 400m)), new(Day(7), TestInstruments.PerContract(608m, 450m)),
                new(Day(20), TestInstruments.PerContract(810m, 600m))]),
        };
        Needed(corn, Day(6)).ShouldBe((540m, 400m));
        Needed(corn, Day(7)).ShouldBe((608m, 450m));
        Needed(corn, Day(19)).ShouldBe((608m, 450m));
        Needed(corn, Day(20)).ShouldBe((810m, 600m));
        corn.Margin.At(Day(5)).ShouldBeNull("before the first date there are none, which is not zero");
        static DateTimeOffset Day(int day) => new(2004, 4, day, 0, 0, 0, TimeSpan.Zero);
    }

    [Fact]
    [Trait("Case", "D10")]
    [Trait("Case", "D11")]
    [Trait("Case", "D12")]
    [Trait("Rule", "MARG-016")]
    public void Silver_WentFromAFixedAmountToEighteenPercent()
    {
        var silver = TestInstruments.Future("SI", 5_000m, 35_750m, 32_500m)
            .Then(Day(1, 13), Hedged(0.09m)).Then(Day(1, 28), Hedged(0.11m))
            .Then(Day(2, 2), Hedged(0.15m)).Then(Day(2, 6), Hedged(0.18m));
        Needed(silver, Day(1, 12), 85m).Maintenance.ShouldBe(32_500m);
        Needed(silver, Day(1, 12), 95m).Maintenance.ShouldBe(32_500m, "whatever the price");
        Needed(silver, Day(1, 13), 85m).Maintenance.ShouldBe(38_250m);
        Needed(silver, Day(2, 5), 80m).ShouldBe((66_000m, 60_000m));
        Needed(silver, Day(2, 6), 80m).ShouldBe((79_200m, 72_000m));
        (DateTimeOffset Day, decimal Share)[] path =
            [(Day(1, 13), 0.099m), (Day(1, 28), 0.121m), (Day(2, 2), 0.165m), (Day(2, 6), 0.198m)];
        foreach (var (day, share) in path) (Needed(silver, day, 80m).Initial / 400_000m).ShouldBe(share);

        static MarginTerms Hedged(decimal rate) => TestInstruments.Rate(rate * 1.1m, rate);
        static DateTimeOffset Day(int month, int day) => new(2026, month, day, 0, 0, 0, TimeSpan.Zero);
    }

    [Fact]
    [Trait("Case", "F04")]
    [Trait("Rule", "MARG-006")]
    public void TiersInCoin_DeductTheirMaintenanceAmount()
    {
        var inverse = TestTerms.Inverse().On(TestInstruments.Tiers(
            (0m, 0.008m, 0.004m), (10m, 0.01m, 0.005m), (20m, 0.02m, 0.01m), (30m, 0.05m, 0.025m), (50m, 0.10m, 0.05m)));
        Maintenance(60m).ShouldBe(60m * 0.05m - 1.81m);
        Maintenance(40m).ShouldBe(40m * 0.025m - 0.56m);
        Maintenance(50m).ShouldBe(50m * 0.05m - 1.81m, "continuous at the edge");
        foreach (var edge in new[] { 10m, 20m, 30m, 50m })
        {
            (Maintenance(edge + 0.001m) - Maintenance(edge)).ShouldBeInRange(0.000004m, 0.00005m);
            Maintenance(edge).ShouldBeGreaterThan(Maintenance(edge - 0.001m));
        }

        // A coin is 1,000 contracts of 100 dollars at 100,000.
        decimal Maintenance(decimal coins) => MarginRequirement.Of(
            inverse.Margin.At(TestMarket.Monday)!, inverse, new Quantity(coins * 1_000m), new Price(100_000m)).Maintenance;
    }

    [Fact]
    [Trait("Case", "F37")]
    [Trait("Rule", "MARG-015")]
    public void LinearAndInverse_AtTwentyFive()
    {
        var linear = TestInstruments.Perpetual("BTCUSDT").On(TestInstruments.Leverage(25m));
        Needed(linear, TestMarket.Monday, 16_000m, 10m).Initial.ShouldBe(6_400m);
        var inverse = TestTerms.Inverse();
        var coins = Needed(inverse, TestMarket.Monday, 16_000m, 10m).Initial;
        coins.ShouldBe(0.0025m);
        (coins * 16_000m).ShouldBe(40m, "dollars");
    }

    [Fact]
    [Trait("Case", "E18")]
    public void StandardAndLeveraged_AreTwentyFourHundredAndFortyEight()
    {
        var pair = TestInstruments.Pair("AUDUSD");
        Needed(pair.On(TestInstruments.Rate(0.03m, 0.03m)), TestMarket.Monday, 0.80m, 100_000m).Initial.ShouldBe(2_400m);
        Needed(pair.On(TestInstruments.Leverage(50m, 0.03m)), TestMarket.Monday, 0.80m, 100_000m).Maintenance.ShouldBe(48m);
        foreach (var leverage in new[] { 0m, -50m })
        {
            InstrumentValidation.Check(pair.On(TestInstruments.Leverage(leverage))).ShouldHaveSingleItem()
                .Field.ShouldBe("margin[0].leverage");
        }
    }

    [Fact]
    [Trait("Case", "C03")]
    public void CashOfTwentyThousandAtEightyPercent_BuysForAHundredThousand()
    {
        market.Add(TestInstruments.Stock("ACME", "USD", 1m - 0.80m, 0.15m)).Mark("ACME", 10m);
        var scenario = Account(market, RegimePresets.UsRegT).Deposits(20_000m);
        var check = OrderCheck.Check(scenario.Account, Fill("ACME", 1m, 10m), market.Set, market.Now);
        market.Set.FindInstrument(new("ACME"))!.Notional(check.LargestQuantity!.Value, new(10m)).ShouldBe(Amount(100_000m));
    }

    private static (decimal Initial, decimal Maintenance) Needed(
        Instrument instrument, DateTimeOffset at, decimal mark = 1m, decimal quantity = 1m)
    {
        var needed = MarginRequirement.Of(instrument.Margin.At(at)!, instrument, new Quantity(quantity), new Price(mark));
        return (needed.Initial, needed.Maintenance);
    }
}
