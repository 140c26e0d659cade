using MarginGrains.Core.Calls;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Accounts;

/// <summary>Prices and steps of protective stops (rules STOP-001 to STOP-003).</summary>
internal static class StopRules
{
    /// <summary>The most stops of one account.</summary>
    public const int MostStops = 100;

    /// <summary>Of how many stops that triggered the ids are remembered.</summary>
    public const int Remembered = 32;

    private const decimal StepsPerDistance = 20m;

    /// <summary>
    /// The price at which a side could be closed: a long at the bid, a short at the ask, else the mark.
    /// </summary>
    public static Price Closing(Mark mark, bool isLong) => (isLong ? mark.Bid : mark.Ask) ?? mark.Price;

    /// <summary>The mark, or null when it is missing or stale: no stop looks at such a one.</summary>
    public static Mark? Fresh(IMarket market, Instrument instrument, DateTimeOffset now) =>
        market.FindMark(instrument.Symbol) is { } mark && !OpenMarkets.IsStale(market, instrument, mark, now)
            ? mark
            : null;

    /// <summary>The larger of a tick and a twentieth of the distance, up to a whole tick.</summary>
    public static Price Step(Instrument instrument, Price distance)
    {
        var tick = instrument.TickSize.Value;
        return new(Math.Max(tick, Rounding.UpToLot(distance.Value / StepsPerDistance, tick)));
    }

    /// <summary>
    /// Where a trailing stop begins: the distance behind the closing price, on a tick, rather further; null when that
    /// is no price.
    /// </summary>
    public static Price? Start(Instrument instrument, bool isLong, Price closing, Price distance)
    {
        var tick = instrument.TickSize.Value;
        var at = isLong
            ? Rounding.DownToLot(closing.Value - distance.Value, tick)
            : Rounding.UpToLot(closing.Value + distance.Value, tick);
        return at > 0m && at <= Limits.LargestPrice ? new(at) : null;
    }

    /// <summary>Where a trailing stop goes: as many whole steps nearer as its distance allows, never back.</summary>
    public static Price Follow(ProtectiveStop stop, Price closing)
    {
        var (distance, step) = (stop.Terms.Distance!.Value.Value, stop.Step!.Value.Value);
        var ahead = stop.Terms.IsLong
            ? closing.Value - distance - stop.Price.Value
            : stop.Price.Value - closing.Value - distance;
        if (ahead < step) return stop.Price;
        var moved = Rounding.DownToLot(ahead, step);
        return new(stop.Terms.IsLong ? stop.Price.Value + moved : stop.Price.Value - moved);
    }

    /// <summary>
    /// A portfolio of the account as it will be once the outstanding orders of stops are filled where they can be
    /// closed now: what they close needs no liquidation (rule STOP-005).
    /// </summary>
    public static Portfolio Filled(Account account, Symbol? bucket, IMarket market, DateTimeOffset now)
    {
        var portfolio = account.PortfolioOf(bucket);
        foreach (var stop in account.Stops)
        {
            if (stop.Trigger?.Order is not { } order || stop.Terms.Bucket != bucket) continue;
            if (market.FindInstrument(order.Symbol) is not { } instrument) continue;
            if (portfolio.Find(order.Symbol, stop.Terms.IsLong) is not { } held) continue;
            var units = Math.Min(order.Open.Absolute.Value, held.Quantity.Absolute.Value);
            var price = market.FindMark(order.Symbol) is { } mark ? Closing(mark, stop.Terms.IsLong) : order.Mark;
            var fill = new Fill(
                order.Symbol, new(stop.Terms.IsLong ? -units : units), price, Money.Zero(instrument.QuoteCurrency));
            var terms = BookingTerms.Of(
                CallTerms.RegimeInForce(account.RegimeId, market, now), instrument, account.Currency, market, now);
            portfolio = Booking.Of(portfolio, instrument, fill, terms).Portfolio;
        }

        return portfolio;
    }
}
