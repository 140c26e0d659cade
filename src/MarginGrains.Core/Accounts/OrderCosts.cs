using MarginGrains.Core.Instruments;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Core.Accounts;

/// <summary>
/// What entering and leaving costs beyond the order's own fee (rule ORDR-008): what the entry commission exceeds the
/// fee by, the exit commission, and the spread that leaving what was opened crosses.
/// </summary>
internal readonly struct OrderCosts(Currency currency, Regime regime, Instrument instrument, IMarket market)
{
    /// <summary>In the account's currency, rounded up; null when there is no rate.</summary>
    /// <param name="order">The order, at its price.</param>
    /// <param name="opened">What it opens, without sign.</param>
    /// <param name="now">The moment.</param>
    public Money? Of(Fill order, Quantity opened, DateTimeOffset now)
    {
        if (order.Price == default) return Money.Zero(currency);
        var rate = instrument.CommissionRate.Value;
        var entry = rate * instrument.Notional(order.Quantity, order.Price).Amount;
        var leaving = rate * instrument.Notional(opened, order.Price).Amount + Spread(order.Symbol, opened);
        if (entry == 0m && leaving == 0m) return Money.Zero(currency);
        var conversion = Conversion.Find(market, instrument.SettlementCurrency, currency, now);
        if (conversion.Status != PricingStatus.Live) return null;
        decimal fee = 0m;
        if (order.Fee.Amount != 0m)
        {
            var paid = Conversion.Find(market, order.Fee.Currency, currency, now);
            if (paid.Status != PricingStatus.Live) return null;
            fee = paid.Of(order.Fee.Amount);
        }

        var costs = Math.Max(0m, conversion.Of(entry) - fee) + conversion.Of(leaving);
        return new(Rounding.Requirement(costs, currency, regime.Rounding), currency);
    }

    private decimal Spread(Symbol symbol, Quantity opened) =>
        market.FindMark(symbol) is { Bid: { } bid, Ask: { } ask } && ask.CompareTo(bid) > 0
            ? Math.Abs(instrument.GainOf(opened, bid, ask))
            : 0m;
}
