using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Liquidation;

public static partial class LiquidationMath
{
    /// <summary>
    /// The fee of a closed slice (rule LIQD-009): a share of its notional at the fill's price, never more than what the
    /// fill left above bankruptcy, rounded down to the minor unit. What it fell short is the fund's loss, rounded up.
    /// </summary>
    public static LiquidationCharge Charge(ClosedSlice slice, Ratio largestShare)
    {
        var currency = slice.Instrument.QuoteCurrency;
        var units = slice.Quantity.Value * slice.Instrument.Multiplier.Value;
        var left = units * (slice.FillPrice.Value - slice.BankruptcyPrice.Value);
        if (left < 0m)
        {
            var loss = Rounding.Requirement(-left, currency, RoundingMode.AgainstAccount);
            return new(Money.Zero(currency), new(loss, currency));
        }

        var most = (slice.Instrument.Notional(slice.Quantity, slice.FillPrice) * largestShare).Amount;
        var fee = Rounding.Value(Math.Min(most, left), currency, RoundingMode.AgainstAccount);
        return new(new(fee, currency), Money.Zero(currency));
    }
}
