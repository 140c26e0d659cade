using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Core.Margin;

/// <summary>
/// When a line is crossed. Compared by multiplication, never by division, so nothing is lost to rounding.
/// </summary>
public static class RegimeLineRules
{
    /// <summary>
    /// Whether the figures are on the bad side (rule MARG-011). Without a denominator, only negative equity is.
    /// </summary>
    public static bool IsCrossed(this RegimeLine line, in MarginFigures figures)
    {
        var threshold = figures.Denominator(line.Measure) * line.Threshold.Value;
        var numerator = figures.Numerator(line.Measure);
        return line.Comparator == Comparator.Below
            ? numerator < threshold
            : (numerator <= threshold && threshold > 0m) || numerator < 0m;
    }

    /// <summary>
    /// What has to be paid to reach the threshold, in the account's currency; zero when it is reached.
    /// </summary>
    public static Money Shortfall(this RegimeLine line, in MarginFigures figures)
    {
        var threshold = line.Threshold.Value;
        var missing = Math.Max(0m, figures.Denominator(line.Measure) * threshold - figures.Numerator(line.Measure));
        if (line.Measure != Measure.CollateralToLoan
            || figures.OwnDebtAmount == 0m) return new(missing, figures.Currency);

        // What is paid first lowers negative cash, which is owed, and only the rest stands as collateral.
        var lifted = missing / threshold;
        var paid = lifted <= figures.OwnDebtAmount ? lifted : missing - (threshold - 1m) * figures.OwnDebtAmount;
        return new(paid, figures.Currency);
    }
}
