using MarginGrains.Core.Instruments;

namespace MarginGrains.Core.Regimes;

/// <summary>Checks a regime before it is stored: one that contradicts itself would call or sell for ever.</summary>
public static class RegimeValidation
{
    /// <summary>The longest time that a regime may name: ten years.</summary>
    internal static readonly TimeSpan LongestTime = new(3_650, 0, 0, 0);

    private const decimal LargestThreshold = 1_000m;

    /// <summary>Everything wrong with the regime; empty when it may be stored.</summary>
    public static IReadOnlyList<DefinitionError> Check(Regime regime)
    {
        var errors = new List<DefinitionError>();
        CheckLine(errors, regime.Warning?.Trigger, "warning.trigger");
        CheckLine(errors, regime.Warning?.ClearLevel, "warning.clearLevel");
        CheckLine(errors, regime.Liquidation.StopOut, "liquidation.stopOut");
        CheckLine(errors, regime.Liquidation.Target, "liquidation.target");
        CheckLine(errors, regime.NoNewRisk, "noNewRisk");
        CheckLine(errors, regime.TopUp?.Line, "topUp.line");
        if (regime.Warning is { } warning && IsLower(warning.ClearLevel, warning.Trigger))
        {
            errors.Add(new("warning.clearLevel", "A warning must not clear below the line that raises it."));
        }

        CallValidation.Check(errors, regime.Calls);
        CheckOrder(errors, regime);
        CheckLiquidation(errors, regime);
        PortfolioRulesValidation.Check(errors, regime);
        return errors;
    }

    /// A line that lies beyond a graver one would never be seen. Lines on different ratios cannot be compared here.
    private static void CheckOrder(List<DefinitionError> errors, Regime regime)
    {
        if (regime.Warning is { Trigger: { Threshold.Value: > 0m } early }
            && regime.Calls.Any(c => IsLower(early, c.Trigger)))
        {
            errors.Add(new("warning.trigger", "A warning must not lie below the line that opens a call."));
        }

        for (var i = 0; i < regime.Calls.Length; i++)
        {
            var trigger = regime.Calls[i].Trigger;
            if (regime.Liquidation.StopOut is { } stopOut && stopOut.Measure == trigger.Measure
                && !IsLower(stopOut, trigger))
            {
                errors.Add(
                    new($"calls[{i}].trigger", "A call must lie above the stop-out line, or it would never be seen."));
            }
        }
    }

    private static void CheckLiquidation(List<DefinitionError> errors, Regime regime)
    {
        var rule = regime.Liquidation;
        if (rule.StopOut is { } stopOut && !IsHigher(rule.Target, stopOut))
        {
            errors.Add(new("liquidation.target", "The target must lie above the stop-out line."));
        }

        // Without a stop-out it is expired calls that start it; what ends it must not start it again.
        if (rule.StopOut is null && regime.Calls.Any(
            c => c.OnExpiry == ExpiryAction.Liquidate && !IsHigher(rule.Target, c.Trigger)))
        {
            errors.Add(new("liquidation.target", "The target must lie above the line that opens the call."));
        }

        CheckSteps(errors, rule);
        if (rule.RetryDelay > LongestTime || rule.Cooldown > LongestTime)
        {
            errors.Add(new("liquidation", "No delay may be longer than ten years."));
        }

        if (rule.RetryDelay <= TimeSpan.Zero)
        {
            errors.Add(new("liquidation.retryDelaySeconds", "The delay before a retry must be above zero."));
        }

        if (rule.StopOut is null && regime.Calls.All(c => c.OnExpiry != ExpiryAction.Liquidate))
        {
            errors.Add(
                new("liquidation.stopOut", "Nothing would ever start a liquidation: give a stop-out line or a call."));
        }
    }

    private static void CheckSteps(List<DefinitionError> errors, LiquidationRule rule)
    {
        if ((rule.Step == LiquidationStep.Portion) != (rule.Portion is not null))
        {
            errors.Add(new("liquidation.portion", "A portion belongs to the step 'portion', and to no other."));
        }

        if (rule.Portion is { Share.Value: <= 0m or > 1m })
        {
            errors.Add(new("liquidation.portion.share", "The share must be above 0 and at most 1."));
        }

        if (rule.Portion is { SmallestNotional: < 0m })
        {
            errors.Add(new("liquidation.portion.smallestNotional", "The notional must not be negative."));
        }

        if (rule.Fee.Value is < 0m or >= 1m)
        {
            errors.Add(new("liquidation.fee", "The fee must be from 0 to below 1."));
        }

        if (rule.LimitPrice is { BankruptcyAdjustment.Value: < 1m })
        {
            errors.Add(new("liquidation.limitPrice.bankruptcyAdjustment", "The adjustment must be at least 1."));
        }

        if (rule.LimitPrice is { SpreadToMaintenance.Value: <= 0m })
        {
            errors.Add(new("liquidation.limitPrice.spreadToMaintenance", "The spread must be above zero."));
        }

        if (rule.Cooldown < TimeSpan.Zero)
        {
            errors.Add(new("liquidation.cooldownSeconds", "The pause between rounds must not be negative."));
        }
    }

    internal static void CheckLine(List<DefinitionError> errors, RegimeLine? line, string field)
    {
        if (line is { Threshold.Value: <= 0m }) errors.Add(new(field, "The threshold must be above zero."));
        if (line is { Threshold.Value: > LargestThreshold })
        {
            errors.Add(new(field, "The threshold must be at most 1,000."));
        }

        if (line is not null && decimal.Round(line.Threshold.Value, 12) != line.Threshold.Value)
        {
            errors.Add(new(field, "The threshold must have at most 12 decimals."));
        }
    }

    /// Lines on different ratios cannot be compared here; only those on the same one can contradict each other.
    internal static bool IsLower(RegimeLine line, RegimeLine other) =>
        line.Measure == other.Measure && (line.Threshold.Value < other.Threshold.Value
            || (line.Threshold == other.Threshold && line.Comparator < other.Comparator));

    private static bool IsHigher(RegimeLine line, RegimeLine other) =>
        line.Measure != other.Measure || line.Threshold.Value > other.Threshold.Value;
}
