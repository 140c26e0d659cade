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

    /// <summary>What is missing to reach the threshold, in the account's currency; zero when it is reached.</summary>
    public static Money Shortfall(this RegimeLine line, in MarginFigures figures)
    {
        var missing = figures.Denominator(line.Measure) * line.Threshold.Value - figures.Numerator(line.Measure);
        return new(Math.Max(0m, missing), figures.Currency);
    }
}
