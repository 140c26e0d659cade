using MarginGrains.Core.Instruments;
using MarginGrains.Core.Margin;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;
using MarginGrains.Testing;
using MarginGrains.Testing.Core;
using Xunit.Abstractions;

namespace MarginGrains.Core.Tests.Margin;

public class LiquidationPriceLaws(ITestOutputHelper output)
{
    [Fact]
    [Trait("Rule", "LPRC-003")]
    public void OnTheSidesOfThePrice_TheLineIsCrossedAndNot()
    {
        var (found, blurred) = (0, 0);
        Law.Holds(output, RandomCases.PricedCases, 3_000, c =>
        {
            foreach (var symbol in MarketDependencies.Symbols(c.Portfolio, c.Market.Set, c.Market.Now))
            {
                var line = Line(c);
                if (Solve(c, line, symbol) is not { Price: { } price } solved) continue;
                found++;
                var mark = c.Market.Price(symbol).Value;
                Math.Sign(solved.Distance!.Value.Value).ShouldBe(Math.Sign(price.Value - mark));
                var direction = Math.Sign(price.Value - mark);
                if (direction == 0) continue;
                var widest = price.Value * 1e-3m;
                var before = IsCrossedBeside(c, line, symbol, price, (-direction, Math.Min(widest, Math.Abs(price.Value - mark))));
                var beyond = IsCrossedBeside(c, line, symbol, price, (direction, widest));
                if (before is null || beyond is null) blurred++;
                (before ?? solved.IsCrossedNow).ShouldBe(solved.IsCrossedNow, $"{symbol} at {price} before {line}");
                (beyond ?? !solved.IsCrossedNow).ShouldBe(!solved.IsCrossedNow, $"{symbol} at {price} beyond {line}");
            }
        });
        output.WriteLine($"found {found}, blurred {blurred}");
        if (Seed.OnlyCase is not null) return;
        found.ShouldBeGreaterThan(1_000, "many cases should have a price");
        (blurred * 20).ShouldBeLessThan(found, "twelve decimals should tell mostly");
    }

    [Fact]
    [Trait("Rule", "LPRC-002")]
    public void ThereIsAPrice_OnlyWhereTheLineIsCrossedSomewhere()
    {
        var never = 0;
        Law.Holds(output, RandomCases.PricedCases, 600, c =>
        {
            foreach (var position in c.Portfolio.Positions)
            {
                var line = Line(c);
                var mark = c.Market.Price(position.Symbol).Value;
                if (IsCrossed(c, line, position.Symbol, mark) is not { } now) continue;
                var solved = Solve(c, line, position.Symbol);
                solved.IsCrossedNow.ShouldBe(now);
                var around = solved.Price is { } price ? new[] { price.Value * 0.99999999m, price.Value * 1.00000001m } : [];
                if (Grid(mark).Concat(around).Any(p => IsCrossed(c, line, position.Symbol, p) == !now)) continue;
                never++;
                solved.Price.ShouldBeNull($"{position.Symbol} {line}");
            }
        });
        if (Seed.OnlyCase is null) never.ShouldBeGreaterThan(100, "some cases should be out of reach");
    }

    [Fact]
    [Trait("Rule", "LPRC-002")]
    public void WhatALongGainsAndAShortLoses_IsFoundWhereverItCrosses()
    {
        var found = 0;
        Law.Holds(output, RandomCases.PricedCases, 3_000, c =>
        {
            foreach (var position in c.Portfolio.Positions)
            {
                if (!OnlyLosesOneWay(c, position)) continue;
                // Above 1 a gain may need more margin than it brings.
                var line = Line(c) is { Threshold.Value: <= 1m } other ? other : c.Regime.Liquidation.Target with { Threshold = new(1m) };
                var mark = c.Market.Price(position.Symbol).Value;
                var lowest = IsCrossed(c, line, position.Symbol, mark / 1_000_000m);
                var highest = IsCrossed(c, line, position.Symbol, Limits.LargestPrice);
                if (lowest is null || highest is null || lowest == highest) continue;
                found++;
                Solve(c, line, position.Symbol).Price.ShouldNotBeNull($"{position.Symbol} {line}");
            }
        });
        if (Seed.OnlyCase is null) found.ShouldBeGreaterThan(300, "many should be in reach");
    }

    [Fact]
    [Trait("Rule", "LPRC-005")]
    public void ASearch_AsksTheCalculatorSeldom()
    {
        var (most, all, searches) = (0, 0, 0);
        Law.Holds(output, RandomCases.Cases, 2_000, c =>
        {
            foreach (var position in c.Portfolio.Positions)
            {
                var solver = new LinePriceSolver(c.Portfolio, c.Regime, Line(c), c.Market.Set, c.Market.Now);
                solver.Solve(position.Symbol);
                solver.Evaluations.ShouldBeLessThanOrEqualTo(LinePriceSolver.MostEvaluations);
                most = Math.Max(most, solver.Evaluations);
                all += solver.Evaluations;
                searches++;
            }
        });
        output.WriteLine($"at most {most}, {all / Math.Max(1, searches)} on average");
        if (Seed.OnlyCase is not null) return;
        (all / searches).ShouldBeLessThan(30);
    }

    /// Held on one side, and no pair, which moves other amounts too; what jumps or depends on the whole may lose either way.
    private static bool OnlyLosesOneWay(MarginCase c, Position position)
    {
        var instrument = c.Market.Set.FindInstrument(position.Symbol)!;
        return instrument.BaseCurrency is null
            && instrument.Margin.At(c.Market.Now) is not MarginTerms.PriceSteps
            && c.Regime.Concentration is null
            && c.Portfolio.Orders.All(o => o.Symbol != position.Symbol)
            && c.Portfolio.Positions.Count(p => p.Symbol == position.Symbol) == 1
            && c.Portfolio.Collateral.All(h => h.Symbol != position.Symbol);
    }

    /// A fine grid near the mark, and a coarse one over all that is tried.
    private static IEnumerable<decimal> Grid(decimal mark)
    {
        yield return Limits.LargestPrice;
        for (var i = 1; i <= 150; i++) yield return mark * i / 50m;
        for (var price = mark / 1_000_000m; price <= Limits.LargestPrice; price *= 10m) yield return price;
    }

    /// Any of the regime's lines, or one of its own.
    private static RegimeLine Line(MarginCase c) => c.Chance.Pick(
        LiquidationPrice.LineOf(c.Regime) ?? c.Regime.Liquidation.Target,
        c.Regime.Liquidation.Target,
        new(c.Chance.Pick(Enum.GetValues<Measure>()), c.Chance.Pick(Enum.GetValues<Comparator>()),
            new(c.Chance.Between(0, 150) / 100m)));

    private static LinePrice Solve(MarginCase c, RegimeLine line, Symbol symbol) =>
        LiquidationPrice.Of(c.Portfolio, c.Regime, line, symbol, c.Market.Set, c.Market.Now);

    /// A hair away; where the twelve decimals of a few amounts do not tell the two prices apart, the first further away where they
    /// do: a hundredth of a coin counted in bitcoin moves by less than that. Null where they never do.
    private static bool? IsCrossedBeside(
        MarginCase c, RegimeLine line, Symbol symbol, Price price, (int Direction, decimal Most) side)
    {
        for (var hair = Math.Max(price.Value * 1e-8m, 2e-12m); ; hair *= 10m)
        {
            var figures = Figures(c, symbol, price.Value + side.Direction * hair);
            if (!figures.IsPriced) return null;
            var slack = figures.Numerator(line.Measure) - figures.Denominator(line.Measure) * line.Threshold.Value;
            if (Math.Abs(slack) > 0.000_000_000_01m) return line.IsCrossed(figures);
            if (hair * 10m > side.Most) return null;
        }
    }

    private static bool? IsCrossed(MarginCase c, RegimeLine line, Symbol symbol, decimal price)
    {
        var figures = Figures(c, symbol, price);
        return figures.IsPriced ? line.IsCrossed(figures) : null;
    }

    private static MarginFigures Figures(MarginCase c, Symbol symbol, decimal price) => MarginCalculator.Evaluate(
        c.Portfolio, c.Regime with { Rounding = RoundingMode.None },
        MarketWithMark.Move(c.Market.Set, c.Market.Set.FindMark(symbol)!, new(price)), c.Market.Now);
}
