using MarginGrains.Core.Instruments;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Statements;

/// <summary>
/// The market that a day is closed on: terms as ever, and for every instrument its price of the day, none of which is
/// stale.
/// </summary>
public sealed class ClosingMarket : MarketOver
{
    private readonly ClosedDay day;
    private readonly Dictionary<Symbol, Mark>? captured;

    private ClosingMarket(IMarket market, ClosedDay day, Dictionary<Symbol, Mark>? captured)
        : base(market)
    {
        this.day = day;
        this.captured = captured;
    }

    /// <summary>With the official closing prices of the day.</summary>
    public static ClosingMarket Official(IMarket market, ClosedDay day) => new(market, day, null);

    /// <summary>With the marks that stood at the border.</summary>
    public static ClosingMarket AtBorder(IMarket market, ClosedDay day, IEnumerable<Mark> captured) => new(
        market, day, captured.Where(m => m.Time < day.Until).GroupBy(m => m.Symbol)
            .ToDictionary(g => g.Key, g => g.MaxBy(m => m.Sequence)!));

    /// <summary>The official closing price of the day, or null when it is not published yet.</summary>
    public static Price? OfficialPrice(IMarket market, ClosedDay day, Symbol symbol)
    {
        if (market.FindRates(RateKind.Closing, symbol.Value) is not { } series) return null;
        var points = series.Between(day.From, day.Until);
        return points.IsEmpty ? null : points.Span[^1].Price;
    }

    /// <inheritdoc/>
    public override Mark? FindMark(Symbol symbol)
    {
        if (captured is not null)
        {
            return captured.TryGetValue(symbol, out var mark) ? mark with { Time = day.Last } : null;
        }

        return OfficialPrice(Market, day, symbol) is { } price
            ? new(symbol, price, day.Last, 0, 0, MarkKind.Given)
            : null;
    }
}
