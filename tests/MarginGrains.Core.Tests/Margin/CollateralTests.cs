using MarginGrains.Core.Margin;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Regimes;
using MarginGrains.Testing.Core;
using static MarginGrains.Testing.Core.Given;

namespace MarginGrains.Core.Tests.Margin;

public class CollateralTests
{
    private readonly TestMarket market = new TestMarket()
        .Add(TestInstruments.Stock("BOND"), TestInstruments.Stock("JUNK"), TestInstruments.Stock("EURO", "EUR"),
            TestInstruments.Pair("EURUSD"))
        .Mark("BOND", 100m).Mark("JUNK", 100m).Mark("EURO", 100m).Mark("EURUSD", 1.10m);

    private static Regime Accepting => RegimePresets.HkHouse with
    {
        Id = new("accepting"),
        Collateral = [new(new("BOND"), new(0.10m)) { MaximumValue = 5_000m }, new(new("EURO"), new(0.25m))],
    };

    [Theory]
    [InlineData("BOND", 10, 900, "ten percent off")]
    [InlineData("BOND", 55, 4_950, "just below the cap")]
    [InlineData("BOND", 60, 5_000, "at most so much of one security")]
    [InlineData("EURO", 10, 825, "1,100 dollars less a quarter")]
    [InlineData("JUNK", 10, 0, "not on the list: worth nothing here")]
    [Trait("Rule", "MARG-021")]
    public void Collateral_CountsAfterHaircutAndCap(string symbol, decimal units, decimal value, string reason)
    {
        var portfolio = Portfolio.Empty(new("USD")).AddCollateral(new(symbol), new(units));
        var figures = MarginCalculator.Evaluate(portfolio, Accepting, market.Set, market.Now);
        figures.Collateral.ShouldBe(Amount(value), reason);
        figures.Equity.ShouldBe(Amount(value), reason);
        figures.MarketValue.ShouldBe(Amount(0m), "it is no position");
    }

    [Fact]
    [Trait("Rule", "MARG-021")]
    [Trait("Rule", "MARG-009")]
    public void EligibleCollateralWithoutAMark_IsUnpriced_OtherIsNot()
    {
        market.Add(TestInstruments.Stock("NEW"));
        var regime = Accepting with { Collateral = [new(new("NEW"), new(0.10m))] };
        var portfolio = Portfolio.Empty(new("USD")).AddCollateral(new("NEW"), new(1m));
        MarginCalculator.Evaluate(portfolio, regime, market.Set, market.Now).Status.ShouldBe(PricingStatus.MarkMissing);
        MarginCalculator.Evaluate(portfolio, Accepting, market.Set, market.Now).IsPriced
            .ShouldBeTrue("what is worth nothing needs no price");
    }
}
