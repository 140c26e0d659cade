using System.Collections.Immutable;
using MarginGrains.Core.Margin;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Core.Liquidation;

/// <summary>
/// Plans the smallest reduction that reaches a regime's target at the current marks (rules LIQD-001 to LIQD-004).
/// </summary>
public static class LiquidationPlanner
{
    /// <summary>
    /// Takes positions in the regime's order, of each as few lots as reach the target, or all of it when that is not
    /// enough. The portfolio must be priced and not flat.
    /// </summary>
    public static LiquidationPlan Plan(
        Portfolio portfolio, Regime regime, LiquidationReason reason, IMarket market, DateTimeOffset now)
    {
        var steps = ImmutableArray.CreateBuilder<LiquidationStepPlan>();
        var left = portfolio;
        foreach (var line in InOrder(portfolio, regime, market, now))
        {
            var gains = Booking.Gains(regime, line.Instrument, portfolio.Currency, market, now);
            var lots = new Reduction(left, line, gains, Evaluate);
            var units = regime.Liquidation.Step == LiquidationStep.WholePosition ? lots.Whole : lots.Smallest();
            var quantity = new Quantity(-Math.Sign(line.Position.Quantity.Value) * units);
            steps.Add(new(line.Position.Symbol, quantity, line.Mark.Price, Why(regime, line, units, lots.Whole)));
            left = lots.After(units);
            if (lots.ReachesTarget(units)) return new(steps.ToImmutable(), ReachesTarget: true);
        }

        return new(steps.ToImmutable(), ReachesTarget: false);

        bool Evaluate(Portfolio reduced) =>
            !MustReduce(regime, reason, MarginCalculator.Evaluate(reduced, regime, market, now));
    }

    /// <summary>
    /// Whether a liquidation goes on: while the target is crossed, and while a line is that would only start it again,
    /// which are the stop-out line and, for a call that was not cured, the call's own two (rule LIQD-001).
    /// </summary>
    public static bool MustReduce(Regime regime, LiquidationReason reason, in MarginFigures figures)
    {
        if (regime.Liquidation.Target.IsCrossed(figures)) return true;
        if (regime.Liquidation.StopOut is { } stopOut && stopOut.IsCrossed(figures)) return true;
        return reason == LiquidationReason.CallExpired && regime.Call is { } call
            && (call.Trigger.IsCrossed(figures) || (call.ClearLevel is { } clear && clear.IsCrossed(figures)));
    }

    private static IEnumerable<PositionLine> InOrder(
        Portfolio portfolio, Regime regime, IMarket market, DateTimeOffset now)
    {
        var recorder = new RecordingRecorder();
        MarginCalculator.Evaluate(portfolio, regime, market, now, ref recorder);
        return regime.Liquidation.Order == SelectionOrder.LargestMargin
            ? recorder.Positions.OrderByDescending(p => p.InitialMargin.Amount).ThenBy(p => p.Position.Symbol)
            : recorder.Positions.OrderBy(p => p.UnrealizedPnl.Amount).ThenBy(p => p.Position.Symbol);
    }

    private static string Why(Regime regime, in PositionLine line, decimal units, decimal whole)
    {
        var which = regime.Liquidation.Order == SelectionOrder.LargestMargin
            ? $"it needs the most initial margin ({line.InitialMargin})"
            : $"it has the largest loss ({line.UnrealizedPnl})";
        return units == whole
            ? $"{line.Position.Symbol} because {which}; all of it"
            : $"{line.Position.Symbol} because {which}; "
                + $"{DecimalText.Format(units)} of {DecimalText.Format(whole)} reach the target";
    }

    /// <summary>How many units of one position have to go.</summary>
    private sealed class Reduction(
        Portfolio portfolio, PositionLine line, Conversion gains, Func<Portfolio, bool> suffices)
    {
        private readonly decimal lot = line.Instrument.LotSize.Value;

        public decimal Whole { get; } = Math.Abs(line.Position.Quantity.Value);

        /// Bisection over whole lots: closing more of one position at the mark never makes the ratio worse.
        public decimal Smallest()
        {
            if (!ReachesTarget(Whole)) return Whole;
            decimal low = 0m, high = Math.Ceiling(Whole / lot);
            while (high - low > 1m)
            {
                var middle = Math.Floor((low + high) / 2m);
                if (ReachesTarget(Units(middle))) high = middle;
                else low = middle;
            }

            return Units(high);
        }

        public bool ReachesTarget(decimal units) => suffices(After(units));

        public Portfolio After(decimal units)
        {
            var quantity = new Quantity(-Math.Sign(line.Position.Quantity.Value) * units);
            var fill = new Fill(
                line.Position.Symbol, quantity, line.Mark.Price, Money.Zero(line.Instrument.QuoteCurrency));
            return Booking.Of(portfolio, line.Instrument, fill, gains).Portfolio;
        }

        /// The last lot, where it is not whole, goes with the rest.
        private decimal Units(decimal lots) => Math.Min(Whole, lots * lot);
    }
}
