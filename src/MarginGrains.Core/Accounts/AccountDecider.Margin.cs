using MarginGrains.Core.Calendars;
using MarginGrains.Core.Calls;
using MarginGrains.Core.Liquidation;
using MarginGrains.Core.Margin;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Core.Accounts;

/// <content>
/// The judgement. Order of precedence: running liquidation, nothing held, stop-out, open call (cured, expired, grown),
/// new call, warning. Without a price nothing is judged: no call, no liquidation.
/// </content>
public static partial class AccountDecider
{
    private static void Assess(Turn turn)
    {
        if (turn.Regime is not { } regime) return;
        if (turn.Account.Liquidation is not null && !ContinueLiquidation(turn, regime)) return;
        if (turn.Account.Portfolio.IsFlat)
        {
            JudgeFlat(turn, regime);
            return;
        }

        var figures = turn.Evaluate(regime);
        if (!figures.IsPriced) return;
        if (turn.Account.Stage == Stage.Deficit && !figures.Equity.IsNegative)
        {
            turn.Emit(new AccountEvent.DeficitRepaid(), turn.Basis(regime, figures));
        }

        if (regime.Liquidation.StopOut is { } stopOut && stopOut.IsCrossed(figures))
        {
            StartLiquidation(turn, regime, figures, LiquidationReason.StopOut);
            return;
        }

        var mayCall = regime.Call is { } judged && MayCall(turn, judged);
        if (turn.Account.Call is not null && !JudgeOpenCall(turn, regime, figures)) return;
        if (mayCall && turn.Account.Call is null && regime.Call is { } rule && rule.Trigger.IsCrossed(figures))
        {
            OpenCall(turn, regime, rule, figures);
            return;
        }

        if (turn.Account.Call is null) JudgeWarning(turn, regime, figures);
    }

    /// Calls judged at settlement open only once per settlement, at the first judgement after it.
    private static bool MayCall(Turn turn, CallRule rule)
    {
        if (rule.Judged == Judgement.Tick) return true;
        var settlement = BusinessDays.SettlementAtOrBefore(turn.Now, rule.SettlementTime, CallTerms.Holidays(rule));
        if (settlement <= turn.Account.SettledAt) return false;
        turn.Emit(new AccountEvent.SettlementJudged(settlement));
        return true;
    }

    private static void JudgeWarning(Turn turn, Regime regime, in MarginFigures figures)
    {
        var warned = turn.Account.Stage == Stage.Warning;
        if (regime.Warning is null)
        {
            if (warned) turn.Emit(new AccountEvent.WarningCleared(), turn.Basis(regime, figures));
            return;
        }

        if (!warned && regime.Warning.Trigger.IsCrossed(figures))
        {
            turn.Emit(new AccountEvent.WarningRaised(), turn.Basis(regime, figures));
        }
        else if (warned && !regime.Warning.ClearLevel.IsCrossed(figures) && !regime.Warning.Trigger.IsCrossed(figures))
        {
            turn.Emit(new AccountEvent.WarningCleared(), turn.Basis(regime, figures));
        }
    }

    private static void JudgeFlat(Turn turn, Regime regime)
    {
        var figures = turn.Evaluate(regime);
        if (!figures.IsPriced) return;
        if (figures.Equity.IsNegative)
        {
            RecordDeficit(turn, regime, figures);
            return;
        }

        if (turn.Account.Stage == Stage.Deficit)
        {
            turn.Emit(new AccountEvent.DeficitRepaid(), turn.Basis(regime, figures));
        }

        if (turn.Account.Call is { } call)
        {
            turn.Emit(new AccountEvent.CallMet(call.CallId, CureKind.PositionsClosed), turn.Basis(regime, figures));
        }

        if (turn.Account.Stage == Stage.Warning)
        {
            turn.Emit(new AccountEvent.WarningCleared(), turn.Basis(regime, figures));
        }
    }
}
