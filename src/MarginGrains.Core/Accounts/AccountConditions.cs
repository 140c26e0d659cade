using System.Collections.Immutable;
using MarginGrains.Core.Calls;
using MarginGrains.Core.Guards;
using MarginGrains.Core.Margin;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Core.Accounts;

/// <summary>
/// What must stay as it is for a judgement to yield nothing: the lines that matter at the stage an account is in (rule
/// GARD-002). It mirrors the judgement, and is held against it by every law about guards.
/// </summary>
internal static class AccountConditions
{
    private static readonly RegimeLine NoEquity = new(Measure.EquityToMaintenance, Comparator.Below, default);

    /// <summary>Null when a judgement at these figures would yield something already, or cannot be foreseen.</summary>
    public static ImmutableArray<GuardCondition>? Of(Account account, Regime regime, MarginFigures figures)
    {
        var conditions = ImmutableArray.CreateBuilder<GuardCondition>();
        if (account.Portfolio.IsFlat)
        {
            if (figures.Equity.IsNegative != account.IsInDebt || !account.Calls.IsEmpty || account.IsWarned) return null;
            conditions.Add(new(NoEquity, account.IsInDebt, 0m));
            return conditions.ToImmutable();
        }

        if (account.IsInDebt && !Stays(conditions, NoEquity, figures, crossed: true)) return null;
        if (regime.Liquidation.StopOut is { } stopOut && !Stays(conditions, stopOut, figures, crossed: false))
        {
            return null;
        }

        foreach (var call in account.Calls)
        {
            if (regime.FindCall(call.Rule) is not { } rule || !OfCall(conditions, rule, call, figures)) return null;
        }

        foreach (var rule in regime.Calls)
        {
            if (rule.Judged != Judgement.Tick || account.FindCall(rule.Name) is not null) continue;
            if (!Stays(conditions, rule.Trigger, figures, crossed: false)) return null;
        }

        return account.Call is not null || OfWarning(conditions, account, regime, figures)
            ? conditions.ToImmutable()
            : null;
    }

    private static bool OfCall(
        ImmutableArray<GuardCondition>.Builder conditions, CallRule rule, MarginCall call, in MarginFigures figures)
    {
        // It is cured when neither line is crossed: one that stays crossed is enough.
        var isCurable = rule.CuredAt == Judgement.Tick && (rule.ClearLevel is not null || !call.Demands);
        if (isCurable && !StaysUncured(conditions, rule.ClearLevel, rule.Trigger, figures)) return false;
        if (call.State == CallState.Held && rule.HoldLine is { } hold && rule.Judged != Judgement.Settlement
            && !Stays(conditions, hold, figures, crossed: false))
        {
            return false;
        }

        return call.State != CallState.Open || rule.IncreaseStep is not { } step
            || NeedsNoMore(conditions, rule, call.AmountNeeded.Amount * (1m + step.Value), figures);
    }

    /// What is needed stays below what the client is told next: each of the sums of which it is the largest.
    private static bool NeedsNoMore(
        ImmutableArray<GuardCondition>.Builder conditions, CallRule rule, decimal limit, in MarginFigures figures)
    {
        if (CallTerms.AmountDue(rule, figures).Amount > limit) return false;

        // Below a threshold of one a payment that lowers a loan lifts less than it is.
        if (rule.Trigger is { Measure: Measure.CollateralToLoan, Threshold.Value: < 1m }) return false;
        var unit = Rounding.MinorUnit(figures.Currency).Amount;
        var offset = limit - 2m * unit;
        conditions.Add(new(CureOptions.LineOf(rule), false, offset));
        conditions.Add(new(rule.Trigger, false, offset));
        return true;
    }

    private static bool OfWarning(
        ImmutableArray<GuardCondition>.Builder conditions, Account account, Regime regime, in MarginFigures figures)
    {
        if (regime.Warning is not { } warning) return !account.IsWarned;
        return account.IsWarned
            ? StaysUncured(conditions, warning.ClearLevel, warning.Trigger, figures)
            : Stays(conditions, warning.Trigger, figures, crossed: false);
    }

    private static bool StaysUncured(
        ImmutableArray<GuardCondition>.Builder conditions, RegimeLine? clear, RegimeLine trigger,
        in MarginFigures figures)
    {
        if (clear is not null && clear.IsCrossed(figures)) return Stays(conditions, clear, figures, crossed: true);
        return Stays(conditions, trigger, figures, crossed: true);
    }

    private static bool Stays(
        ImmutableArray<GuardCondition>.Builder conditions, RegimeLine line, in MarginFigures figures, bool crossed)
    {
        if (line.IsCrossed(figures) != crossed) return false;
        conditions.Add(new(line, crossed, 0m));
        return true;
    }
}
