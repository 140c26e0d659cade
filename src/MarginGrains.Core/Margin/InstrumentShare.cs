using MarginGrains.Core.Instruments;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Core.Margin;

/// <summary>What one instrument adds to the figures at a price, in its settlement currency, not rounded.</summary>
internal readonly record struct Share(decimal Equity, decimal Initial, decimal Maintenance)
{
    /// Σ |value| of both sides.
    public decimal MarketValue { get; init; }

    /// What stands against loans, see <see cref="MarginFigures"/>.
    public decimal Securities { get; init; }

    /// Loans and the value of what is short.
    public decimal Owed { get; init; }

    /// Collateral within equity and securities that stops growing at a cap, or goes by the mark beside a position that
    /// goes by bid or ask: its worst price is not that of the rest.
    public decimal Apart { get; init; }

    public decimal Numerator(Measure measure) => measure == Measure.CollateralToLoan ? Securities : Equity;
}

/// <summary>
/// One instrument of a portfolio as a function of its price alone: positions of both sides, working orders and
/// collateral. It asks the calculator's own rules, so that bounds are bounds of what is judged.
/// </summary>
internal sealed class InstrumentShare
{
    private readonly MarginContext context;
    private readonly Priced priced;
    private readonly Position? bought;
    private readonly Position? sold;
    private readonly (Quantity Held, Quantity Longest, Quantity Shortest)? orders;
    private readonly decimal collateral;
    private readonly decimal? mostCollateral;

    /// What positions are valued at now: the mark, or the price at which they could be closed.
    private readonly decimal valuedAt;

    private InstrumentShare(in MarginContext context, in Priced priced)
    {
        this.context = context;
        this.priced = priced;
        var symbol = priced.Instrument.Symbol;
        bought = context.Portfolio.Find(symbol, isLong: true);
        sold = context.Portfolio.Find(symbol, isLong: false);
        valuedAt = (bought ?? sold) is { } held
            ? MarginCalculator.ValuedAt(context.Regime, priced.Mark, held).Value
            : priced.Mark.Price.Value;
        if (context.Portfolio.Orders.Any(o => o.Symbol == symbol))
        {
            orders = MarginCalculator.Sides(context.Portfolio, symbol);
        }

        if (context.Portfolio.Collateral.FirstOrDefault(c => c.Symbol == symbol) is { } holding
            && context.Regime.FindCollateral(symbol) is { } eligible)
        {
            var (times, by) = MarginCalculator.BookShare(context, holding, eligible);
            collateral = holding.Quantity.Value * (1m - eligible.Haircut.Value) * times / by;
            mostCollateral = eligible.MaximumValue;
        }
    }

    /// <summary>
    /// The instrument with its price, or null when its part is not a function of that price alone: two sides valued at
    /// bid and ask, or margined in another currency than it settles in.
    /// </summary>
    public static InstrumentShare? Of(MarginContext context, Symbol symbol)
    {
        if (context.Regime.Valuation != ValuationPrice.Mark && (context.Regime.Concentration is not null
            || (context.Portfolio.Find(symbol, isLong: true) is not null
                && context.Portfolio.Find(symbol, isLong: false) is not null)))
        {
            return null;
        }

        if (context.Find(symbol, out var priced) != PricingStatus.Live) return null;
        if (priced.Terms is MarginTerms.PerContract contract
            && contract.Initial.Currency != priced.Instrument.SettlementCurrency)
        {
            return null;
        }

        // What orders would need beyond what is held bends both ways where rates grow with the size.
        if (priced.Terms is not (MarginTerms.Rate or MarginTerms.Leverage)
            && context.Portfolio.Orders.Any(o => o.Symbol == symbol))
        {
            return null;
        }

        var own = Conversion.Find(
            context.Market, priced.Instrument.SettlementCurrency, priced.Instrument.SettlementCurrency, context.Now);
        var share = new InstrumentShare(context, priced with { Conversion = own, Margin = own });
        return share.mostCollateral is not null && share.Currency != context.Currency ? null : share;
    }

    public Symbol Symbol => priced.Instrument.Symbol;

    public Currency Currency => priced.Instrument.SettlementCurrency;

    public Price Mark => priced.Mark.Price;

    /// <summary>
    /// The price that values the position where that is not the mark: it moves apart from it, by the same share.
    /// </summary>
    public (PriceSide Of, decimal Now)? Closing =>
        context.Regime.Valuation == ValuationPrice.Mark || (bought ?? sold) is not { } held
            ? null
            : (held.Quantity.IsLong ? PriceSide.Bid : PriceSide.Ask, valuedAt);

    /// <summary>
    /// Prices between which every rule keeps its form: edges of price steps. Within them each requirement only rises
    /// with the notional.
    /// </summary>
    public (decimal Low, decimal High) Form()
    {
        decimal low = 0m, high = Limits.LargestPrice;
        if (priced.Terms is not MarginTerms.PriceSteps steps) return (low, high);
        foreach (var step in steps.LongSide.Concat(steps.ShortSide))
        {
            if (step.From is not { } from) continue;
            if (from.Value <= Mark.Value) low = Math.Max(low, from.Value);
            else high = Math.Min(high, from.Value - Limits.SmallestPrice);
        }

        return (low, high);
    }

    /// <summary>
    /// Whether slack is least at an end of any stretch: requirements bend upward in the one price there is.
    /// </summary>
    public bool IsConvex => Closing is null && priced.Terms switch
    {
        MarginTerms.Tiers tiers => IsRising(tiers),
        MarginTerms.SizeScaled => priced.Instrument.Contract == ContractKind.Linear,
        _ => true,
    };

    /// <summary>Its part at a price.</summary>
    public Share At(decimal price)
    {
        var at = priced with { Mark = priced.Mark with { Price = new(price) } };
        var (forLong, forShort) = (Need(at, bought), Need(at, sold));
        if (bought is not null && sold is not null)
        {
            (forLong, forShort) = MarginCalculator.Hedged(context, at, bought, sold);
        }

        decimal initial = forLong.Initial + forShort.Initial, value = 0m;
        if (orders is var (held, longest, shortest))
        {
            var worse = Math.Max(
                at.Need(context, longest, at.Mark.Price).Initial, at.Need(context, shortest, at.Mark.Price).Initial);
            initial += Math.Max(0m, worse - at.Need(context, held, at.Mark.Price).Initial);
        }

        if (collateral != 0m)
        {
            value = collateral * at.Instrument.Multiplier.Value * price;
            if (mostCollateral is { } most) value = Math.Min(value, most);
        }

        var one = Held(at, bought);
        var other = Held(at, sold);
        return new(one.Equity + other.Equity + value, initial, forLong.Maintenance + forShort.Maintenance)
        {
            MarketValue = one.MarketValue + other.MarketValue,
            Securities = one.Securities + other.Securities + value,
            Owed = one.Owed + other.Owed,
            Apart = mostCollateral is null && Closing is null ? 0m : value,
        };
    }

    private static bool IsRising(MarginTerms.Tiers tiers)
    {
        for (var i = 1; i < tiers.Slices.Length; i++)
        {
            var (before, slice) = (tiers.Slices[i - 1], tiers.Slices[i]);
            if (slice.Initial.Value < before.Initial.Value) return false;
            if (slice.Maintenance.Value < before.Maintenance.Value) return false;
        }

        return true;
    }

    private Required Need(in Priced at, Position? position) =>
        position is null ? default : at.Need(context, position.Quantity, position.AveragePrice);

    private Share Held(in Priced at, Position? position)
    {
        if (position is null) return default;
        var price = valuedAt == Mark.Value
            ? at.Mark.Price
            : new Price(valuedAt * at.Mark.Price.Value / Mark.Value);
        var value = at.Instrument.ValueOf(position.Quantity, price);
        var bound = position.Financing?.Amount ?? 0m;
        if (!at.Instrument.AssetClass.IsPaidInFull())
        {
            var gain = at.Instrument.GainOf(position.Quantity, position.AveragePrice, price);
            return new(gain, 0m, 0m) { MarketValue = Math.Abs(value) };
        }

        return new(value + bound, 0m, 0m)
        {
            MarketValue = Math.Abs(value),
            Securities = Math.Max(0m, value) + Math.Max(0m, bound),
            Owed = Math.Max(0m, -value) + Math.Max(0m, -bound),
        };
    }
}
