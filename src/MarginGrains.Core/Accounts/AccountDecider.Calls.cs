using System.Globalization;
using MarginGrains.Core.Calls;
using MarginGrains.Core.Liquidation;
using MarginGrains.Core.Margin;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Core.Accounts;

/// <content>Margin calls: each rule of the regime by itself.</content>
public static partial class AccountDecider
{
    /// False when the account went on to liquidation.
    private static bool JudgeCalls(Turn turn, Regime regime, in MarginFigures figures)
    {
        var settledBefore = turn.Account.SettledAt;
        Settle(turn, regime);
        var afterFill = turn.HasAddedRisk || turn.Account.IsFillUnjudged;
        if (turn.Account.IsFillUnjudged) turn.Emit(new AccountEvent.FillJudged(), turn.Basis(regime, figures));
        foreach (var call in turn.Account.Calls)
        {
            if (regime.FindCall(call.Rule) is not { } rule)
            {
                turn.Emit(
                    new AccountEvent.CallCancelled(call.CallId, "The regime no longer calls."),
                    turn.Basis(regime, figures));
            }
            else if (
                !JudgeOpenCall(turn, new(regime, rule, call, SettledSince(rule, call, turn, settledBefore)), figures))
            {
                return false;
            }
        }

        var isOpen = turn.IsMarketOpen();
        foreach (var rule in regime.Calls)
        {
            var judged = rule.Judged switch
            {
                Judgement.Tick => isOpen,
                Judgement.Settlement or Judgement.Ahead => Settled(rule, turn, settledBefore),
                _ => afterFill,
            };
            if (!judged || turn.Account.FindCall(rule.Name) is not null || !rule.Trigger.IsCrossed(figures)) continue;
            if (!OpenCall(turn, regime, rule, figures)) return false;
        }

        return true;
    }

    /// Whether a settlement of the rule, or an instant ahead of what it is judged for, lies between the last judged one
    /// and now.
    private static bool Settled(CallRule rule, Turn turn, DateTimeOffset before) =>
        CallTerms.NewestJudgement(rule, turn.Market, before, turn.Now) is not null;

    /// Of a call only settlements after its notice count.
    private static bool SettledSince(CallRule rule, MarginCall call, Turn turn, DateTimeOffset before) =>
        Settled(rule, turn, before > call.IssuedAt ? before : call.IssuedAt);

    /// Notes the newest settlement, so that each is judged once: at the first priced judgement after it.
    private static void Settle(Turn turn, Regime regime)
    {
        var newest = turn.Account.SettledAt;
        foreach (var rule in regime.Calls)
        {
            if (CallTerms.SettlesFrom(rule, turn.Account.FindCall(rule.Name)) is not { } from) continue;
            var after = from > newest ? from : newest;
            newest = CallTerms.NewestJudgement(rule, turn.Market, after, turn.Now) ?? newest;
        }

        if (newest > turn.Account.SettledAt) turn.Emit(new AccountEvent.SettlementJudged(newest));
    }

    /// False when it was due at once and the account went on to liquidation.
    private static bool OpenCall(Turn turn, Regime regime, CallRule rule, in MarginFigures figures)
    {
        var due = CallTerms.AmountDue(rule, figures);
        var (dueAt, dueRule) = CallTerms.Due(rule.Grace, turn.Calendar(rule), turn.Now);
        var number = (turn.Account.CallCount + 1).ToString(CultureInfo.InvariantCulture);
        var call = new MarginCall($"call-{number}", rule.Name, due, CallTerms.Basis(rule), turn.Now)
        {
            AmountToInitial = CallTerms.AmountToInitial(figures),
            AmountNeeded = due,
            DueAt = dueAt,
            DueRule = dueRule,
            Paid = Money.Zero(turn.Account.Currency),
            SalesCredit = rule.SalesCredit,
            Reminders = CallTerms.RemindersPassed(rule, dueAt, turn.Now),
        };
        turn.Emit(new AccountEvent.CallOpened(call, turn.Explain(regime)), turn.Basis(regime, figures));
        return turn.Now < dueAt || dueAt is null || HoldOrExpire(turn, new(regime, rule, call, false), figures);
    }

    private static bool JudgeOpenCall(Turn turn, in JudgedCall judged, in MarginFigures figures)
    {
        var (regime, rule, call, settled) = judged;
        var isDue = call.State == CallState.Open && turn.Now >= call.DueAt;
        var maybeCured = rule.CuredAt == Judgement.Tick || settled || isDue;
        if (maybeCured && Cure(rule, call, figures) is { } cure)
        {
            turn.Emit(new AccountEvent.CallMet(call.CallId, cure), turn.Basis(regime, figures));
            return true;
        }

        if (call.State == CallState.Waived) return true;
        if (call.State == CallState.Held)
        {
            Relapse(turn, judged, figures);
            return true;
        }

        if (isDue) return HoldOrExpire(turn, judged, figures);
        Remind(turn, judged, figures);
        return true;
    }

    /// False when the account went on to liquidation.
    private static bool HoldOrExpire(Turn turn, in JudgedCall judged, in MarginFigures figures)
    {
        if (judged.Rule.HoldLine is not { } hold || hold.IsCrossed(figures)) return ExpireCall(turn, judged, figures);
        turn.Emit(new AccountEvent.CallHeld(judged.Call.CallId), turn.Basis(judged.Regime, figures));
        return true;
    }

    /// What cures is separate from what triggers; the trigger counts too where a better price lifts, because on another
    /// ratio than the clear level it may still be crossed, and would call again at once.
    private static CureKind? Cure(CallRule rule, MarginCall call, in MarginFigures figures)
    {
        var isClear = rule.ClearLevel is null || !rule.ClearLevel.IsCrossed(figures);
        if (isClear && !rule.Trigger.IsCrossed(figures) && (rule.ClearLevel is not null || !call.Demands))
        {
            return CureKind.ClearLevelReached;
        }

        return rule.LiftedByPayment && call.Demands && call.Paid >= call.AmountDue ? CureKind.Paid : null;
    }

    private static void Relapse(Turn turn, in JudgedCall judged, in MarginFigures figures)
    {
        var (regime, rule, call, settled) = judged;
        if (rule.Judged is Judgement.Settlement or Judgement.Ahead ? !settled : !turn.IsMarketOpen()) return;
        if (rule.HoldLine is not { } hold || !hold.IsCrossed(figures)) return;
        var calendar = turn.Calendar(rule);
        var dueAt = CallTerms.RelapseDue(rule, calendar, turn.Now);
        turn.Emit(
            new AccountEvent.CallRelapsed(
                call.CallId, dueAt, $"same day's cut-off, {rule.RelapseCutOff:HH:mm} {calendar.ZoneName}"),
            turn.Basis(regime, figures));
        // It demands again, and what it takes may have grown while it was held.
        Remind(turn, judged with { Call = turn.Account.FindCall(rule.Name)! }, figures);
    }

    private static void Remind(Turn turn, in JudgedCall judged, in MarginFigures figures)
    {
        var (regime, rule, call, _) = judged;
        if (!MayNotify(turn, regime)) return;
        if (rule.IncreaseStep is { } step)
        {
            var needed = CallTerms.AmountDue(rule, figures);
            if (needed.Amount > call.AmountNeeded.Amount * (1m + step.Value))
            {
                turn.Emit(
                    new AccountEvent.CallIncreased(call.CallId, needed, CallTerms.AmountToInitial(figures)),
                    turn.Basis(regime, figures));
            }
        }

        if (CallTerms.ReminderAt(rule, call) is not { } at || at > turn.Now) return;
        var passed = CallTerms.RemindersPassed(rule, call.DueAt, turn.Now);
        turn.Emit(
            new AccountEvent.CallReminded(call.CallId, passed, call.Outstanding), turn.Basis(regime, figures));
    }

    /// False when the account went on to liquidation.
    private static bool ExpireCall(Turn turn, in JudgedCall judged, in MarginFigures figures)
    {
        var (regime, rule, call, _) = judged;
        turn.Emit(new AccountEvent.CallExpired(call.CallId), turn.Basis(regime, figures));
        if (rule.OnExpiry == ExpiryAction.Restrict)
        {
            turn.Emit(new AccountEvent.Restricted($"The {rule.Name} call was not met in time.")
            {
                Until = turn.Now + new TimeSpan(rule.RestrictionDays, 0, 0, 0),
            });
            return true;
        }

        var now = turn.Judge(regime);
        WithoutOrders(turn, regime, now);
        StartLiquidation(turn, regime, turn.Judge(regime), new(LiquidationReason.CallExpired)
        {
            CallRule = rule.Name,
            Outstanding = rule.LiftedByPayment ? call.Outstanding : null,
            StartsAt = CallTerms.LiquidationStart(regime.Liquidation, turn.Calendar(rule), turn.Now),
        });
        return false;
    }

    /// <summary>An open call with what judges it.</summary>
    private readonly record struct JudgedCall(Regime Regime, CallRule Rule, MarginCall Call, bool IsSettled);
}
