using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Liquidation;

/// <summary>What an instrument's book bears.</summary>
public sealed record ImpactScale
{
    /// <summary>The fee of who makes the price, as a share of notional.</summary>
    public required Ratio MakerFee { get; init; }

    /// <summary>The fee of who takes it, as a share of notional.</summary>
    public required Ratio TakerFee { get; init; }

    /// <summary>Units whose imbalance moves the price by all of itself, above zero.</summary>
    public required Quantity Depth { get; init; }

    /// <summary>Above 1 allows more, below it less; above zero.</summary>
    public Ratio Multiplier { get; init; } = Ratio.One;
}

/// <summary>How many units of an instrument may be liquidated within a window, by all accounts together.</summary>
/// <param name="Window">The window's length, above zero.</param>
/// <param name="Capacity">Units without sign, at least one lot.</param>
/// <param name="Lot">The step of quantities, above zero.</param>
public sealed record ImpactBudgetTerms(TimeSpan Window, Quantity Capacity, Quantity Lot)
{
    /// <summary>
    /// Terms whose capacity is (maker fee + taker fee) × depth × seconds × multiplier: so many units move the price no
    /// further than a trade costs anyway. Source: Synthetix perps v3.
    /// </summary>
    public static ImpactBudgetTerms Of(ImpactScale scale, TimeSpan window, Quantity lot)
    {
        var fees = scale.MakerFee.Value + scale.TakerFee.Value;
        var seconds = (decimal)window.Ticks / TimeSpan.TicksPerSecond;
        return new(window, new(fees * scale.Depth.Value * seconds * scale.Multiplier.Value), lot);
    }
}
