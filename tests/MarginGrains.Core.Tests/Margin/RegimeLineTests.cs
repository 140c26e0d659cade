using MarginGrains.Core.Margin;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Regimes;
using MarginGrains.Testing.Core;
using static MarginGrains.Testing.Core.Given;

namespace MarginGrains.Core.Tests.Margin;

public class RegimeLineTests
{
    [Theory]
    [InlineData(Comparator.Below, 75, false, "at the line")]
    [InlineData(Comparator.Below, 74.99, true, "under it")]
    [InlineData(Comparator.AtOrBelow, 75, true, "at the line")]
    [InlineData(Comparator.AtOrBelow, 75.01, false, "over it")]
    [InlineData(Comparator.Below, -1, true, "negative equity")]
    [Trait("Rule", "MARG-011")]
    public void ALine_IsCrossedOnItsSide(Comparator comparator, decimal equity, bool crossed, string reason)
    {
        var line = new RegimeLine(Measure.EquityToUsedMargin, comparator, new(0.75m));
        line.IsCrossed(Figures(equity, 100m)).ShouldBe(crossed, reason);
    }

    [Theory]
    [InlineData(Comparator.Below, 0, false, "nothing held, nothing there")]
    [InlineData(Comparator.AtOrBelow, 0, false, "nothing held, nothing there")]
    [InlineData(Comparator.AtOrBelow, -0.01, true, "negative equity")]
    [InlineData(Comparator.Below, -0.01, true, "negative equity")]
    [Trait("Rule", "MARG-011")]
    public void WithoutADenominator_OnlyNegativeEquityCrosses(Comparator comparator, decimal equity, bool crossed, string reason)
    {
        foreach (var measure in new[] { Measure.EquityToInitial, Measure.EquityToMaintenance, Measure.EquityToUsedMargin })
        {
            new RegimeLine(measure, comparator, new(0.5m)).IsCrossed(Figures(equity, 0m)).ShouldBe(crossed, reason);
        }
    }

    [Fact]
    [Trait("Rule", "MARG-011")]
    public void ALine_IsComparedWithoutDividing()
    {
        // 1 ÷ 3 as a decimal is less than a third: divided, the equity of 1 would look short of a third of 3.
        var line = new RegimeLine(Measure.EquityToUsedMargin, Comparator.Below, new(1m / 3m));
        line.IsCrossed(Figures(1m, 3m)).ShouldBeFalse();
        line.IsCrossed(Figures(0.99m, 3m)).ShouldBeTrue();
    }

    [Fact]
    [Trait("Rule", "MARG-011")]
    public void TheShortfallOfALine_IsNeverNegative()
    {
        var line = new RegimeLine(Measure.EquityToInitial, Comparator.Below, new(1m));
        line.Shortfall(Figures(60m, 100m)).ShouldBe(Amount(40m));
        line.Shortfall(Figures(160m, 100m)).ShouldBe(Amount(0m));
        line.ToString().ShouldBe("EquityToInitial < 1");
        (line with { Comparator = Comparator.AtOrBelow }).ToString().ShouldBe("EquityToInitial ≤ 1");
    }

    private static MarginFigures Figures(decimal equity, decimal margin)
    {
        var market = new TestMarket().Mark("F", 10m);
        if (margin > 0m) market.Add(TestInstruments.Future("F", 1m, margin, margin));
        var portfolio = Portfolio.Empty(new("USD")).Add(Amount(equity));
        var position = new Position(new("F"), new(1m), new(10m));
        if (margin > 0m) portfolio = portfolio.Set(position, position);
        return MarginCalculator.Evaluate(portfolio, RegimePresets.FxRetail, market.Set, market.Now);
    }
}
