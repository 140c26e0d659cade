using MarginGrains.Core.Marks;
using MarginGrains.Core.Regimes;
using MarginGrains.Testing.Core;
using static MarginGrains.Testing.Core.Given;

namespace MarginGrains.Core.Tests.Marks;

public class ConversionTests
{
    private readonly TestMarket market = new TestMarket()
        .Add(TestInstruments.Pair("EURUSD"), TestInstruments.Pair("USDJPY"), TestInstruments.Pair("EURCHF"))
        .Mark("EURUSD", 1.25m).Mark("USDJPY", 150m).Mark("EURCHF", 0.8m);

    [Theory]
    [InlineData("USD", "USD", 1, "", "the same")]
    [InlineData("EUR", "USD", 1.25, "EURUSD", "direct")]
    [InlineData("USD", "EUR", 0.8, "EURUSD", "inverse")]
    [InlineData("EUR", "JPY", 187.5, "EURUSD USDJPY", "over USD")]
    [InlineData("CHF", "USD", 1.5625, "EURCHF EURUSD", "over EUR")]
    [Trait("Rule", "MARG-008")]
    public void ARate_IsFoundOverAtMostTwoPairs(string from, string to, decimal rate, string pairs, string reason)
    {
        var found = Conversion.Find(market.Set, new(from), new(to), market.Now);
        found.Rate.Value.ShouldBe(rate, reason);
        found.Status.ShouldBe(PricingStatus.Live);
        string.Join(' ', new[] { found.First, found.Second }.OfType<Mark>().Select(m => m.Symbol)).ShouldBe(pairs);
        string.Join(' ', Conversion.Pairs(market.Set, new(from), new(to)).Select(p => p.Symbol)).ShouldBe(pairs);
    }

    [Theory]
    [InlineData("JPY", "CHF", "two currencies away from USD and EUR alike")]
    [InlineData("GBP", "USD", "no pair at all")]
    [Trait("Rule", "MARG-008")]
    public void WithoutAWay_ThereIsNoRate(string from, string to, string reason)
    {
        Conversion.Find(market.Set, new(from), new(to), market.Now).Status.ShouldBe(PricingStatus.RateMissing, reason);
        Conversion.Pairs(market.Set, new(from), new(to)).ShouldBeEmpty();
    }

    [Fact]
    [Trait("Rule", "MARG-008")]
    public void AnInvertedRate_LosesNothing()
    {
        market.Mark("USDJPY", 3m);
        var scenario = Account(market, RegimePresets.FxRetail).Deposits(3_000m, "JPY");
        scenario.Figures.Equity.ShouldBe(Amount(1_000m), "3,000 ÷ 3; times a third of 0.333… it were a cent less");
        market.Mark("USDJPY", 150m);
        scenario = Account(market.Add(TestInstruments.Pair("USDJPY", 500m)), RegimePresets.FxRetail)
            .Deposits(500m).Fills("USDJPY", 250_000m, 150m);
        scenario.Figures.UsedMargin.ShouldBe(Amount(500m), "75,000 yen ÷ 150; times a reciprocal it were a cent more");
    }

    [Fact]
    [Trait("Rule", "MARG-008")]
    [Trait("Rule", "MARG-009")]
    public void APairWithoutAFreshMark_GivesNoRate()
    {
        var pair = TestInstruments.Pair("EURUSD") with { MaximumMarkAge = TimeSpan.FromSeconds(2) };
        market.Add(pair).After(TimeSpan.FromSeconds(3));
        Status("EUR", "USD").ShouldBe(PricingStatus.MarkStale);
        Status("EUR", "JPY").ShouldBe(PricingStatus.MarkStale, "one stale pair of two is enough");
        Status("CHF", "USD").ShouldBe(PricingStatus.MarkStale);
        market.Add(TestInstruments.Pair("GBPUSD"));
        Status("GBP", "USD").ShouldBe(PricingStatus.RateMissing);
        Status("GBP", "JPY").ShouldBe(PricingStatus.RateMissing);
    }

    [Fact]
    [Trait("Rule", "MARG-008")]
    public void OfTwoInstrumentsOfOnePair_TheFirstByNameConverts_WhateverTheOrder()
    {
        var a = TestInstruments.Pair("EURUSD") with { Symbol = new("EURUSD.a") };
        var b = TestInstruments.Pair("EURUSD") with { Symbol = new("EURUSD.b") };
        foreach (var set in new[] { MarketSet.Empty.With(a).With(b), MarketSet.Empty.With(b).With(a) })
        {
            set.FindPair(new("EUR"), new("USD"))!.Symbol.Value.ShouldBe("EURUSD.a");
        }
    }

    [Fact]
    [Trait("Rule", "MARG-008")]
    public void AnInstrumentThatIsAnotherPairNow_NoLongerConvertsTheOld()
    {
        var changed = TestInstruments.Pair("EURGBP") with { Symbol = new("EURUSD") };
        market.Add(changed);
        market.Set.FindPair(new("EUR"), new("USD")).ShouldBeNull();
        market.Set.FindPair(new("EUR"), new("GBP")).ShouldBe(changed);
        var other = TestInstruments.Pair("USDJPY") with { Symbol = new("USDJPY.b") };
        market.Add(other).Add(TestInstruments.Stock("USDJPY"));
        market.Set.FindPair(new("USD"), new("JPY"))!.Symbol.Value.ShouldBe("USDJPY.b");
    }

    private PricingStatus Status(string from, string to) =>
        Conversion.Find(market.Set, new(from), new(to), market.Now).Status;
}
