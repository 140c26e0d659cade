using MarginGrains.Core.Marks;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Core.Margin;

/// <summary>
/// At which price of one instrument an account comes to be liquidated (rules LPRC-001 to LPRC-003). Of a shared account
/// it holds only while every other price stays.
/// </summary>
public static class LiquidationPrice
{
    /// <summary>
    /// The price at which a line is crossed. Every price tried goes through the one calculator, so that terms, tiers
    /// and rates are those of that price. It costs 11 evaluations of about 3 µs each on average, never more than 120.
    /// </summary>
    /// <param name="portfolio">What is held.</param>
    /// <param name="regime">The regime; its amounts are not rounded here.</param>
    /// <param name="line">The line, mostly <see cref="LineOf"/>.</param>
    /// <param name="symbol">The instrument whose price moves: held, or a pair that converts.</param>
    /// <param name="market">Marks and terms of the moment.</param>
    /// <param name="now">The moment.</param>
    public static LinePrice Of(
        Portfolio portfolio, Regime regime, RegimeLine line, Symbol symbol, IMarket market, DateTimeOffset now) =>
        new LinePriceSolver(portfolio, regime, line, market, now).Solve(symbol);

    /// <summary>
    /// The line at which liquidation begins: the stop-out; without one the trigger of the last call that a price can
    /// open and that ends in liquidation; null for a regime that has neither.
    /// </summary>
    public static RegimeLine? LineOf(Regime regime) => regime.Liquidation.StopOut ?? LastCall(regime)?.Trigger;

    private static CallRule? LastCall(Regime regime)
    {
        CallRule? last = null;
        foreach (var rule in regime.Calls)
        {
            if (rule.Judged is Judgement.Tick or Judgement.Settlement
                && rule.OnExpiry == ExpiryAction.Liquidate) last = rule;
        }

        return last;
    }
}
