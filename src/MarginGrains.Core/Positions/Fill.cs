using MarginGrains.Core.Instruments;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Core.Positions;

/// <summary>An execution: a fact.</summary>
/// <param name="Symbol">The instrument.</param>
/// <param name="Quantity">Units bought (above zero) or sold (below zero).</param>
/// <param name="Price">Quote currency per unit.</param>
/// <param name="Fee">What the execution cost, not negative.</param>
public sealed record Fill(Symbol Symbol, Quantity Quantity, Price Price, Money Fee);

/// <summary>What a fill does to a portfolio.</summary>
/// <param name="Portfolio">Balances and positions afterwards.</param>
/// <param name="Cash">What moved through the balance besides the fee, signed.</param>
/// <param name="RealizedPnl">Gain realised, signed, in the quote currency or converted; part of <paramref name="Cash"/>
/// for what is margined, contained in the price for what is paid in full.</param>
public readonly record struct Booking(Portfolio Portfolio, Money Cash, Money RealizedPnl)
{
    /// <summary>Books a fill (rules POSN-001 to POSN-003).</summary>
    /// <param name="portfolio">Before it.</param>
    /// <param name="instrument">The instrument of the fill.</param>
    /// <param name="fill">The fill.</param>
    /// <param name="gains">The rate at which a realised gain is booked; see <see cref="Gains"/>.</param>
    public static Booking Of(Portfolio portfolio, Instrument instrument, Fill fill, in Conversion gains)
    {
        var change = PositionChange.Of(portfolio.Find(fill.Symbol), fill.Symbol, fill.Quantity, fill.Price);
        var multiplier = instrument.Multiplier.Value;
        var realized = Rounding.Booked(
            gains.Of(change.PriceGain * change.Closed.Value * multiplier),
            gains.First is null ? instrument.QuoteCurrency : portfolio.Currency);
        var cash = instrument.AssetClass.IsPaidInFull()
            ? Rounding.Booked(-fill.Quantity.Value * fill.Price.Value * multiplier, instrument.QuoteCurrency)
            : realized;
        var after = portfolio.Set(fill.Symbol, change.Position).Add(cash).Add(-fill.Fee);
        return new(after, cash, realized);
    }

    /// <summary>
    /// The rate at which a regime books realised gains of an instrument: to the account's currency where it converts
    /// and there is a rate, otherwise none, and they stay in the quote currency. What is paid in full always stays.
    /// </summary>
    public static Conversion Gains(
        Regime? regime, Instrument instrument, Currency currency, IMarket market, DateTimeOffset now)
    {
        if (regime?.ConvertsRealizedPnl == true && !instrument.AssetClass.IsPaidInFull())
        {
            var rate = Conversion.Find(market, instrument.QuoteCurrency, currency, now);
            if (rate.Status == PricingStatus.Live) return rate;
        }

        return Conversion.Find(market, instrument.QuoteCurrency, instrument.QuoteCurrency, now);
    }
}
