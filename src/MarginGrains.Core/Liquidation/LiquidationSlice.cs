using MarginGrains.Core.Instruments;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Liquidation;

/// <summary>What is closed of one position, up to all of it.</summary>
public sealed record LiquidationSlice
{
    /// <summary>The instrument; its quote currency is the account's.</summary>
    public required Instrument Instrument { get; init; }

    /// <summary>Units of the position that are closed, of the position's sign, not zero.</summary>
    public required Quantity Quantity { get; init; }

    /// <summary>The mark.</summary>
    public required Price Mark { get; init; }

    /// <summary>By how much maintenance margin falls when the slice is gone, not negative.</summary>
    public required Money MaintenanceMargin { get; init; }

    /// Units of the underlying, signed.
    internal decimal Units => Quantity.Value * Instrument.Multiplier.Value;

    /// What the slice is worth at the mark, signed.
    internal Money Value => new(Units * Mark.Value, Instrument.QuoteCurrency);

    /// The price at which closing the slice brings an amount, on a tick; null when that is not above zero.
    internal Price? PriceOf(Money proceeds, bool upward)
    {
        var price = Rounding.Value(proceeds.Amount, proceeds.Currency, RoundingMode.None) / Units;
        var tick = Instrument.TickSize.Value;
        var onTick = upward ? Rounding.UpToLot(price, tick) : Rounding.DownToLot(price, tick);
        return onTick > 0m ? new(onTick) : null;
    }
}
