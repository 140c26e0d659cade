using MarginGrains.Core.Instruments;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Core.Margin;

/// <summary>What one evaluation reads, with the roundings of its regime.</summary>
internal readonly struct MarginContext(Portfolio portfolio, Regime regime, IMarket market, DateTimeOffset now)
{
    public Portfolio Portfolio { get; } = portfolio;

    public Regime Regime { get; } = regime;

    public IMarket Market { get; } = market;

    public DateTimeOffset Now { get; } = now;

    public Currency Currency => Portfolio.Currency;

    /// How one balance, position or charge rounds; with rounding per total they do not.
    private RoundingMode PartRounding =>
        Regime.RoundingScope == RoundingScope.Position ? Regime.Rounding : RoundingMode.None;

    public Conversion Convert(Currency from) => Conversion.Find(Market, from, Currency, Now);

    public Money Value(decimal amount) => new(Rounding.Value(amount, Currency, PartRounding), Currency);

    public Money Requirement(decimal amount) => new(Rounding.Requirement(amount, Currency, PartRounding), Currency);

    /// The instrument with a usable mark, terms and rates, or why there are none.
    public PricingStatus Find(Symbol symbol, out Priced priced)
    {
        priced = default;
        if (Market.FindInstrument(symbol) is not { } instrument) return PricingStatus.InstrumentUnknown;
        if (Market.FindMark(symbol) is not { } mark) return PricingStatus.MarkMissing;
        if (OpenMarkets.IsStale(Market, instrument, mark, Now)) return PricingStatus.MarkStale;
        if (instrument.Margin.At(Now) is not { } terms) return PricingStatus.TermsMissing;
        if (!SessionTerms.TryFind(instrument, Market, Now, out var session)) return PricingStatus.TermsMissing;
        var conversion = Convert(instrument.SettlementCurrency);
        if (conversion.Status != PricingStatus.Live) return conversion.Status;
        var margin = conversion;
        if (terms is MarginTerms.PerContract contract && contract.Initial.Currency != instrument.SettlementCurrency)
        {
            margin = Convert(contract.Initial.Currency);
            if (margin.Status != PricingStatus.Live) return margin.Status;
        }

        priced = new(instrument, mark, terms, conversion, margin) { Session = session };
        return PricingStatus.Live;
    }
}

/// <summary>An instrument with all that values it.</summary>
/// <param name="Instrument">The instrument.</param>
/// <param name="Mark">Its mark, not stale.</param>
/// <param name="Terms">The margin terms in force.</param>
/// <param name="Conversion">From its settlement currency to the account's.</param>
/// <param name="Margin">From the currency of its requirement to the account's.</param>
internal readonly record struct Priced(
    Instrument Instrument, Mark Mark, MarginTerms Terms, Conversion Conversion, Conversion Margin)
{
    /// The session's multiplier on the terms; null when they know no sessions.
    public SessionFactor? Session { get; init; }

    /// What so many units need, in the account's currency, not rounded (rules MARG-002, MARG-020).
    public Required Need(in MarginContext context, Quantity quantity, Price average)
    {
        if (quantity.IsZero) return default;
        var now = Asked(quantity, Mark.Price);
        var isFrozen = context.Regime.InitialBasis == RequirementBasis.AveragePrice;
        var initial = isFrozen ? Asked(quantity, average).Initial : now.Initial;
        var need = new Required(Margin.Of(initial), Margin.Of(now.Maintenance) + AdverseFunding(context, quantity));
        if (Instrument.InstrumentClass == InstrumentClass.None) return need;
        var cap = context.Regime.LeverageCaps.Of(Instrument.InstrumentClass, context.Portfolio.ClientClass);
        if (cap is not { } leverage) return need;
        var floor = NotionalAt(quantity, isFrozen ? average : Mark.Price) / leverage.Value;
        return floor > need.Initial ? need with { Initial = floor, Cap = cap } : need;
    }

    private MarginRequirement Asked(Quantity quantity, Price price) => Session is { } session
        ? session.Of(Terms, Instrument, quantity, price)
        : MarginRequirement.Of(Terms, Instrument, quantity, price);

    /// The instrument's share of the next published funding, where these units would pay it (rule COST-010).
    private decimal AdverseFunding(in MarginContext context, Quantity quantity)
    {
        if (Instrument.Costs?.Funding is not { MarginFactor.Value: > 0m } funding) return 0m;
        var series = context.Market.FindRates(RateKind.Funding, Instrument.Symbol.Value);
        if (series?.Next(context.Now) is not { } next) return 0m;
        var paid = Instrument.ValueOf(quantity, next.Price ?? Mark.Price) * funding.Capped(next.Rate, Terms).Value;
        return paid <= 0m ? 0m : Conversion.Of(paid * funding.MarginFactor.Value);
    }

    /// |value| at the mark in the account's currency, not rounded.
    public decimal Notional(Quantity quantity) => NotionalAt(quantity, Mark.Price);

    private decimal NotionalAt(Quantity quantity, Price price) =>
        Conversion.Of(Math.Abs(Instrument.ValueOf(quantity, price)));
}

/// <summary>Initial and maintenance margin in the account's currency, not rounded.</summary>
internal readonly record struct Required(decimal Initial, decimal Maintenance)
{
    /// The leverage cap that made initial margin what it is; null where the terms did.
    public Ratio? Cap { get; init; }

    public static Required operator +(Required one, Required other) =>
        new(one.Initial + other.Initial, one.Maintenance + other.Maintenance) { Cap = one.Cap ?? other.Cap };

    public static Required operator *(Required one, Ratio share) =>
        new(one.Initial * share.Value, one.Maintenance * share.Value) { Cap = one.Cap };
}
