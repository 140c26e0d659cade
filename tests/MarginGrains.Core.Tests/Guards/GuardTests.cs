using MarginGrains.Core.Guards;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;
using MarginGrains.Testing.Core;
using static MarginGrains.Testing.Core.Given;

namespace MarginGrains.Core.Tests.Guards;

public class GuardTests
{
    private readonly TestMarket market = new TestMarket()
        .Add(TestInstruments.Stock(), TestInstruments.Future("FDAX", 25m, 30_000m, 27_000m, "EUR"), TestInstruments.Stock("DARK"))
        .Add(TestInstruments.Pair("EURUSD"), TestInstruments.Pair("USDJPY"), TestInstruments.Pair("EURCHF"))
        .Mark("ACME", 100m).Mark("FDAX", 16_000m).Mark("EURUSD", 1.25m).Mark("USDJPY", 150m);

    [Fact]
    public void TheNarrowestGuard_NamesEverythingTheFiguresDependOn()
    {
        var scenario = Account(market, RegimePresets.Futures).Deposits(50_000m).Deposits(100m, "CHF")
            .Fills("FDAX", 1m, 16_000m).Fills("DARK", 1m, 5m);
        var guard = scenario.Guard;
        guard.Version.ShouldBe(scenario.Account.Sequence);
        guard.Bands.Select(b => (b.Symbol.Value, b.IsMissing)).ShouldBe(
            [("DARK", true), ("EURCHF", true), ("EURUSD", false), ("FDAX", false)]);
        guard.Bands[3].ShouldBe(new GuardBand(new("FDAX"), new(16_000m), new(16_000m), false) { WatchesQuotes = true });
    }

    [Theory]
    [InlineData(99.99, true)]
    [InlineData(100, false)]
    [InlineData(100.01, true)]
    public void AnyOtherPrice_CrossesTheNarrowestGuard(decimal price, bool crossed)
    {
        var scenario = Account(market, RegimePresets.UsRegT).Deposits(1_000m).Fills("ACME", 1m, 100m);
        scenario.Guard.Bands.ShouldHaveSingleItem().IsCrossedBy(new Price(price)).ShouldBe(crossed);
    }

    [Theory]
    [InlineData(null, 10.0, 11, true)]
    [InlineData(null, 10.0, 1, false)]
    [InlineData(10.0, null, 9, true)]
    [InlineData(10.0, null, 99, false)]
    [InlineData(null, null, 5, false)]
    public void ABandOpenOnOneSide_IsCrossedOnTheOther(double? low, double? high, decimal price, bool crossed) =>
        new GuardBand(new("X"), Price(low), Price(high), false).IsCrossedBy(new(price)).ShouldBe(crossed);

    [Fact]
    public void AMissingMark_IsCrossedByAnyPrice() =>
        new GuardBand(new("X"), null, null, true).IsCrossedBy(new(1m)).ShouldBeTrue();

    [Fact]
    public void AMarginInAnotherCurrency_AddsItsPair()
    {
        market.Add(TestInstruments.Pair("EURUSD").On(TestInstruments.PerContract(150_000m, 75_000m, "JPY", 100_000m)));
        var scenario = Account(market, RegimePresets.FxRetail).Deposits(5_000m).Fills("EURUSD", 1_000m, 1.25m);
        scenario.Guard.Bands.Select(b => b.Symbol.Value).ShouldBe(["EURUSD", "USDJPY"]);
    }

    [Fact]
    public void CashOfTheOwnCurrency_NeedsNoGuard()
    {
        var guard = Account(market, RegimePresets.FxRetail).Deposits(5_000m).Guard;
        guard.Bands.ShouldBeEmpty();
        guard.DueAt.ShouldBeNull();
    }

    private static Price? Price(double? value) => value is null ? null : new Price((decimal)value.Value);
}
