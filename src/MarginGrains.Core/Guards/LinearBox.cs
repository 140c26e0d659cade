using MarginGrains.Core.Instruments;
using MarginGrains.Core.Margin;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Core.Guards;

/// <summary>
/// The box in closed form (rule GARD-010): where everything is in the account's own currency and each requirement is a
/// share of the notional or does not move at all, slack is a sum of amount × price. The reach is what is left of it
/// divided by what all prices together can take, each moving by the same share the wrong way.
/// </summary>
internal readonly struct LinearBox
{
    private readonly GuardCase what;
    private readonly Slope[] slopes;
    private readonly decimal margin;

    private LinearBox(GuardCase what, Slope[] slopes, decimal margin)
    {
        this.what = what;
        this.slopes = slopes;
        this.margin = margin;
    }

    /// <summary>
    /// The bands, empty where there is no room; null where something bends, and the general box is needed.
    /// </summary>
    public static GuardBand[]? Solve(GuardCase what, decimal margin)
    {
        var positions = what.Portfolio.Positions;
        if (positions.IsEmpty || !IsPlain(what)) return null;
        var slopes = new Slope[positions.Length];
        var context = new MarginContext(what.Portfolio, what.Regime, what.Market, what.Now);
        for (var i = 0; i < positions.Length; i++)
        {
            if (i > 0 && positions[i - 1].Symbol == positions[i].Symbol) return null;
            if (!Slope.TryFind(context, positions[i], out slopes[i])) return null;
        }

        return new LinearBox(what, slopes, margin).Bands();
    }

    /// One currency, no more than positions and cash, at the mark.
    private static bool IsPlain(GuardCase what)
    {
        var (held, regime) = (what.Portfolio, what.Regime);
        if (!held.Orders.IsEmpty || !held.Collateral.IsEmpty || regime.Concentration is not null
            || regime.Valuation != ValuationPrice.Mark) return false;
        foreach (var balance in held.Balances)
        {
            if (balance.Currency != held.Currency) return false;
        }

        foreach (var line in held.Costs?.Lines ?? [])
        {
            if (line.Exact.Currency != held.Currency && line.Outstanding.Amount != 0m) return false;
        }

        foreach (var condition in what.Conditions)
        {
            if (condition.Line.Measure == Measure.CollateralToLoan) return false;
        }

        return true;
    }

    private GuardBand[] Bands()
    {
        var reach = GuardSide.FurthestRise;
        foreach (var condition in what.Conditions)
        {
            if (condition.Line.Measure != Measure.EquityToUsedMargin
                || what.Regime.UsedMargin == UsedMarginRule.SumOfInitial)
            {
                reach = Math.Min(reach, Reach(condition, condition.Line.Measure, 1m));
                continue;
            }

            // Used margin is the larger of two sums: the line is drawn against each.
            reach = Math.Min(reach, Reach(condition, Measure.EquityToMaintenance, 1m));
            reach = Math.Min(reach, Reach(condition, Measure.EquityToInitial, 0.5m));
        }

        if (reach < GuardSolver.SmallestReach) return [];
        var bands = new GuardBand[slopes.Length];
        for (var i = 0; i < bands.Length; i++)
        {
            ref readonly var slope = ref slopes[i];
            var side = new GuardSide(slope.Symbol, slope.Price, 0m, Limits.LargestPrice);
            // A way that hurts nothing has no end, and no edge.
            bands[i] = new(
                slope.Symbol, PriceSide.Mark, slope.FallsHurt ? new(side.Low(reach)) : null,
                slope.RisesHurt ? new(side.High(reach)) : null);
        }

        return bands;
    }

    /// By which share all prices may move the wrong way; marks the ways that are wrong.
    private decimal Reach(GuardCondition condition, Measure against, decimal share)
    {
        var threshold = condition.Line.Threshold.Value * share;
        var denominator = against switch
        {
            Measure.EquityToMaintenance => what.Figures.MaintenanceAmount,
            Measure.EquityToInitial => what.Figures.InitialAmount,
            Measure.EquityToUsedMargin => what.Figures.UsedAmount,
            _ => what.Figures.MarketValueAmount,
        };
        var left = what.Figures.EquityAmount - threshold * denominator + condition.Offset;
        if (condition.StaysCrossed) left = -left;
        left -= margin;
        if (left < 0m) return 0m;
        var taken = 0m;
        for (var i = 0; i < slopes.Length; i++)
        {
            var slope = slopes[i].Equity - threshold * slopes[i].Of(against);
            if (condition.StaysCrossed) slope = -slope;
            slopes[i].FallsHurt |= slope > 0m;
            slopes[i].RisesHurt |= slope < 0m;
            taken += Math.Abs(slope) * slopes[i].Price;
        }

        return taken == 0m || left >= taken * GuardSide.FurthestRise ? GuardSide.FurthestRise : left / taken;
    }

    /// <summary>What one position adds to each sum per unit of its price.</summary>
    private struct Slope
    {
        public Symbol Symbol;
        public decimal Price;
        public decimal Equity;
        public bool FallsHurt;
        public bool RisesHurt;
        private decimal initial;
        private decimal maintenance;

        public readonly decimal Of(Measure against) => against switch
        {
            Measure.EquityToMaintenance => maintenance,
            Measure.EquityToInitial or Measure.EquityToUsedMargin => initial,
            _ => Math.Abs(Equity),
        };

        public static bool TryFind(in MarginContext context, Position position, out Slope slope)
        {
            slope = default;
            if (context.Find(position.Symbol, out var priced) != PricingStatus.Live) return false;
            var instrument = priced.Instrument;
            if (instrument.Contract != ContractKind.Linear || priced.Session is not null
                || instrument.SettlementCurrency != context.Currency
                || instrument.Costs?.Funding is { MarginFactor.Value: > 0m }) return false;
            slope.Symbol = position.Symbol;
            slope.Price = priced.Mark.Price.Value;
            slope.Equity = position.Quantity.Value * instrument.Multiplier.Value;
            var isFrozen = context.Regime.InitialBasis == RequirementBasis.AveragePrice;
            switch (priced.Terms)
            {
                case MarginTerms.Rate or MarginTerms.Leverage:
                    var need = priced.Need(context, position.Quantity, position.AveragePrice);
                    slope.initial = isFrozen ? 0m : need.Initial / slope.Price;
                    slope.maintenance = need.Maintenance / slope.Price;
                    return true;
                case MarginTerms.PerContract contract:
                    return contract.Initial.Currency == context.Currency
                        && (isFrozen || instrument.InstrumentClass == InstrumentClass.None);
                default:
                    return false;
            }
        }
    }
}
