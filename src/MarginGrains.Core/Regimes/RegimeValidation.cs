using MarginGrains.Core.Instruments;

namespace MarginGrains.Core.Regimes;

/// <summary>Checks a regime before it is stored: one that contradicts itself would call or sell for ever.</summary>
public static class RegimeValidation
{
    /// <summary>Everything wrong with the regime; empty when it may be stored.</summary>
    public static IReadOnlyList<DefinitionError> Check(Regime regime)
    {
        var errors = new List<DefinitionError>();
        CheckLine(errors, regime.Warning?.Trigger, "warning.trigger");
        CheckLine(errors, regime.Warning?.ClearLevel, "warning.clearLevel");
        CheckLine(errors, regime.Call?.Trigger, "call.trigger");
        CheckLine(errors, regime.Call?.ClearLevel, "call.clearLevel");
        CheckLine(errors, regime.Liquidation.StopOut, "liquidation.stopOut");
        CheckLine(errors, regime.Liquidation.Target, "liquidation.target");
        CheckLine(errors, regime.NoNewRisk, "noNewRisk");
        if (regime.Warning is { } warning && IsLower(warning.ClearLevel, warning.Trigger))
        {
            errors.Add(new("warning.clearLevel", "A warning must not clear below the line that raises it."));
        }

        if (regime.Call is { } call) CheckCall(errors, call);
        CheckLiquidation(errors, regime);
        if (regime.HedgePolicy != HedgePolicy.Net)
        {
            errors.Add(new("hedgePolicy", "Positions net in this version; only 'net' can be stored."));
        }

        return errors;
    }

    private static void CheckCall(List<DefinitionError> errors, CallRule call)
    {
        if (call.ClearLevel is { } clear && IsLower(clear, call.Trigger))
        {
            errors.Add(new("call.clearLevel", "A call must not clear below the line that opens it."));
        }

        if (call.ClearLevel is null && !call.LiftedByPayment)
        {
            errors.Add(
                new("call.clearLevel", "Nothing would ever cure the call: give a clear level or allow payment."));
        }

        if (call.LiftedByPayment && call.Judged == Judgement.Tick)
        {
            errors.Add(new(
                "call.liftedByPayment", "A call judged at every tick is lifted at its clear level, not by payment."));
        }

        if (call.Restores == CallTarget.ClearLevel && call.ClearLevel is null)
        {
            errors.Add(new("call.restores", "There is no clear level to restore."));
        }

        if (call.LiftedByPayment && call.IncreaseStep is not null)
        {
            errors.Add(
                new("call.increaseStep", "The amount that payment lifts is fixed at the notice; it cannot grow."));
        }

        if (call.IncreaseStep is { Value: <= 0m })
        {
            errors.Add(new("call.increaseStep", "The step by which a call grows must be above zero."));
        }

        if (call.Grace is GracePeriod.Elapsed { Length.Ticks: < 0 } or GracePeriod.BusinessDays { Days: < 0 })
        {
            errors.Add(new("call.grace", "The grace period must not be negative."));
        }
    }

    private static void CheckLiquidation(List<DefinitionError> errors, Regime regime)
    {
        var rule = regime.Liquidation;
        if (rule.StopOut is { } stopOut && !IsHigher(rule.Target, stopOut))
        {
            errors.Add(new("liquidation.target", "The target must lie above the stop-out line."));
        }

        if (rule.RetryDelay <= TimeSpan.Zero)
        {
            errors.Add(new("liquidation.retryDelaySeconds", "The delay before a retry must be above zero."));
        }

        if (rule.StopOut is null && regime.Call is null)
        {
            errors.Add(
                new("liquidation.stopOut", "Nothing would ever start a liquidation: give a stop-out line or a call."));
        }
    }

    private static void CheckLine(List<DefinitionError> errors, RegimeLine? line, string field)
    {
        if (line is null) return;
        if (line.Threshold.Value <= 0m) errors.Add(new(field, "The threshold must be above zero."));
        if (line.Measure == Measure.CollateralToLoan)
        {
            errors.Add(new(field, "Collateral against loan needs financing loans, which this version does not book."));
        }
    }

    /// Lines on different ratios cannot be compared here; only those on the same one can contradict each other.
    private static bool IsLower(RegimeLine line, RegimeLine other) =>
        line.Measure == other.Measure && (line.Threshold.Value < other.Threshold.Value
            || (line.Threshold == other.Threshold && line.Comparator < other.Comparator));

    private static bool IsHigher(RegimeLine line, RegimeLine other) =>
        line.Measure != other.Measure || line.Threshold.Value > other.Threshold.Value;
}
