using MarginGrains.Core.Instruments;
using MarginGrains.Core.Margin;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;
using MarginGrains.Testing.Core;
using static MarginGrains.Testing.Core.Given;

namespace MarginGrains.Core.Tests.Margin;

public class LiquidationPriceTests
{
    private static readonly RegimeLine Maintenance = new(Measure.EquityToMaintenance, Comparator.Below, Ratio.One);

    private readonly TestMarket market = new();

    [Theory]
    [InlineData(1_000, 55, "20 p − 1,000 = 50 + 10 p − 500: in the second tier, as now")]
    [InlineData(1_050, 50, "50 = 50: at the edge of the tiers")]
    [InlineData(1_430, 30, "20 p − 570 = p: in the first tier, where 50 % no longer counts")]
    [InlineData(2_000, null, "nothing is lost that was not put in")]
    [Trait("Rule", "LPRC-001")]
    public void TheTierAtThePrice_CountsRatherThanTheTierNow(decimal cash, int? expected, string reason)
    {
        market.Add(TestInstruments.Perpetual().On(TestInstruments.Tiers((0m, 0.05m, 0.05m), (1_000m, 0.50m, 0.50m))))
            .Mark("BTCPERP", 100m);
        Price? price = expected is { } value ? new Price(value) : null;
        Of(Portfolio(cash, Held("BTCPERP", 20m, 100m)), "BTCPERP").Price.ShouldBe(price, reason);
    }

    [Fact]
    [Trait("Rule", "LPRC-002")]
    public void ACrossedLine_GivesThePriceThatWouldHeal()
    {
        market.Add(TestInstruments.Stock()).Mark("ACME", 35m);
        var price = Of(Portfolio(-5_000m, Held("ACME", 200m, 50m)), "ACME");
        price.IsCrossedNow.ShouldBeTrue();
        price.Price!.Value.Value.ShouldBe(5_000m / 140m, 1e-12m);
        price.Distance!.Value.Value.ShouldBe(5_000m / 140m / 35m - 1m, 1e-12m);
    }

    [Fact]
    [Trait("Rule", "LPRC-002")]
    public void WhatNoPriceChanges_HasNoPrice()
    {
        market.Add(TestInstruments.Stock(), TestInstruments.Stock("OTHER")).Mark("ACME", 35m).Mark("OTHER", 10m);
        var portfolio = Portfolio(-5_000m, Held("ACME", 200m, 50m));
        Of(portfolio, "OTHER").ShouldBe(new(null, null, true), "it is not held");
        Of(Portfolio(5_000m, Held("ACME", 200m, 50m)), "ACME").ShouldBe(new(null, null, false), "nothing is owed");
        Of(Portfolio(0m), "ACME").ShouldBe(new(null, null, false), "nothing is held");
    }

    [Fact]
    [Trait("Rule", "LPRC-002")]
    public void APairThatOnlyConverts_HasAPriceToo()
    {
        market.Add(TestInstruments.Stock(), TestInstruments.Pair("EURUSD")).Mark("ACME", 100m).Mark("EURUSD", 1.25m);

        // Euros that lose their worth: 100 × 100 − 30 % = 7,000 of dollars and 10,000 p of what is owed.
        var portfolio = new Portfolio(new("USD"), [Amount(-5_000m, "EUR")], [Held("ACME", 100m, 100m)]);
        Of(portfolio, "EURUSD").ShouldBe(new(new(1.4m), new(0.12m), false));
        var lent = new Portfolio(new("USD"), [Amount(5_000m, "EUR"), Amount(-13_000m)], [Held("ACME", 100m, 100m)]);
        Of(lent, "EURUSD").ShouldBe(new(new(1.2m), new(-0.04m), false), "here a fall is the danger");
    }

    [Theory]
    [InlineData(Comparator.Below, 4_980)]
    [InlineData(Comparator.AtOrBelow, 4_980)]
    [Trait("Rule", "LPRC-003")]
    public void OnTheLine_BothComparatorsGiveTheLineItself(Comparator comparator, decimal expected)
    {
        market.Add(TestInstruments.Future()).Mark("ES", 5_000m);
        var portfolio = Portfolio(12_000m, Held("ES", 1m, 5_000m));
        Of(portfolio, "ES", Maintenance with { Comparator = comparator }).Price.ShouldBe(new(expected));
    }

    [Fact]
    [Trait("Rule", "LPRC-003")]
    public void Amounts_AreNotRoundedOnTheWay()
    {
        // Rounded up to a cent, 30 % of a share at 35.71 would be 10.72 rather than 10.713.
        market.Add(TestInstruments.Stock()).Mark("ACME", 50m);
        Of(Portfolio(-24.997m, Held("ACME", 1m, 50m)), "ACME").Price.ShouldBe(new(35.71m));
    }

    [Theory]
    [InlineData(Comparator.Below, 2.5, "the last price at which it is not crossed")]
    [InlineData(Comparator.AtOrBelow, 2.499999999999, "the first at which it is")]
    [Trait("Rule", "LPRC-003")]
    public void WhereTheRequirementJumps_ThePriceStandsAtTheJump(Comparator comparator, decimal expected, string reason)
    {
        var none = Amount(0m);
        PriceStep[] steps = [new(null, Ratio.One, Ratio.One, none), new(new(2.5m), new(0.5m), new(0.3m), none)];
        market.Add(TestInstruments.Stock().On(new MarginTerms.PriceSteps([.. steps], [.. steps]))).Mark("ACME", 3m);
        var line = Maintenance with { Comparator = comparator };
        Of(Portfolio(-100m, Held("ACME", 100m, 3m)), "ACME", line).Price.ShouldBe(new(expected), reason);
    }

    [Fact]
    [Trait("Rule", "LPRC-001")]
    public void OfBothSidesOfOneInstrument_TheLargerOneIsInDanger()
    {
        market.Add(TestInstruments.Perpetual().On(TestInstruments.Rate(0.10m, 0.05m))).Mark("BTCPERP", 100m);
        var hedged = Portfolio(150m, Held("BTCPERP", 10m, 100m), Held("BTCPERP", -4m, 100m));
        var regime = RegimePresets.CryptoPerpetual with { HedgePolicy = HedgePolicy.Sum };
        var price = LiquidationPrice.Of(hedged, regime, Maintenance, new("BTCPERP"), market.Set, market.Now);
        price.Price!.Value.Value.ShouldBe(450m / 5.3m, 1e-12m, "150 − 6 (100 − p) = 14 p × 5 %");
    }

    [Fact]
    [Trait("Rule", "LPRC-004")]
    public void AnInverseContract_LosesItsCoinsAtHalfThePrice()
    {
        market.Add(TestInstruments.Perpetual("XBT") with
        {
            Contract = ContractKind.Inverse, BaseCurrency = new("BTC"), Multiplier = new(100m), LotSize = new(1m),
        }).Mark("XBT", 40_000m);
        var portfolio = new Portfolio(new("BTC"), [Amount(0.25m, "BTC")], [Held("XBT", 100m, 40_000m)]);
        Bankrupt(portfolio, "XBT").Price!.Value.Value.ShouldBe(20_000m, 1e-7m, "as near as 12 decimals of a coin can tell");
    }

    [Fact]
    [Trait("Rule", "LPRC-005")]
    public void WithoutFigures_ThereIsNoPrice()
    {
        market.Add(TestInstruments.Stock(), TestInstruments.Stock("DARK")).Mark("ACME", 50m);
        var portfolio = Portfolio(-24m, Held("ACME", 1m, 50m), Held("DARK", 1m, 50m));
        Of(portfolio, "ACME").ShouldBe(default);
        Of(portfolio, "DARK").ShouldBe(default);
    }

    [Fact]
    [Trait("Rule", "LPRC-005")]
    public void AHugePosition_IsSearchedOnlyAsFarAsItCanBeComputed()
    {
        // From 79 thousand million on its value has more digits than can be computed with.
        market.Add(TestInstruments.Stock() with { Multiplier = new(1_000_000m) }).Mark("ACME", 1m);
        var portfolio = Portfolio(9e26m, Held("ACME", -1e12m, 1m));
        Bankrupt(portfolio, "ACME").Price.ShouldBe(new(9e8m));
        Of(portfolio, "ACME", new(Measure.EquityToMarketValue, Comparator.Below, new(-0.999999m)))
            .ShouldBe(new(null, null, false), "900 million million, at a price beyond it");
        Of(portfolio, "ACME", Maintenance with { Threshold = new(1e20m) }).ShouldBe(default, "beyond it already");
    }

    [Fact]
    [Trait("Rule", "LPRC-004")]
    public void TheBankruptcyPrice_IsWhereNothingIsLeft()
    {
        market.Add(TestInstruments.Stock(), TestInstruments.Perpetual()).Mark("ACME", 35m).Mark("BTCPERP", 50_000m);
        Bankrupt(Portfolio(-5_000m, Held("ACME", 200m, 50m)), "ACME").ShouldBe(new(new(25m), new(25m / 35m - 1m), false));
        Bankrupt(Portfolio(500m, Held("BTCPERP", -0.1m, 50_000m)), "BTCPERP").Price.ShouldBe(new(55_000m));
        Bankrupt(Portfolio(0m, Held("ACME", 200m, 50m)), "ACME").Price.ShouldBeNull("a share is never worth less than nothing");
        Bankrupt(Portfolio(-8_000m, Held("ACME", 200m, 50m)), "ACME").ShouldBe(new(new(40m), new(40m / 35m - 1m), true));
    }

    [Fact]
    [Trait("Rule", "LPRC-001")]
    public void TheLine_IsTheStopOut_OrElseTheCall()
    {
        LiquidationPrice.LineOf(RegimePresets.FxRetail).ShouldBe(new(Measure.EquityToUsedMargin, Comparator.Below, new(0.50m)));
        LiquidationPrice.LineOf(RegimePresets.UsRegT).ShouldBe(Maintenance);
        var calls = RegimePresets.UsRegT.Calls;
        LiquidationPrice.LineOf(RegimePresets.UsRegT with { Calls = [.. calls.Where(c => c.Judged == Judgement.Fill)] })
            .ShouldBeNull("no price opens them");
        CallRule graver = calls[0] with { Trigger = Maintenance with { Threshold = new(0.8m) } };
        LiquidationPrice.LineOf(RegimePresets.UsRegT with { Calls = [.. calls, graver] }).ShouldBe(graver.Trigger);
    }

    [Fact]
    [Trait("Rule", "LPRC-001")]
    public void AMovedMark_TakesItsBidAndAskAlong()
    {
        var mark = new Mark(new("ACME"), new(10m), market.Now, 1, 1, MarkKind.Mid) { Bid = new(9m), Ask = new(11m) };
        var moved = MarketWithMark.Move(market.Set, mark, new(0.5m));
        moved.FindMark(new("ACME")).ShouldBe(
            mark with { Price = new(0.5m), Bid = new(Limits.SmallestPrice), Ask = new(1.5m) });
        moved.FindMark(new("OTHER")).ShouldBeNull();
        moved.FindRegime(new("futures"), market.Now).ShouldNotBeNull();
        moved.NextRegimeChange(new("futures"), market.Now).ShouldBeNull();
    }

    private static Position Held(string symbol, decimal quantity, decimal price) =>
        new(new(symbol), new(quantity), new(price));

    private static Portfolio Portfolio(decimal balance, params Position[] positions) =>
        new(new("USD"), balance == 0m ? [] : [Amount(balance)], [.. positions]);

    private LinePrice Of(Portfolio portfolio, string symbol, RegimeLine? line = null) => LiquidationPrice.Of(
        portfolio, RegimePresets.UsRegT, line ?? Maintenance, new(symbol), market.Set, market.Now);

    private LinePrice Bankrupt(Portfolio portfolio, string symbol) =>
        BankruptcyPrice.OfPosition(portfolio, RegimePresets.UsRegT, new(symbol), market.Set, market.Now);
}
