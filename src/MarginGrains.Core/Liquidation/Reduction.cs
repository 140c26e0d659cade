using MarginGrains.Core.Instruments;
using MarginGrains.Core.Margin;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Core.Liquidation;

/// <summary>How many units of one part have to go (rules LIQD-003, LIQD-017).</summary>
internal sealed class Reduction(LiquidationCase what, Portfolio portfolio, ReductionPart part)
{
    private readonly decimal lot = part.Instrument.LotSize.Value;
    private readonly decimal whole = part.Whole.Value;

    public decimal Units() => what.Regime.Liquidation.Step switch
    {
        LiquidationStep.WholePosition => whole,
        LiquidationStep.Smallest => Smallest(),
        LiquidationStep.Tier => Math.Min(Smallest(), DownOneTier()),
        _ => Math.Min(Smallest(), OnePortion()),
    };

    public bool ReachesTarget(decimal units) => Slack(units).Suffices;

    /// The portfolio after so many units of each side went at the mark, fee paid.
    public Portfolio After(decimal units)
    {
        var next = portfolio;
        foreach (var line in part.Lines)
        {
            var quantity = new Quantity(-Math.Sign(line.Position.Quantity.Value) * units);
            var fill = new Fill(
                line.Position.Symbol, quantity, line.Mark.Price, Money.Zero(line.Instrument.QuoteCurrency));
            var terms = BookingTerms.Of(what.Regime, line.Instrument, portfolio.Currency, what.Market, what.Now);
            next = Booking.Of(next, line.Instrument, fill, terms).Portfolio.Add(-Fee(line, units));
        }

        return next;
    }

    private Money Fee(in PositionLine line, decimal units)
    {
        var notional = line.Conversion.Of(line.Instrument.Notional(new(units), line.Mark.Price).Amount);
        return Rounding.Booked(notional * what.Regime.Liquidation.Fee.Value, portfolio.Currency);
    }

    /// Margin and equity are linear in the units between two tiers, so the way to the target is known from its two
    /// ends; that guess is checked, and where a tier or a rounding bends the line the rest is found by halving.
    private decimal Smallest()
    {
        var all = Slack(whole);
        if (!all.Suffices) return whole;
        var none = Slack(0m);
        decimal low = 0m, high = Math.Ceiling(whole / lot);
        if (none.Amount < all.Amount)
        {
            var guess = Math.Ceiling(-none.Amount / (all.Amount - none.Amount) * whole / lot);
            Narrow(Math.Clamp(guess, 1m, high), ref low, ref high);
            if (high - low > 1m) Narrow(Math.Clamp(guess - 1m, low, high - 1m), ref low, ref high);
        }

        while (high - low > 1m) Narrow(Math.Floor((low + high) / 2m), ref low, ref high);
        return Lots(high);
    }

    private void Narrow(decimal lots, ref decimal low, ref decimal high)
    {
        if (lots <= low || lots >= high) return;
        if (ReachesTarget(Lots(lots))) high = lots;
        else low = lots;
    }

    /// The last lot, where it is not whole, goes with the rest.
    private decimal Lots(decimal lots) => Math.Min(whole, lots * lot);

    /// What the target's line has above its threshold, and whether nothing else keeps the liquidation going.
    private (decimal Amount, bool Suffices) Slack(decimal units)
    {
        var figures = MarginCalculator.Evaluate(After(units), what.Regime, what.Market, what.Now);
        if (!figures.IsPriced) return (decimal.MinValue / 4m, false);
        var target = what.Regime.Liquidation.Target;
        var amount = figures.Numerator(target.Measure) - figures.Denominator(target.Measure) * target.Threshold.Value;
        return (amount, !LiquidationPlanner.MustReduce(what.Regime, what.Liquidation, figures));
    }

    /// To where the next lower tier ends; in the lowest tier all of it.
    private decimal DownOneTier()
    {
        if (part.First.Terms is not MarginTerms.Tiers tiers) return whole;
        var notional = part.First.Notional.Amount;
        var edge = tiers.Slices.LastOrDefault(s => s.NotionalFrom < notional)?.NotionalFrom ?? 0m;
        if (edge <= 0m) return whole;
        var over = Rounding.Exact((notional - edge) * part.First.Position.Quantity.Absolute.Value / notional);
        return Math.Min(whole, Math.Max(lot, Rounding.UpToLot(over, lot)));
    }

    private decimal OnePortion()
    {
        if (what.Regime.Liquidation.Portion is not { } portion) return whole;
        if (part.First.Notional.Amount <= portion.SmallestNotional) return whole;
        return Math.Min(whole, Math.Max(lot, Rounding.UpToLot(whole * portion.Share.Value, lot)));
    }
}
