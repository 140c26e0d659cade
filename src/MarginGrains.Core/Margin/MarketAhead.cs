using MarginGrains.Core.Marks;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Margin;

/// <summary>
/// A market at a later instant in which no price has come since: marks that are live now are live then, those that are
/// too old stay so.
/// </summary>
/// <param name="market">The market.</param>
/// <param name="now">The moment it stands at.</param>
/// <param name="at">The later instant.</param>
public sealed class MarketAhead(IMarket market, DateTimeOffset now, DateTimeOffset at) : MarketOver(market)
{
    /// <inheritdoc/>
    public override Mark? FindMark(Symbol symbol)
    {
        if (Market.FindMark(symbol) is not { } mark) return null;
        if (Market.FindInstrument(symbol) is not { } instrument) return mark;
        return OpenMarkets.IsStale(Market, instrument, mark, now) ? mark : mark with { Time = at };
    }
}
