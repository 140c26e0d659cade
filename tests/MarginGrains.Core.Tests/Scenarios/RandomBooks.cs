using MarginGrains.Core.Marks;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Tests.Scenarios;

/// <summary>What a scenario assumes, made true: markets as the live path would see them.</summary>
internal static class RandomBooks
{
    /// <summary>
    /// The same marks come again at a later instant: what they are worth then where a company has split or paid, and as prices of
    /// a market that has opened meanwhile.
    /// </summary>
    public static MarketSet Again(MarketSet market, DateTimeOffset now, DateTimeOffset then)
    {
        foreach (var mark in market.Marks.ToList())
        {
            var instrument = market.FindInstrument(mark.Symbol)!;
            var opens = OpenMarkets.NextOpening(market, instrument, now) <= then;
            market = market.With(ExMarket.Rebased(mark, market.FindActions(mark.Symbol), then) with
            {
                Time = mark.Time + (then - now),
                Kind = opens && mark.Kind == MarkKind.Closing ? MarkKind.Given : mark.Kind,
            });
        }

        return market;
    }

    /// <summary>The same prices times a factor are posted.</summary>
    public static MarketSet Times(MarketSet market, decimal by) =>
        market.Marks.ToList().Aggregate(market, (set, mark) => set.With(Times(mark, by)));

    /// A price that is posted is no official closing price.
    private static Mark Times(Mark mark, decimal by) => by == 1m ? mark : mark with
    {
        Kind = mark.Kind == MarkKind.Closing ? MarkKind.Given : mark.Kind,
        Price = Times(mark.Price, by),
        Bid = mark.Bid is { } bid ? Times(bid, by) : null,
        Ask = mark.Ask is { } ask ? Times(ask, by) : null,
    };

    private static Price Times(Price price, decimal by) => new(decimal.Round(price.Value * by, 12));
}
