using System.Collections.Immutable;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Instruments;

/// <summary>What can be held: its contract and its margin terms.</summary>
public sealed record Instrument
{
    /// <summary>The instrument's name, unique.</summary>
    public required Symbol Symbol { get; init; }

    /// <summary>The kind, which decides how it counts in equity.</summary>
    public required AssetClass AssetClass { get; init; }

    /// <summary>The currency of its price.</summary>
    public required Currency QuoteCurrency { get; init; }

    /// <summary>
    /// The other currency of a pair: its price is that of one unit of it. Null for what is no pair.
    /// </summary>
    public Currency? BaseCurrency { get; init; }

    /// <summary>How quantity, value and gain are counted.</summary>
    public ContractKind Contract { get; init; }

    /// <summary>The currency of its value, gain, notional and requirements (rule MARG-015).</summary>
    public Currency SettlementCurrency => Contract == ContractKind.Linear ? QuoteCurrency : BaseCurrency ?? default;

    /// <summary>The class by which leverage is limited.</summary>
    public InstrumentClass InstrumentClass { get; init; }

    /// <summary>
    /// Units of the underlying per unit of quantity, above zero: 50 for an E-mini, 100 for a lot of gold. For an
    /// inverse contract units of the quote currency: 100 for a contract of 100 USD.
    /// </summary>
    public Ratio Multiplier { get; init; } = Ratio.One;

    /// <summary>The step of order quantities, above zero.</summary>
    public Quantity LotSize { get; init; } = new(1m);

    /// <summary>The step of prices, above zero.</summary>
    public Ratio TickSize { get; init; } = new(0.01m);

    /// <summary>Margin terms by date.</summary>
    public required MarginSchedule Margin { get; init; }

    /// <summary>When its market trades; null for what always does.</summary>
    public CalendarId? Calendar { get; init; }

    /// <summary>What those hours do to the margin terms; null for nothing.</summary>
    public SessionMargin? SessionMargin { get; init; }

    /// <summary>What holding it costs over time; null for nothing.</summary>
    public InstrumentCosts? Costs { get; init; }

    /// <summary>What it cost before, in the order of time: accounts may have periods of then to count.</summary>
    public ImmutableArray<PastCosts> PastCosts { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>
    /// How old a mark may become while its market is open before it counts as stale; null for no limit.
    /// </summary>
    public TimeSpan? MaximumMarkAge { get; init; }

    /// <summary>
    /// How far a price may be from the last mark before it is held back, as a share of that mark; null for no band.
    /// </summary>
    public Ratio? PriceBand { get; init; }

    /// <summary>What becomes of marks that come faster than they are judged.</summary>
    public MarkDelivery Delivery { get; init; }

    /// <summary>Which orders are taken.</summary>
    public InstrumentState State { get; init; }

    /// <summary>Why it is in its state, for people; null without a reason.</summary>
    public string? StateReason { get; init; }

    /// <summary>What is allowed besides margin; null for no limits.</summary>
    public TradeLimits? TradeLimits { get; init; }

    /// <summary>What a side of a trade costs, as a share of its notional; zero when fees are all there is.</summary>
    public Ratio CommissionRate { get; init; }

    /// <summary>On what terms stops are guaranteed; null when they are not.</summary>
    public GuaranteedStopTerms? GuaranteedStop { get; init; }

    /// <summary>Counts the definitions of this instrument, from 1.</summary>
    public long Version { get; init; } = 1;

    /// <summary>The next definition after another: what that one cost is kept until now (rule COST-011).</summary>
    public Instrument Following(Instrument before, DateTimeOffset now) => this with
    {
        Version = before.Version + 1,
        PastCosts = Costs == before.Costs ? before.PastCosts : before.PastCosts.Add(new(now, before.Costs)),
    };

    /// <summary>What holding it costs from an instant on.</summary>
    public InstrumentCosts? CostsFrom(DateTimeOffset at)
    {
        foreach (var past in PastCosts)
        {
            if (past.Until > at) return past.Costs;
        }

        return Costs;
    }

    /// <summary>When it begins to cost otherwise than from an instant on; null when it does not.</summary>
    public DateTimeOffset? NextCosts(DateTimeOffset after)
    {
        foreach (var past in PastCosts)
        {
            if (past.Until > after) return past.Until;
        }

        return null;
    }

    /// <summary>
    /// Notional of a quantity at a price, in the settlement currency: |quantity| × multiplier × price, of an inverse
    /// contract |quantity| × multiplier ÷ price.
    /// </summary>
    public Money Notional(Quantity quantity, Price price) =>
        new(Math.Abs(ValueOf(quantity, price)), SettlementCurrency);

    /// <summary>
    /// Notional of a quantity at a price in the quote currency, for sums by price: of a linear contract its notional,
    /// of an inverse one |quantity| × multiplier, whatever the price.
    /// </summary>
    public Money QuotedNotional(Quantity quantity, Price price) => Contract == ContractKind.Linear
        ? Notional(quantity, price)
        : new(Math.Abs(quantity.Value * Multiplier.Value), QuoteCurrency);

    /// Market value with the sign of the quantity, in the settlement currency, not rounded.
    internal decimal ValueOf(Quantity quantity, Price price) => Contract == ContractKind.Linear
        ? quantity.Value * Multiplier.Value * price.Value
        : quantity.Value * Multiplier.Value / price.Value;

    /// Gain of a signed quantity between two prices, in the settlement currency, not rounded. An inverse contract
    /// gains quantity × multiplier × (1 ÷ from − 1 ÷ to), here without reciprocals, which have no last digit.
    internal decimal GainOf(Quantity quantity, Price from, Price to)
    {
        var moved = quantity.Value * Multiplier.Value * (to.Value - from.Value);
        return Contract == ContractKind.Linear ? moved : moved / from.Value / to.Value;
    }

    /// Units of the underlying without their sign.
    internal decimal UnderlyingOf(Quantity quantity, Price price) => Contract == ContractKind.Linear
        ? Math.Abs(quantity.Value) * Multiplier.Value
        : Math.Abs(quantity.Value) * Multiplier.Value / price.Value;

    /// Whether the notional can be booked; of an inverse contract in both currencies.
    internal bool AllowsNotional(Quantity quantity, Price price)
    {
        var units = Math.Abs(quantity.Value);
        var (multiplier, at) = (Multiplier.Value, price.Value);
        if (!Limits.AllowsNotional(units, multiplier, at)) return false;
        return Contract == ContractKind.Linear || at >= 1m || units * multiplier <= Limits.LargestAmount * at;
    }
}
