using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Liquidation;

/// <summary>What one closed unit of an instrument frees and costs.</summary>
public sealed record ReductionTerms
{
    /// <summary>The share of notional that is required while the position is open, not negative.</summary>
    public required Ratio MarginRatio { get; init; }

    /// <summary>The share of notional that closing costs, not negative; by default nothing.</summary>
    public Ratio LiquidationFee { get; init; }

    /// <summary>The share of notional that goes to the insurance fund, not negative; by default nothing.</summary>
    public Ratio InsuranceFee { get; init; }

    /// <summary>One unit of the quote currency in the currency of the shortage, above zero; by default 1.</summary>
    public Ratio QuoteRate { get; init; } = Ratio.One;

    /// <summary>The instrument's multiplier, above zero; by default 1.</summary>
    public Ratio Multiplier { get; init; } = Ratio.One;

    /// <summary>The step of quantities, above zero; by default one unit.</summary>
    public Quantity Lot { get; init; } = new(1m);

    /// price × (margin ratio − fee) − price × insurance fee, in the currency of the shortage.
    internal decimal FreedPerUnit(Price mark) => mark.Value * Multiplier.Value * QuoteRate.Value
        * (MarginRatio.Value - LiquidationFee.Value - InsuranceFee.Value);
}
