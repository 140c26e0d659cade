using MarginGrains.Core.Marks;

namespace MarginGrains.Core.Statements;

/// <summary>What the accounts of one day are closed on, put together once for all of them.</summary>
/// <param name="Market">Terms, and official closing prices.</param>
/// <param name="Official">With the official closing prices alone.</param>
/// <param name="AtBorder">With the marks that stood at the border.</param>
public sealed record DayMarkets(IMarket Market, ClosingMarket Official, ClosingMarket AtBorder)
{
    /// <summary>The markets of a day.</summary>
    public static DayMarkets Of(IMarket market, ClosedDay day, IEnumerable<Mark> captured) =>
        new(market, ClosingMarket.Official(market, day), ClosingMarket.AtBorder(market, day, captured));
}
