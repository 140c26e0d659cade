using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Core.Margin;

/// <summary>How much cash may leave an account (rule ACCT-004).</summary>
public static class Withdrawable
{
    /// <summary>
    /// Equity, without unrealised gains unless the regime lends against them, less the larger of initial and used
    /// margin; never below zero.
    /// </summary>
    public static Money Of(in MarginFigures figures, Regime regime)
    {
        var equity = figures.EquityAmount - (regime.UnrealizedGainsWithdrawable ? 0m : figures.UnrealizedGainAmount);
        var reserved = Math.Max(figures.InitialAmount, figures.UsedAmount);
        return new(Math.Max(0m, equity - reserved), figures.Currency);
    }
}
