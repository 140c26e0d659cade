using MarginGrains.Core.Instruments;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Core.Positions;

/// <summary>How a fill is booked: what the regime and the moment add to it.</summary>
/// <param name="Gains">The rate at which a realised gain is booked.</param>
/// <param name="Financing">The regime's financing of purchases and short sales, or null.</param>
public readonly record struct BookingTerms(Conversion Gains, FinancingRule? Financing)
{
    /// <summary>
    /// The terms of an instrument: gains go to the account's currency where the regime converts and there is a rate,
    /// otherwise they stay in the settlement currency. What is paid in full always stays, and only it is financed.
    /// </summary>
    public static BookingTerms Of(
        Regime? regime, Instrument instrument, Currency currency, IMarket market, DateTimeOffset now)
    {
        var from = instrument.SettlementCurrency;
        var financing = instrument.AssetClass.IsPaidInFull() ? regime?.Financing : null;
        if (regime?.ConvertsRealizedPnl == true && !instrument.AssetClass.IsPaidInFull())
        {
            var rate = Conversion.Find(market, from, currency, now);
            if (rate.Status == PricingStatus.Live) return new(rate, financing);
        }

        return new(Conversion.Find(market, from, from, now), financing);
    }
}

/// <summary>What a fill does to a portfolio.</summary>
/// <param name="Portfolio">Balances and positions afterwards.</param>
/// <param name="Cash">What moved through the balance besides the fee, signed.</param>
/// <param name="RealizedPnl">Gain realised, signed, in the settlement currency or converted; part of
/// <paramref name="Cash"/> for what is margined, contained in the price for what is paid in full.</param>
/// <param name="Financing">What was bound to the units that opened, or null.</param>
public readonly record struct Booking(Portfolio Portfolio, Money Cash, Money RealizedPnl, Money? Financing)
{
    /// <summary>Books a fill (rules POSN-001 to POSN-005).</summary>
    /// <param name="portfolio">Before it.</param>
    /// <param name="instrument">The instrument of the fill.</param>
    /// <param name="fill">The fill.</param>
    /// <param name="terms">See <see cref="BookingTerms.Of"/>.</param>
    public static Booking Of(Portfolio portfolio, Instrument instrument, Fill fill, in BookingTerms terms)
    {
        var paid = fill with { Contract = instrument.Contract };
        var change = PositionChange.Of(portfolio, paid);
        var gain = change.Reduced is { } reduced
            ? instrument.GainOf(
                new(Math.Sign(reduced.Quantity.Value) * change.Closed.Value), reduced.AveragePrice, fill.Price)
            : 0m;
        // What cannot be converted exactly stays in its own currency: a fill is a fact and is booked.
        var isConverted = terms.Gains.TryOf(gain, out var converted) && terms.Gains.First is not null;
        var realized = isConverted
            ? Rounding.Booked(converted, portfolio.Currency)
            : Rounding.Booked(gain, instrument.SettlementCurrency);
        var bound = terms.Financing?.Bound(instrument, change.Opened, fill.Price);
        var cash = instrument.AssetClass.IsPaidInFull()
            ? Paid(instrument, fill, change.Released, bound)
            : realized;
        return new(Apply(portfolio, paid, cash, bound), cash, realized, bound);
    }

    /// <summary>The portfolio after a fill that was booked with this cash and financing.</summary>
    public static Portfolio Apply(Portfolio portfolio, Fill fill, Money cash, Money? financing) =>
        PositionChange.Of(portfolio, fill).Apply(portfolio, fill, financing).Add(cash).Add(-fill.Fee);

    /// A loan pays its share of a purchase and is repaid from a sale; what is held for a short is taken and given back.
    private static Money Paid(Instrument instrument, Fill fill, Money? released, Money? bound)
    {
        var price = Rounding.Booked(-instrument.ValueOf(fill.Quantity, fill.Price), instrument.QuoteCurrency);
        return price + (released ?? default) - (bound ?? default);
    }
}
