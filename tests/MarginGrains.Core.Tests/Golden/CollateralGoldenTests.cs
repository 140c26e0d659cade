using MarginGrains.Core.Margin;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;
using MarginGrains.Testing.Core;
using static MarginGrains.Testing.Core.Given;

namespace MarginGrains.Core.Tests.Golden;

public class CollateralGoldenTests
{
    [Theory]
    [InlineData(500_000, 0.90, "at the cap")]
    [InlineData(1_000_000, 0.45, "twice the cap")]
    [InlineData(1_500_000, 0.30, "three times")]
    [InlineData(0, 0.90, "nothing published yet: the account's own counts")]
    [Trait("Case", "F23")]
    [Trait("Rule", "MARG-021")]
    public void WhatTheWholeBookHoldsBeyondItsCap_LowersTheWeight(decimal book, decimal weight, string reason)
    {
        var market = new TestMarket().Add(TestInstruments.Stock("COIN")).Mark("COIN", 1m);
        var regime = RegimePresets.HkHouse with
        {
            Collateral = [new(new("COIN"), new(0.10m)) { BookCap = new Quantity(500_000m) }],
        };
        var portfolio = Portfolio.Empty(new("USD")).AddCollateral(new("COIN"), new(1_000m));
        var figures = MarginCalculator.Evaluate(
            portfolio, regime, new Book(market.Set, book == 0m ? null : new Quantity(book)), market.Now);
        figures.Collateral.ShouldBe(Amount(1_000m * weight), reason);
        figures.Equity.ShouldBe(figures.Collateral);
    }

    /// What is known of a market, and what its whole book holds of everything.
    private sealed class Book(IMarket market, Quantity? held) : MarketOver(market)
    {
        public override Quantity? FindBookCollateral(Symbol symbol) => held;
    }
}
