using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Core.Margin;

/// <summary>How much cash may leave an account (rule ACCT-004).</summary>
public static class Withdrawable
{
    /// <summary>
    /// Equity, without temporary credit and without unrealised gains unless the regime lends against them, less the
    /// larger of initial and used margin; never below zero.
    /// </summary>
    /// <param name="figures">The figures at the moment.</param>
    /// <param name="regime">The regime.</param>
    /// <param name="portfolio">Its balance is a limit where the regime lends no cash.</param>
    public static Money Of(in MarginFigures figures, Regime regime, Portfolio portfolio)
    {
        var free = Free(figures, regime);
        if (regime.LendsCash) return free;
        return free with { Amount = Math.Clamp(portfolio.Balance(figures.Currency).Amount, 0m, free.Amount) };
    }

    /// <summary>What may leave in any currency, in the account's; see above, without the limit of a balance.</summary>
    internal static Money Free(in MarginFigures figures, Regime regime) =>
        Money.Max(Money.Zero(figures.Currency), Spare(figures, regime));

    /// <summary>The same, below zero where margin is not covered.</summary>
    internal static Money Spare(in MarginFigures figures, Regime regime)
    {
        var gains = regime.UnrealizedGainsWithdrawable ? 0m : figures.UnrealizedGainAmount;
        var equity = figures.OwnEquity.Amount - gains;
        return new(equity - Math.Max(figures.InitialAmount, figures.UsedAmount), figures.Currency);
    }
}
