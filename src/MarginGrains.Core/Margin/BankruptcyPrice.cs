using MarginGrains.Core.Marks;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Core.Margin;

/// <summary>At which price of one instrument nothing is left of an account's equity.</summary>
public static class BankruptcyPrice
{
    private static readonly RegimeLine NoEquity = new(Measure.EquityToMaintenance, Comparator.Below, default);

    /// <summary>
    /// The price beyond which equity is below zero, every other price as it is (rule LPRC-004); temporary credit bears
    /// no loss and does not count. It costs what
    /// <see cref="LiquidationPrice.Of"/> costs.
    /// </summary>
    /// <param name="portfolio">What is held.</param>
    /// <param name="regime">The regime; its amounts are not rounded here.</param>
    /// <param name="symbol">The instrument whose price moves: held, or a pair that converts.</param>
    /// <param name="market">Marks and terms of the moment.</param>
    /// <param name="now">The moment.</param>
    public static LinePrice OfPosition(
        Portfolio portfolio, Regime regime, Symbol symbol, IMarket market, DateTimeOffset now) =>
        LiquidationPrice.Of(portfolio with { Credit = null }, regime, NoEquity, symbol, market, now);
}
