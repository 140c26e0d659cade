using MarginGrains.Core.Instruments;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Liquidation;

/// <summary>How much of a position was closed, and at which price.</summary>
public sealed record ClosedSlice
{
    /// <summary>The instrument.</summary>
    public required Instrument Instrument { get; init; }

    /// <summary>Units of the position that were closed, of the position's sign, not zero.</summary>
    public required Quantity Quantity { get; init; }

    /// <summary>The price of the fill.</summary>
    public required Price FillPrice { get; init; }

    /// <summary>The bankruptcy price of the slice.</summary>
    public required Price BankruptcyPrice { get; init; }
}

/// <summary>
/// What a closed slice brings to the insurance fund or takes from it; at most one of both is not zero.
/// </summary>
/// <param name="Fee">To the fund, not negative.</param>
/// <param name="Loss">From the fund, not negative.</param>
public readonly record struct LiquidationCharge(Money Fee, Money Loss);
