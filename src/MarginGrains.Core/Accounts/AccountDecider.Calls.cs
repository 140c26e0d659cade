using System.Globalization;
using MarginGrains.Core.Calls;
using MarginGrains.Core.Liquidation;
using MarginGrains.Core.Margin;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Core.Accounts;

/// <content>Margin calls.</content>
public static partial class AccountDecider
{
    private static void OpenCall(Turn turn, Regime regime, CallRule rule, in MarginFigures figures)
    {
        var (dueAt, dueRule) = CallTerms.Due(rule.Grace, turn.Now);
        var number = (turn.Account.CallCount + 1).ToString(CultureInfo.InvariantCulture);
        var call = new MarginCall(
            $"call-{number}",
            CallTerms.AmountDue(rule, regime, figures),
            CallTerms.AmountToInitial(regime, figures),
            CallTerms.Basis(rule),
            turn.Now, dueAt, dueRule, Money.Zero(turn.Account.Currency));
        turn.Emit(new AccountEvent.CallOpened(call, turn.Explain(regime)), turn.Basis(regime, figures));
        if (turn.Now >= dueAt) ExpireCall(turn, regime, figures);
    }

    /// False when the account went on to liquidation.
    private static bool JudgeOpenCall(Turn turn, Regime regime, in MarginFigures figures)
    {
        var call = turn.Account.Call!;
        if (regime.Call is not { } rule)
        {
            turn.Emit(
                new AccountEvent.CallCancelled(call.CallId, "The regime no longer calls."),
                turn.Basis(regime, figures));
            return true;
        }

        // The trigger too: on another ratio than the clear level it may still be crossed, and would call again at once.
        if (rule.ClearLevel is { } clear && !clear.IsCrossed(figures) && !rule.Trigger.IsCrossed(figures))
        {
            turn.Emit(new AccountEvent.CallMet(call.CallId, CureKind.ClearLevelReached), turn.Basis(regime, figures));
            return true;
        }

        if (rule.LiftedByPayment && call.Paid >= call.AmountDue)
        {
            turn.Emit(new AccountEvent.CallMet(call.CallId, CureKind.Paid), turn.Basis(regime, figures));
            return true;
        }

        if (turn.Now >= call.DueAt)
        {
            ExpireCall(turn, regime, figures);
            return false;
        }

        JudgeIncrease(turn, regime, rule, figures);
        return true;
    }

    private static void JudgeIncrease(Turn turn, Regime regime, CallRule rule, in MarginFigures figures)
    {
        if (rule.IncreaseStep is not { } step) return;
        var call = turn.Account.Call!;
        var needed = CallTerms.AmountDue(rule, regime, figures);
        if (needed.Amount <= call.AmountDue.Amount * (1m + step.Value)) return;
        turn.Emit(
            new AccountEvent.CallIncreased(call.CallId, needed, CallTerms.AmountToInitial(regime, figures)),
            turn.Basis(regime, figures));
    }

    private static void ExpireCall(Turn turn, Regime regime, in MarginFigures figures)
    {
        turn.Emit(new AccountEvent.CallExpired(turn.Account.Call!.CallId), turn.Basis(regime, figures));
        StartLiquidation(turn, regime, figures, LiquidationReason.CallExpired);
    }
}
