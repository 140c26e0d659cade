using MarginGrains.Core.Instruments;
using MarginGrains.Core.Margin;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Core.Liquidation;

/// <summary>Positions in the order in which they go (rule LIQD-002).</summary>
internal static class LiquidationCandidates
{
    /// By the regime's order, ties by symbol; what the client wants last comes last, in the same order.
    public static IEnumerable<Candidate> InOrder(LiquidationCase what)
    {
        var recorder = new RecordingRecorder();
        MarginCalculator.Evaluate(what.Portfolio, what.Regime, what.Market, what.Now, ref recorder);
        var candidates = recorder.Positions.GroupBy(p => p.Position.Symbol)
            .Select(g => new Candidate([.. g], OpenMarkets.CanTrade(what.Market, g.First().Instrument, what.Now)))
            .OrderBy(c => what.Last.Contains(c.Symbol));
        var ordered = what.Regime.Liquidation.Order switch
        {
            SelectionOrder.LargestMargin => candidates.ThenByDescending(c => c.Initial),
            SelectionOrder.LargestLoss => candidates.ThenBy(c => c.Gain),
            SelectionOrder.MostFreedPerCost =>
                candidates.ThenByDescending(c => c.Initial / c.Cost(what.Regime.Liquidation.Fee)),
            SelectionOrder.LosersOnOpenMarkets =>
                candidates.ThenBy(c => c.IsOpen ? c.Gain < 0m ? 0 : 1 : 2).ThenBy(c => c.Gain),
            _ => candidates.ThenBy(c => Distance(what, c)),
        };
        return ordered.ThenBy(c => c.Symbol);
    }

    /// The way to the liquidation price as a share of the mark; what has none goes last.
    private static decimal Distance(LiquidationCase what, Candidate candidate)
    {
        if (what.Regime.Liquidation.StopOut is not { } line) return decimal.MaxValue;
        var price = LiquidationPrice.Of(what.Portfolio, what.Regime, line, candidate.Symbol, what.Market, what.Now);
        return price.IsCrossedNow ? -candidate.Maintenance : Math.Abs(price.Distance?.Value ?? decimal.MaxValue);
    }
}

/// <summary>
/// What is held of one instrument: one line, or two when it is hedged, the long one first; and whether an order may be
/// sent.
/// </summary>
internal sealed class Candidate(IReadOnlyList<PositionLine> lines, bool isOpen)
{
    public Instrument Instrument => lines[0].Instrument;

    public Symbol Symbol => lines[0].Position.Symbol;

    public bool IsOpen => isOpen;

    public decimal Initial => lines.Sum(l => l.InitialMargin.Amount);

    public decimal Maintenance => lines.Sum(l => l.MaintenanceMargin.Amount);

    public decimal Gain => lines.Sum(l => l.UnrealizedPnl.Amount);

    /// What closing all of it costs in the account's currency: half the spread and the fee, and at least a millionth
    /// of its value, so that what trades without any cost is compared by its margin rate.
    public decimal Cost(Ratio fee)
    {
        var cost = 0m;
        foreach (var line in lines)
        {
            var spread = line.Mark is { Bid: { } bid, Ask: { } ask }
                ? (ask.Value - bid.Value) / 2m / line.Mark.Price.Value
                : 0m;
            cost += line.Conversion.Of(line.Notional.Amount) * (0.000001m + spread + fee.Value);
        }

        return Math.Max(cost, 0.000000000001m);
    }

    /// What is uncovered goes before what is covered, and both sides of what is covered go as one: a leg alone could
    /// need more margin than the hedge (rule LIQD-016).
    public IEnumerable<ReductionPart> Parts()
    {
        if (lines.Count == 1)
        {
            yield return new([lines[0]], lines[0].Position.Quantity.Absolute);
            yield break;
        }

        var (bought, sold) = (lines[0].Position.Quantity.Absolute, lines[1].Position.Quantity.Absolute);
        if (bought != sold)
        {
            var longer = bought.CompareTo(sold) > 0;
            yield return new([longer ? lines[0] : lines[1]], longer ? bought - sold : sold - bought);
        }

        yield return new(lines, bought.CompareTo(sold) < 0 ? bought : sold);
    }
}

/// <summary>Units that may go, of one side or of both at once.</summary>
/// <param name="Lines">The sides.</param>
/// <param name="Whole">The most units of each, without sign.</param>
internal sealed record ReductionPart(IReadOnlyList<PositionLine> Lines, Quantity Whole)
{
    public PositionLine First => Lines[0];

    public Instrument Instrument => Lines[0].Instrument;
}
