using MarginGrains.Core.Marks;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Margin;

/// <summary>Which marks the figures of a portfolio depend on.</summary>
public static class MarketDependencies
{
    /// <summary>
    /// The instruments of its positions, orders and collateral and the pairs that convert its currencies, in the order
    /// of the symbols, each once; those without a mark too, because a first mark changes the figures.
    /// </summary>
    public static IReadOnlyCollection<Symbol> Symbols(Portfolio portfolio, IMarket market, DateTimeOffset now)
    {
        var symbols = new SortedSet<Symbol>();
        foreach (var position in portfolio.Positions) Add(symbols, position.Symbol, portfolio.Currency, market, now);
        foreach (var order in portfolio.Orders) Add(symbols, order.Symbol, portfolio.Currency, market, now);
        foreach (var holding in portfolio.Collateral) Add(symbols, holding.Symbol, portfolio.Currency, market, now);
        foreach (var balance in portfolio.Balances)
        {
            AddConversion(symbols, market, balance.Currency, portfolio.Currency);
        }

        if (portfolio.Costs is { } costs) AddCosts(symbols, costs, portfolio.Currency, market);

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

    /// What is not charged yet converts like a balance; what waits is counted with a rate or a price to come.
    private static void AddCosts(SortedSet<Symbol> symbols, AccruedCosts costs, Currency currency, IMarket market)
    {
        foreach (var line in costs.Lines) AddConversion(symbols, market, line.Exact.Currency, currency);
        foreach (var waiting in costs.Pending)
        {
            if (waiting.Units is not null) symbols.Add(new(waiting.Subject));
        }
    }

    private static void Add(
        SortedSet<Symbol> symbols, Symbol symbol, Currency currency, IMarket market, DateTimeOffset now)
    {
        symbols.Add(symbol);
        if (market.FindInstrument(symbol) is not { } instrument) return;
        AddConversion(symbols, market, instrument.SettlementCurrency, currency);
        if (instrument.Margin.At(now) is Instruments.MarginTerms.PerContract terms)
        {
            AddConversion(symbols, market, terms.Initial.Currency, currency);
        }
    }

    private static void AddConversion(SortedSet<Symbol> symbols, IMarket market, Currency from, Currency to)
    {
        foreach (var pair in Conversion.Pairs(market, from, to)) symbols.Add(pair.Symbol);
    }
}
