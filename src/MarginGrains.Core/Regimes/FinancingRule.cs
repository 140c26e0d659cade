using MarginGrains.Core.Instruments;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Regimes;

/// <summary>
/// Financing of purchases and short sales, booked per position (rule POSN-005): the broker lends a share of each
/// purchase, and holds the proceeds of each short sale with a deposit beside them. Source: Taiwan's securities
/// financing.
/// </summary>
/// <param name="LongShare">Share of a purchase that is lent, 0.60 for 60 %; at most 1.</param>
/// <param name="ShortDeposit">Deposit for a short sale as a share of its proceeds, 0.90 for 90 %.</param>
public sealed record FinancingRule(Ratio LongShare, Ratio ShortDeposit)
{
    /// <summary>
    /// What is bound to units that open: below zero the loan (rounded down to the minor unit), above zero proceeds and
    /// deposit (rounded up); null when nothing opens.
    /// </summary>
    internal Money? Bound(Instrument instrument, Quantity opened, Price price)
    {
        if (opened.IsZero) return null;
        var value = instrument.ValueOf(opened, price);
        var amount = opened.IsLong ? -value * LongShare.Value : -value * (1m + ShortDeposit.Value);
        return new(Rounding.Requirement(amount, instrument.QuoteCurrency, RoundingMode.AgainstAccount),
            instrument.QuoteCurrency);
    }
}
