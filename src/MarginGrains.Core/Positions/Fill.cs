using MarginGrains.Core.Instruments;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Positions;

/// <summary>An execution: a fact.</summary>
/// <param name="Symbol">The instrument.</param>
/// <param name="Quantity">Units bought (above zero) or sold (below zero).</param>
/// <param name="Price">Quote currency per unit.</param>
/// <param name="Fee">What the execution cost, not negative.</param>
public sealed record Fill(Symbol Symbol, Quantity Quantity, Price Price, Money Fee);

/// <summary>What a fill does to a portfolio.</summary>
/// <param name="Portfolio">Balances and positions afterwards.</param>
/// <param name="Cash">What moved through the balance besides the fee, in the quote currency, signed.</param>
/// <param name="RealizedPnl">Gain realised, in the quote currency, signed; part of <paramref name="Cash"/> for what is
/// margined, contained in the price for what is paid in full.</param>
public readonly record struct Booking(Portfolio Portfolio, Money Cash, Money RealizedPnl)
{
    /// <summary>Books a fill (rules POSN-001 to POSN-003).</summary>
    public static Booking Of(Portfolio portfolio, Instrument instrument, Fill fill)
    {
        var change = PositionChange.Of(portfolio.Find(fill.Symbol), fill.Symbol, fill.Quantity, fill.Price);
        var multiplier = instrument.Multiplier.Value;
        var realized = Rounding.Booked(
            change.PriceGain * change.Closed.Value * multiplier, instrument.QuoteCurrency);
        var cash = instrument.AssetClass.IsPaidInFull()
            ? Rounding.Booked(-fill.Quantity.Value * fill.Price.Value * multiplier, instrument.QuoteCurrency)
            : realized;
        var after = portfolio.Set(fill.Symbol, change.Position).Add(cash).Add(-fill.Fee);
        return new(after, cash, realized);
    }
}
