using MarginGrains.Core.Marks;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Margin;

/// <summary>
/// A market in which one mark is another: what a portfolio would be worth if only this price moved. Everything else,
/// the time of the mark included, is the market's own.
/// </summary>
/// <param name="market">The market.</param>
/// <param name="mark">The mark that stands in place of the market's.</param>
public sealed class MarketWithMark(IMarket market, Mark mark) : MarketOver(market)
{

    /// <summary>The market with a mark moved to a price; its bid and ask move along by the same amount.</summary>
    public static MarketWithMark Move(IMarket market, Mark mark, Price price)
    {
        var by = price.Value - mark.Price.Value;
        return new(market, mark with { Price = price, Bid = Moved(mark.Bid, by), Ask = Moved(mark.Ask, by) });
    }

    /// <inheritdoc/>
    public override Mark? FindMark(Symbol symbol) => symbol == mark.Symbol ? mark : Market.FindMark(symbol);

    private static Price? Moved(Price? price, decimal by) =>
        price is { } known ? new Price(Math.Max(known.Value + by, Limits.SmallestPrice)) : null;
}
