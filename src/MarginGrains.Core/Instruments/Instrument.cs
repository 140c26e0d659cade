using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Instruments;

/// <summary>What can be held: its contract and its margin terms.</summary>
public sealed record Instrument
{
    /// <summary>The instrument's name, unique.</summary>
    public required Symbol Symbol { get; init; }

    /// <summary>The kind, which decides how it counts in equity.</summary>
    public required AssetClass AssetClass { get; init; }

    /// <summary>The currency of its price, of its profit and of its notional.</summary>
    public required Currency QuoteCurrency { get; init; }

    /// <summary>
    /// The other currency of a pair: one unit of the instrument is one unit of it. Null for what is no pair.
    /// </summary>
    public Currency? BaseCurrency { get; init; }

    /// <summary>
    /// Units of the underlying per unit of quantity, above zero: 50 for an E-mini, 100 for a lot of gold.
    /// </summary>
    public Ratio Multiplier { get; init; } = Ratio.One;

    /// <summary>The step of order quantities, above zero.</summary>
    public Quantity LotSize { get; init; } = new(1m);

    /// <summary>The step of prices, above zero.</summary>
    public Ratio TickSize { get; init; } = new(0.01m);

    /// <summary>Margin terms by date.</summary>
    public required MarginSchedule Margin { get; init; }

    /// <summary>How old a mark may be before it counts as stale; null for no limit.</summary>
    public TimeSpan? MaximumMarkAge { get; init; }

    /// <summary>
    /// How far a price may be from the last mark before it is held back, as a share of that mark; null for no band.
    /// </summary>
    public Ratio? PriceBand { get; init; }

    /// <summary>Counts the definitions of this instrument, from 1.</summary>
    public long Version { get; init; } = 1;

    /// <summary>Notional of a quantity at a price, in the quote currency: |quantity| × multiplier × price.</summary>
    public Money Notional(Quantity quantity, Price price) =>
        new(Math.Abs(quantity.Value) * Multiplier.Value * price.Value, QuoteCurrency);
}
