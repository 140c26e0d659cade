using MarginGrains.Core.Instruments;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Core.Margin;

/// <content>Positions: what they are worth and what they need, hedged or not.</content>
public static partial class MarginCalculator
{
    private static void AddPositions<TRecorder>(
        in MarginContext context, ref MarginTotals totals, ref Gaps gaps, ref TRecorder recorder)
        where TRecorder : struct, IMarginRecorder
    {
        var positions = context.Portfolio.Positions;
        for (var i = 0; i < positions.Length; i++)
        {
            var position = positions[i];
            var isHedged = i + 1 < positions.Length && positions[i + 1].Symbol == position.Symbol;
            var status = context.Find(position.Symbol, out var priced);
            if (gaps.Found(status))
            {
                recorder.Gap(position.Symbol.Value, status);
                if (!recorder.WantsEveryGap) return;
                if (isHedged) i++;
                continue;
            }

            if (!isHedged)
            {
                var need = priced.Need(context, position.Quantity, position.AveragePrice);
                Add(Line(context, priced, position, need), ref totals, ref recorder);
                continue;
            }

            var (forLong, forShort) = Hedged(context, priced, position, positions[i + 1]);
            var policy = context.Regime.HedgePolicy;
            Add(Line(context, priced, position, forLong) with { Hedge = policy }, ref totals, ref recorder);
            Add(Line(context, priced, positions[i + 1], forShort) with { Hedge = policy }, ref totals, ref recorder);
            i++;
        }
    }

    private static void Add<TRecorder>(in PositionLine line, ref MarginTotals totals, ref TRecorder recorder)
        where TRecorder : struct, IMarginRecorder
    {
        totals.Add(line);
        recorder.Position(line);
    }

    /// What both sides of one instrument need together (rule MARG-018), said per side.
    internal static (Required Long, Required Short) Hedged(
        in MarginContext context, in Priced priced, Position bought, Position sold)
    {
        var forLong = priced.Need(context, bought.Quantity, bought.AveragePrice);
        var forShort = priced.Need(context, sold.Quantity, sold.AveragePrice);
        switch (context.Regime.HedgePolicy)
        {
            case HedgePolicy.Sum:
                return (forLong, forShort);
            case HedgePolicy.Maximum:
                return (Larger(forLong, forShort), Rest(forLong, forShort));
            case HedgePolicy.Net:
                return Uncovered(context, priced, bought, sold);
            default:
                var covered = Math.Min(bought.Quantity.Value, -sold.Quantity.Value);
                var (openLong, openShort) = Uncovered(context, priced, bought, sold);
                var share = context.Regime.HedgedShare;
                return (
                    openLong + priced.Need(context, new(covered), bought.AveragePrice) * share,
                    openShort + priced.Need(context, new(-covered), sold.AveragePrice) * share);
        }
    }

    /// The net quantity at the average price of the larger side.
    private static (Required Long, Required Short) Uncovered(
        in MarginContext context, in Priced priced, Position bought, Position sold)
    {
        var net = bought.Quantity + sold.Quantity;
        return net.Value >= 0m
            ? (priced.Need(context, net, bought.AveragePrice), default)
            : (default, priced.Need(context, net, sold.AveragePrice));
    }

    /// The larger of each figure, the long side's where it is: of two sides each figure is shown on one.
    private static Required Larger(Required one, Required other)
    {
        var hasInitial = one.Initial >= other.Initial;
        return new(hasInitial ? one.Initial : 0m, one.Maintenance >= other.Maintenance ? one.Maintenance : 0m)
        {
            Cap = hasInitial ? one.Cap : null,
        };
    }

    private static Required Rest(Required one, Required other)
    {
        var hasInitial = one.Initial < other.Initial;
        return new(hasInitial ? other.Initial : 0m, one.Maintenance < other.Maintenance ? other.Maintenance : 0m)
        {
            Cap = hasInitial ? other.Cap : null,
        };
    }

    private static PositionLine Line(
        in MarginContext context, in Priced priced, Position position, Required need)
    {
        var instrument = priced.Instrument;
        var price = ValuedAt(context.Regime, priced.Mark, position);
        var marketValue = context.Value(priced.Conversion.Of(instrument.ValueOf(position.Quantity, price)));
        var gain = context.Value(
            priced.Conversion.Of(instrument.GainOf(position.Quantity, position.AveragePrice, price)));
        var bound = position.Financing is { } financing
            ? context.Value(priced.Conversion.Of(financing.Amount))
            : Money.Zero(context.Currency);
        return new(position, instrument, priced.Mark, priced.Terms, priced.Conversion)
        {
            Notional = instrument.Notional(position.Quantity, priced.Mark.Price),
            ValuedAt = price,
            MarketValue = marketValue,
            UnrealizedPnl = gain,
            Financing = bound,
            Cap = need.Cap,
            Session = priced.Session,
            EquityShare = instrument.AssetClass.IsPaidInFull() ? marketValue + bound : gain,
            InitialMargin = context.Requirement(need.Initial),
            MaintenanceMargin = context.Requirement(need.Maintenance),
        };
    }

    internal static Price ValuedAt(Regime regime, Mark mark, Position position) =>
        regime.Valuation == ValuationPrice.Mark
            ? mark.Price
            : (position.Quantity.IsLong ? mark.Bid : mark.Ask) ?? mark.Price;
}
