using MarginGrains.Core.Marks;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Margin;

/// <summary>Which marks the figures of a portfolio depend on.</summary>
public static class MarketDependencies
{
    /// <summary>
    /// The instruments of its positions and the pairs that convert its currencies, in the order of the symbols, each
    /// once; those without a mark too, because a first mark changes the figures.
    /// </summary>
    public static IReadOnlyCollection<Symbol> Symbols(Portfolio portfolio, IMarket market, DateTimeOffset now)
    {
        var symbols = new SortedSet<Symbol>();
        foreach (var position in portfolio.Positions)
        {
            symbols.Add(position.Symbol);
            if (market.FindInstrument(position.Symbol) is not { } instrument) continue;
            AddConversion(symbols, market, instrument.QuoteCurrency, portfolio.Currency);
            if (instrument.Margin.At(now) is Instruments.MarginTerms.PerContract terms)
            {
                AddConversion(symbols, market, terms.Initial.Currency, portfolio.Currency);
            }
        }

        foreach (var balance in portfolio.Balances)
        {
            AddConversion(symbols, market, balance.Currency, portfolio.Currency);
        }

        return symbols;
    }

    /// <summary>The marks of those instruments that have one.</summary>
    public static IEnumerable<Mark> Marks(Portfolio portfolio, IMarket market, DateTimeOffset now)
    {
        foreach (var symbol in Symbols(portfolio, market, now))
        {
            if (market.FindMark(symbol) is { } mark) yield return mark;
        }
    }

    private static void AddConversion(SortedSet<Symbol> symbols, IMarket market, Currency from, Currency to)
    {
        foreach (var pair in Conversion.Pairs(market, from, to)) symbols.Add(pair.Symbol);
    }
}
