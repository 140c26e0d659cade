using MarginGrains.Core.Instruments;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Core.Oracle;

/// <summary>What units need, by other ways to the same numbers than the calculator's.</summary>
internal sealed record NaiveMargin(NaiveMarket Market, Regime Regime, ClientClass Client)
{
    /// <summary>What the sides of one instrument need, per side, in the account's currency and not rounded.</summary>
    public IEnumerable<(decimal Initial, decimal Maintenance)> Sides(IReadOnlyList<Position> sides)
    {
        if (sides.Count == 1) return [Of(sides[0], sides[0].Quantity.Value)];
        var covered = sides.Min(s => Math.Abs(s.Quantity.Value));
        var whole = sides.Select(s => Of(s, s.Quantity.Value)).ToList();
        var bare = sides.Select(s => Of(s, s.Quantity.Value - Math.Sign(s.Quantity.Value) * covered)).ToList();
        switch (Regime.HedgePolicy)
        {
            case HedgePolicy.Sum:
                return whole;
            case HedgePolicy.Net:
                return bare;
            case HedgePolicy.Maximum:
                return [(whole.Max(w => w.Initial), whole.Max(w => w.Maintenance))];
            default:
                var share = Regime.HedgedShare.Value;
                return sides.Select((s, i) =>
                {
                    var hedged = Of(s, Math.Sign(s.Quantity.Value) * covered);
                    return (bare[i].Initial + share * hedged.Initial, bare[i].Maintenance + share * hedged.Maintenance);
                });
        }
    }

    /// <summary>What orders reserve: what is missing after the worse of all buys and all sells.</summary>
    public decimal Reserved(Symbol symbol, Portfolio portfolio)
    {
        var held = portfolio.Positions.Where(p => p.Symbol == symbol).Sum(p => p.Quantity.Value);
        var orders = portfolio.Orders.Where(o => o.Symbol == symbol).Select(o => o.Quantity.Value).ToList();
        var bought = held + orders.Where(q => q > 0m).Sum();
        var sold = held + orders.Where(q => q < 0m).Sum();
        var worst = new[] { held, bought < 0m ? 0m : bought, sold > 0m ? 0m : sold }.Max(AtMark);
        return worst - AtMark(held);

        decimal AtMark(decimal units) => Of(symbol, units, Market.Mark(symbol).Price.Value).Initial;
    }

    private (decimal Initial, decimal Maintenance) Of(Position position, decimal units) =>
        Of(position.Symbol, units, position.AveragePrice.Value);

    private (decimal Initial, decimal Maintenance) Of(Symbol symbol, decimal units, decimal average)
    {
        var instrument = Market.Instrument(symbol);
        var mark = Market.Mark(symbol).Price.Value;
        var opened = Regime.InitialBasis == RequirementBasis.AveragePrice ? average : mark;
        var terms = Market.Terms(instrument)!;
        var currency = terms is MarginTerms.PerContract contract
            ? contract.Initial.Currency
            : NaiveMarket.Unit(instrument);
        var (factor, step) = Market.Session(instrument)!.Value;
        if (terms is MarginTerms.PerContract whole) terms = Stepped(whole, factor, step);
        var times = terms is MarginTerms.PerContract ? 1m : factor;
        var initial = Market.In(Asked(terms, instrument, units, opened).Initial * times, currency);
        var maintenance = Market.In(Asked(terms, instrument, units, mark).Maintenance * times, currency)
            + Market.In(
                FundingToCome(instrument, Market.Terms(instrument)!, units, mark), NaiveMarket.Unit(instrument));
        var cap = Client == ClientClass.Professional
            ? null
            : Regime.LeverageCaps.Instruments.SingleOrDefault(c => c.Class == instrument.InstrumentClass);
        if (cap is null) return (initial, maintenance);
        var floor = Market.In(Math.Abs(Value(instrument, units, opened)), NaiveMarket.Unit(instrument))
            / cap.Leverage.Value;
        return (floor > initial ? floor : initial, maintenance);
    }

    /// Amounts per contract take the factor themselves, and the nearest step above nothing.
    private static MarginTerms.PerContract Stepped(MarginTerms.PerContract plain, decimal factor, decimal? step)
    {
        if (factor == 1m) return plain;
        return plain with { Initial = Nearest(plain.Initial), Maintenance = Nearest(plain.Maintenance) };

        Money Nearest(Money amount)
        {
            var raised = amount.Amount * factor;
            if (step is not { } unit) return new(raised, amount.Currency);
            var above = raised % unit;
            var nearest = above + above >= unit ? raised - above + unit : raised - above;
            return new(nearest == 0m ? unit : nearest, amount.Currency);
        }
    }

    /// The part of the next funding that these units would pay.
    private decimal FundingToCome(Instrument instrument, MarginTerms terms, decimal units, decimal mark)
    {
        if (instrument.Costs?.Funding is not { } funding) return 0m;
        var next = Market.Market.FindRates(RateKind.Funding, instrument.Symbol.Value)?.Points
            .Where(p => p.At > Market.Now).MinBy(p => p.At);
        if (next is null) return 0m;
        var rate = next.Rate.Value;
        var gap = terms switch
        {
            MarginTerms.Rate flat => flat.Initial.Value - flat.Maintenance.Value,
            MarginTerms.Leverage leverage =>
                (1m - leverage.MaintenanceShare.Value) / leverage.Maximum.Value,
            MarginTerms.Tiers { Slices: [var first, ..] } => first.Initial.Value - first.Maintenance.Value,
            MarginTerms.SizeScaled scaled => scaled.Initial.Value - scaled.Maintenance.Value,
            _ => (decimal?)null,
        };
        if (funding.CapFactor is { Value: var times } && gap is { } room)
        {
            if (rate > times * room) rate = times * room;
            if (rate < -times * room) rate = -times * room;
        }

        var paid = Value(instrument, units, next.Price?.Value ?? mark) * rate;
        return paid > 0m ? paid * funding.MarginFactor.Value : 0m;
    }

    /// <summary>Signed value of units at a price: of an inverse contract dollars divided by it.</summary>
    public static decimal Value(Instrument instrument, decimal units, decimal price) =>
        instrument.Contract == ContractKind.Inverse
            ? units * instrument.Multiplier.Value / price
            : units * instrument.Multiplier.Value * price;

    private static (decimal Initial, decimal Maintenance) Asked(
        MarginTerms terms, Instrument instrument, decimal units, decimal price)
    {
        var size = units < 0m ? -units : units;
        var notional = Value(instrument, size, price);
        switch (terms)
        {
            case MarginTerms.Rate rate:
                return (notional * rate.Initial.Value, notional * rate.Maintenance.Value);
            case MarginTerms.Leverage leverage:
                var open = notional / leverage.Maximum.Value;
                return (open, open * leverage.MaintenanceShare.Value);
            case MarginTerms.PerContract per:
                return (size * per.Initial.Amount / per.UnitsPerContract.Value,
                    size * per.Maintenance.Amount / per.UnitsPerContract.Value);
            case MarginTerms.PriceSteps steps:
                // Per unit of the underlying, then times the units.
                var step = (units > 0m ? steps.LongSide : steps.ShortSide).Last(s => (s.From?.Value ?? 0m) <= price);
                var count = size * instrument.Multiplier.Value;
                return (count * Math.Max(price * step.Initial.Value, step.MinimumPerUnit.Amount),
                    count * Math.Max(price * step.Maintenance.Value, step.MinimumPerUnit.Amount));
            case MarginTerms.SizeScaled scaled:
                // A coin is what an inverse contract is worth, and what a linear one counts.
                var coins = instrument.Contract == ContractKind.Inverse ? notional : size * instrument.Multiplier.Value;
                var grown = coins * scaled.PerUnit.Value;
                return (Math.Min(notional, notional * (scaled.Initial.Value + grown)),
                    Math.Min(notional, notional * (scaled.Maintenance.Value + grown)));
            case MarginTerms.Tiers tiers:
                return (Tiered(tiers, notional, t => t.Initial), Tiered(tiers, notional, t => t.Maintenance));
            default:
                throw new InvalidOperationException($"no rule for {terms.GetType().Name}");
        }
    }

    /// By the deduction of each tier rather than slice by slice: another way to the same number.
    private static decimal Tiered(MarginTerms.Tiers tiers, decimal notional, Func<MarginTier, Ratio> rateOf)
    {
        decimal rate = 0m, deduction = 0m;
        foreach (var tier in tiers.Slices.Where(t => t.NotionalFrom < notional || t.NotionalFrom == 0m))
        {
            deduction += tier.NotionalFrom * (rateOf(tier).Value - rate);
            rate = rateOf(tier).Value;
        }

        return notional * rate - deduction;
    }
}
