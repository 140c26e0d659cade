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
/// <param name="account">As it is, what time has brought about included.</param>
/// <param name="regime">The regime in force.</param>
/// <param name="figures">Of what all positions share, at the marks; priced.</param>
internal sealed class AccountConditions(Account account, Regime regime, MarginFigures figures)
{
    private static readonly RegimeLine NoEquity = new(Measure.EquityToMaintenance, Comparator.Below, default);

    private readonly ImmutableArray<GuardCondition>.Builder conditions = ImmutableArray.CreateBuilder<GuardCondition>();

    /// <summary>Null when a judgement at these figures would yield something already, or cannot be foreseen.</summary>
    /// <param name="isOpen">Whether prices of the moment may call and stop out.</param>
    public ImmutableArray<GuardCondition>? Find(bool isOpen)
    {
        var isKnown = account.Portfolio.IsFlat
            ? OfFlat()
            : OfDebt() && OfTopUp() && OfStopOut(isOpen) && OfCalls(isOpen)
                && (account.Call is not null || OfWarning(isOpen));
        return isKnown ? conditions.ToImmutable() : null;
    }

    /// Credit covers nothing that is owed, and what is owed already is not missing again.
    private bool OfFlat()
    {
        if (figures.OwnEquity.IsNegative != account.IsInDebt) return false;
        if (!account.Calls.IsEmpty || account.IsWarned) return false;
        conditions.Add(new(NoEquity, account.IsInDebt, -figures.Credit.Amount));
        if (!account.IsInDebt) return true;
        if (account.Debt is not { } debt) return false;
        if (regime.NegativeBalance == NegativeBalanceRule.Debt || !account.Portfolio.Collateral.IsEmpty) return true;
        var owed = debt.Principal.Amount;
        if (figures.OwnEquity.Amount + owed < 0m) return false;
        conditions.Add(new(NoEquity, StaysCrossed: false, owed - figures.Credit.Amount));
        return true;
    }

    private bool OfDebt()
    {
        if (!account.IsInDebt) return true;
        if (!figures.OwnEquity.IsNegative) return false;
        conditions.Add(new(NoEquity, StaysCrossed: true, -figures.Credit.Amount));
        return true;
    }

    private bool OfTopUp()
    {
        if (account.TopUp is not { } state) return true;
        if (state.Pending is not null) return false;
        var stopOut = regime.Liquidation.StopOut;
        if (state.IsExhausted) return StaysAny([stopOut, .. TopUpLines()]);
        if (!state.Consent.IsGiven) return true;
        if (stopOut?.IsCrossed(figures) == true) return false;
        if (stopOut is not null) conditions.Add(new(stopOut, false, 0m));
        return TopUpLines().All(line => Stays(line, crossed: false));
    }

    private IEnumerable<RegimeLine> TopUpLines() => (regime.TopUp?.Line ?? regime.Warning?.Trigger) is { } line
        ? [line]
        : regime.Calls.Select(c => c.Trigger);

    private bool OfStopOut(bool isOpen) =>
        !isOpen || regime.Liquidation.StopOut is not { } stopOut || Stays(stopOut, crossed: false);

    private bool OfCalls(bool isOpen)
    {
        foreach (var call in account.Calls)
        {
            if (regime.FindCall(call.Rule) is not { } rule || !OfCall(rule, call, isOpen)) return false;
        }

        if (!isOpen) return true;
        foreach (var rule in regime.Calls)
        {
            if (rule.Judged != Judgement.Tick || account.FindCall(rule.Name) is not null) continue;
            if (!Stays(rule.Trigger, crossed: false)) return false;
        }

        return true;
    }

    private bool OfCall(CallRule rule, MarginCall call, bool isOpen)
    {
        // It is cured when neither line is crossed: one that stays crossed is enough.
        var isCurable = rule.CuredAt == Judgement.Tick && (rule.ClearLevel is not null || !call.Demands);
        if (isCurable && !StaysAny([rule.ClearLevel, rule.Trigger])) return false;
        if (call.State == CallState.Held && rule.HoldLine is { } hold && isOpen
            && rule.Judged is not (Judgement.Settlement or Judgement.Ahead) && !Stays(hold, crossed: false))
        {
            return false;
        }

        return call.State != CallState.Open || rule.IncreaseStep is not { } step
            || NeedsNoMore(rule, call.AmountNeeded.Amount * (1m + step.Value));
    }

    /// What is needed stays below what the client is told next: each of the sums of which it is the largest.
    private bool NeedsNoMore(CallRule rule, decimal limit)
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

    private bool OfWarning(bool isOpen)
    {
        if (regime.Warning is not { } warning) return !account.IsWarned;
        if (account.IsWarned) return StaysAny([warning.ClearLevel, warning.Trigger]);
        return !isOpen || Stays(warning.Trigger, crossed: false);
    }

    /// One of the lines is crossed and stays so; the first that is.
    private bool StaysAny(IEnumerable<RegimeLine?> lines)
    {
        foreach (var line in lines)
        {
            if (line is not null && line.IsCrossed(figures)) return Stays(line, crossed: true);
        }

        return false;
    }

    private bool Stays(RegimeLine line, bool crossed)
    {
        if (line.IsCrossed(figures) != crossed) return false;
        conditions.Add(new(line, crossed, 0m));
        return true;
    }
}
