using MarginGrains.Core.Marks;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Core.Margin;

/// <summary>
/// Finds the price at which a line flips, by asking the calculator: growing steps until it has, then a bracket made
/// narrow by interpolating and halving in turn. Slack = numerator − threshold × denominator.
/// </summary>
internal sealed class LinePriceSolver(
    Portfolio portfolio, Regime regime, RegimeLine line, IMarket market, DateTimeOffset now)
{
    /// <summary>The most evaluations of one search.</summary>
    public const int MostEvaluations = 120;

    private const int MostInterpolations = 12;

    private const decimal FirstStep = 1m / 256m;

    private const decimal LargestFall = 1m / 8m;

    // Of the mark: below it twelve decimals of an amount no longer tell one price from the next.
    private const decimal LowestShare = 0.000_001m;

    private const decimal Hair = 0.000_000_000_1m;

    // Amounts have 12 decimals: what is left of a sum of a few of them is no slack, once nothing better was found.
    private const decimal NoSlack = 0.000_000_000_01m;

    // Beyond it the difference of two might no longer fit.
    private const decimal LargestSlack = 1_000_000_000_000_000_000_000_000_000m;

    private readonly Regime exact = regime with { Rounding = RoundingMode.None };

    /// <summary>How often the calculator was asked.</summary>
    public int Evaluations { get; private set; }

    /// <summary>The price of an instrument at which the line flips (rules LPRC-001 to LPRC-003).</summary>
    public LinePrice Solve(Symbol symbol)
    {
        if (market.FindMark(symbol) is not { } mark || At(mark, mark.Price.Value) is not { } start) return default;
        var danger = Danger(mark, start);
        var direction = start.IsCrossed ? -danger : danger;
        if (direction == 0 || Bracket(mark, start, direction) is not { } bracket)
        {
            return new(null, null, start.IsCrossed);
        }

        var price = Narrow(mark, bracket);
        return new(new Price(price), new Ratio((price - start.Price) / start.Price), start.IsCrossed);
    }

    /// The direction in which the slack falls: −1 down, 1 up. Where it is the same on both sides, that in which the
    /// position loses; 0 where the price does not matter.
    private int Danger(Mark mark, in Point start)
    {
        var step = Step(start.Price * FirstStep);
        var lower = At(mark, start.Price - step)?.Slack ?? start.Slack;
        var upper = At(mark, start.Price + step)?.Slack ?? start.Slack;
        if (lower != upper) return lower < upper ? -1 : 1;
        return portfolio.Find(mark.Symbol) is { } position ? -Math.Sign(position.Quantity.Value) : 0;
    }

    private Range? Bracket(Mark mark, in Point start, int direction)
    {
        var last = start;
        var lowest = Step(start.Price * LowestShare);
        for (var step = Step(start.Price * FirstStep); ; step *= 2m)
        {
            var price = direction > 0
                ? Math.Min(last.Price + step, Limits.LargestPrice)
                : Math.Max(Math.Max(last.Price - step, Decimals(last.Price * LargestFall)), lowest);
            if ((price - last.Price) * direction <= 0m || At(mark, price) is not { } next) return null;
            if (next.IsCrossed != start.IsCrossed) return start.IsCrossed ? new(next, last) : new(last, next);
            last = next;
        }
    }

    private decimal Narrow(Mark mark, Range range)
    {
        for (var i = 0; Evaluations < MostEvaluations - 1 && range.Width > Limits.SmallestPrice; i++)
        {
            var price = i < 2 * MostInterpolations && i % 2 == 0 ? Interpolated(range) : Middle(range);
            if (At(mark, price) is not { } point) break;
            var noise = i < 2 * MostInterpolations ? 0m : NoSlack;
            if (Math.Abs(point.Slack) <= noise && IsEdge(mark, point, range)) return price;
            range = point.IsCrossed ? range with { Crossed = point } : range with { Healthy = point };
        }

        return line.Comparator == Comparator.Below ? range.Healthy.Price : range.Crossed.Price;
    }

    /// Without slack a price is on the line; but not where the slack stays zero, and the line flips further on.
    private bool IsEdge(Mark mark, in Point point, in Range range)
    {
        var hair = Step(point.Price * Hair) * Math.Sign(range.Crossed.Price - range.Healthy.Price);
        var beside = At(mark, point.IsCrossed ? point.Price - hair : point.Price + hair);
        return beside is { } other && other.IsCrossed != point.IsCrossed;
    }

    private Point? At(Mark mark, decimal price)
    {
        if (price <= 0m) return null;
        Evaluations++;
        var moved = MarketWithMark.Move(market, mark, new(price));
        var figures = MarginCalculator.Evaluate(portfolio, exact, moved, now);
        if (!figures.IsPriced) return null;
        try
        {
            var threshold = figures.Denominator(line.Measure) * line.Threshold.Value;
            var slack = figures.Numerator(line.Measure) - threshold;
            return Math.Abs(slack) > LargestSlack ? null : new(price, slack, line.IsCrossed(figures));
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    /// Where a straight line between both ends has no slack; next to an end where that is the end itself.
    private decimal Interpolated(in Range range)
    {
        var (from, to) = (range.Healthy, range.Crossed);
        var fall = from.Slack - to.Slack;
        if (fall <= 0m || from.Slack < 0m || to.Slack > 0m) return Middle(range);
        var price = Decimals(from.Price + (to.Price - from.Price) * (from.Slack / fall));
        var step = Limits.SmallestPrice * Math.Sign(to.Price - from.Price);
        if (price == from.Price) return from.Price + step;
        return price == to.Price ? to.Price - step : price;
    }

    private decimal Middle(in Range range)
    {
        var (from, to) = (range.Healthy.Price, range.Crossed.Price);
        return Decimals(from + (to - from) / 2m);
    }

    private decimal Step(decimal step) => Math.Max(Decimals(step), Limits.SmallestPrice);

    private decimal Decimals(decimal price) => Rounding.Value(price, portfolio.Currency, RoundingMode.None);

    private readonly record struct Point(decimal Price, decimal Slack, bool IsCrossed);

    private readonly record struct Range(Point Healthy, Point Crossed)
    {
        public decimal Width => Math.Abs(Healthy.Price - Crossed.Price);
    }
}
