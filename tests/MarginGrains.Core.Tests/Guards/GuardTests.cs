using MarginGrains.Core.Guards;
using MarginGrains.Core.Marks;
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
    public void AGuard_NamesEverythingTheFiguresDependOn()
    {
        var scenario = Account(market, RegimePresets.Futures).Deposits(50_000m).Deposits(100m, "CHF")
            .Fills("FDAX", 1m, 16_000m).Fills("DARK", 1m, 5m);
        var guard = scenario.Guard;
        guard.Version.ShouldBe(scenario.Account.Sequence);
        guard.Bands.Select(b => (b.Symbol.Value, b.IsAlways)).ShouldBe(
            [("DARK", true), ("EURCHF", true), ("EURUSD", true), ("FDAX", true)], "a fill without a price is not judged yet");
    }

    [Fact]
    [Trait("Rule", "GARD-001")]
    public void AnyMark_LeavesTheNarrowestBand()
    {
        var band = GuardSolver.Narrowest([new("ACME")]).ShouldHaveSingleItem();
        band.IsLeftBy(MarkOf("ACME", 100m)).ShouldBeTrue();
    }

    [Theory]
    [InlineData(null, 10.0, 11, true)]
    [InlineData(null, 10.0, 10, false)]
    [InlineData(10.0, null, 9, true)]
    [InlineData(10.0, null, 10, false)]
    [InlineData(null, null, 5, false)]
    public void ABandOpenOnOneSide_IsLeftOnTheOther(double? low, double? high, decimal price, bool isLeft) =>
        new GuardBand(new("X"), PriceSide.Mark, Price(low), Price(high)).IsLeftBy(MarkOf("X", price)).ShouldBe(isLeft);

    [Theory]
    [InlineData(PriceSide.Mark, false)]
    [InlineData(PriceSide.Bid, true)]
    [InlineData(PriceSide.Ask, false)]
    public void ABandOfABid_IsLeftByTheBid(PriceSide of, bool isLeft)
    {
        var mark = MarkOf("X", 100m) with { Bid = new(98m), Ask = new(102m) };
        new GuardBand(new("X"), of, new(99m), null).IsLeftBy(mark).ShouldBe(isLeft);
        new GuardBand(new("X"), of, new(99m), null).IsLeftBy(mark with { Bid = null, Ask = null }).ShouldBeFalse();
    }

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

    private Mark MarkOf(string symbol, decimal price) =>
        new(new(symbol), new(price), market.Now, 1, 2, MarkKind.Given);

    private static Price? Price(double? value) => value is null ? null : new Price((decimal)value.Value);
}
