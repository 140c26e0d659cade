using MarginGrains.Core.Calls;
using MarginGrains.Core.Liquidation;
using MarginGrains.Core.Margin;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Core.Accounts;

/// <content>
/// The judgement. Order of precedence: protective stops, isolated buckets, running liquidation, nothing held, stop-out,
/// open calls (cured, held, expired), new calls, warning. Without a price nothing is judged: no call, no liquidation.
/// </content>
public static partial class AccountDecider
{
    private static void Assess(Turn turn)
    {
        if (turn.Account.RestrictedUntil is { } until && turn.Now >= until)
        {
            turn.Emit(new AccountEvent.Reinstated("", "The time of the restriction is over."));
        }

        AssessStops(turn);
        if (turn.Regime is not { } regime) return;
        if (!turn.Account.Buckets.IsEmpty || !turn.Account.Liquidations.IsEmpty) AssessBuckets(turn, regime);
        AssessShared(turn, regime);
        JudgeDebt(turn, regime);
    }

    /// Those that are held, and those whose liquidation still has to end.
    private static void AssessBuckets(Turn turn, Regime regime)
    {
        var buckets = turn.Account.Buckets.Select(b => b.Symbol)
            .Union(turn.Account.Liquidations.Select(l => l.Bucket).OfType<Symbol>()).ToList();
        foreach (var bucket in buckets) AssessBucket(turn, regime, bucket);
    }

    private static void AssessShared(Turn turn, Regime regime)
    {
        if (turn.Account.Liquidation is not null && !ContinueLiquidation(turn, regime, null)) return;
        if (turn.Account.Portfolio.IsFlat)
        {
            JudgeFlat(turn, regime);
            return;
        }

        // What outstanding orders of stops close counts as closed; all of it: their answers decide.
        if (turn.Judged(null).IsFlat) return;
        var figures = turn.Judge(regime);
        if (!figures.IsPriced && !turn.Account.Portfolio.Orders.IsEmpty) figures = WithoutUnpricedOrders(turn, regime);
        if (!figures.IsPriced) return;
        if (turn.Account.IsInDebt && !figures.OwnEquity.IsNegative)
        {
            RepayDebt(turn, turn.Basis(regime, figures));
        }

        JudgeTopUp(turn, regime, figures);
        if (regime.Liquidation.StopOut is { } stopOut && stopOut.IsCrossed(figures)
            && turn.IsMarketOpen() && !WaitsForTopUp(turn.Account, regime, turn.Now))
        {
            figures = WithoutOrders(turn, regime, figures);
            if (stopOut.IsCrossed(figures))
            {
                StartLiquidation(turn, regime, figures, new(LiquidationReason.StopOut));
                return;
            }
        }

        if (!JudgeCalls(turn, regime, figures)) return;
        if (turn.Account.Call is null) JudgeWarning(turn, regime, figures);
        WarnOfSwitch(turn, regime, null);
    }

    /// Working orders reserve margin that liquidation would sell positions for: they go first (rule LIQD-016).
    private static MarginFigures WithoutOrders(Turn turn, Regime regime, in MarginFigures figures)
    {
        if (turn.Account.Portfolio.Orders.IsEmpty) return figures;
        foreach (var order in turn.Account.Portfolio.Orders)
        {
            turn.Emit(
                new AccountEvent.OrderCancelRequested(order.OrderId, "Its margin is needed before positions are sold."),
                turn.Basis(regime, figures));
        }

        return turn.Judge(regime);
    }

    /// A working order without a price must keep neither a liquidation nor a call away: where one is due, it goes.
    private static MarginFigures WithoutUnpricedOrders(Turn turn, Regime regime)
    {
        var held = turn.Judged(null) with { Orders = [] };
        var figures = MarginCalculator.Evaluate(held, regime, turn.Market, turn.Now);
        return figures.IsPriced && IsActedOn(turn, regime, figures)
            ? WithoutOrders(turn, regime, figures)
            : turn.Judge(regime);
    }

    /// Whether what is held leads to a stop-out or a call by itself, or a call has run out.
    private static bool IsActedOn(Turn turn, Regime regime, MarginFigures held) =>
        (regime.Liquidation.StopOut?.IsCrossed(held) == true && turn.IsMarketOpen())
        || turn.Account.Calls.Any(c => c.State == CallState.Open && turn.Now >= c.DueAt)
        || regime.Calls.Any(r => r.Judged != Judgement.Fill && r.Trigger.IsCrossed(held)
            && (r.Judged != Judgement.Tick || turn.IsMarketOpen()));

    private static void JudgeWarning(Turn turn, Regime regime, in MarginFigures figures)
    {
        var warned = turn.Account.IsWarned;
        if (regime.Warning is null)
        {
            if (warned) turn.Emit(new AccountEvent.WarningCleared(), turn.Basis(regime, figures));
            return;
        }

        if (!warned && regime.Warning.Trigger.IsCrossed(figures) && turn.IsMarketOpen())
        {
            turn.Emit(
                new AccountEvent.WarningRaised { IsNotice = MayNotify(turn, regime) }, turn.Basis(regime, figures));
        }
        else if (warned && !regime.Warning.ClearLevel.IsCrossed(figures) && !regime.Warning.Trigger.IsCrossed(figures))
        {
            turn.Emit(new AccountEvent.WarningCleared(), turn.Basis(regime, figures));
        }
    }

    /// What is no escalation waits until the least interval since the last notice is over (rule CALL-010).
    private static bool MayNotify(Turn turn, Regime regime) =>
        turn.Account.NoticedAt is not { } last || turn.Now - last >= regime.MinimumNoticeInterval;

    private static void JudgeFlat(Turn turn, Regime regime)
    {
        var figures = Unshaved(turn, regime, null);
        if (!figures.IsPriced) return;
        // While a bucket is still being liquidated, what comes of it may yet fill the gap.
        if (figures.OwnEquity.IsNegative && !turn.Account.Liquidations.IsEmpty) return;
        if (figures.OwnEquity.IsNegative)
        {
            RecordDeficit(turn, regime, figures, null);
            return;
        }

        if (turn.Account.IsInDebt)
        {
            RepayDebt(turn, turn.Basis(regime, figures));
        }

        foreach (var call in turn.Account.Calls)
        {
            turn.Emit(new AccountEvent.CallMet(call.CallId, CureKind.PositionsClosed), turn.Basis(regime, figures));
        }

        if (turn.Account.IsWarned)
        {
            turn.Emit(new AccountEvent.WarningCleared(), turn.Basis(regime, figures));
        }
    }
}
