using System.Globalization;
using MarginGrains.Core.Liquidation;
using MarginGrains.Core.Margin;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Core.Accounts;

/// <content>Liquidation: start, rounds of orders, end; of what is shared and of each bucket.</content>
public static partial class AccountDecider
{
    private static void StartLiquidation(Turn turn, Regime regime, in MarginFigures figures, LiquidationStart start)
    {
        var number = (turn.Account.LiquidationCount + 1).ToString(CultureInfo.InvariantCulture);
        turn.Emit(
            new AccountEvent.LiquidationStarted(
                $"liquidation-{turn.Account.Id}-{number}", start.Reason, turn.Explain(regime, start.Bucket))
            {
                Bucket = start.Bucket,
                CallRule = start.CallRule,
                Outstanding = start.Outstanding,
                StartsAt = start.StartsAt,
            },
            turn.Basis(regime, figures));
        if (!ContinueLiquidation(turn, regime, start.Bucket)) return;
        if (start.Bucket is null) AssessShared(turn, regime);
    }

    /// True when the liquidation is over and what it reduced has to be judged anew.
    private static bool ContinueLiquidation(Turn turn, Regime regime, Symbol? bucket)
    {
        var liquidation = turn.Account.FindLiquidation(bucket)!;
        if (!liquidation.Orders.IsEmpty) return false;
        if (turn.Account.PortfolioOf(bucket).IsFlat)
        {
            return Complete(turn, liquidation, targetReached: false, turn.Basis());
        }

        if (turn.Judged(bucket).IsFlat) return false;
        var figures = turn.Judge(regime, bucket);
        if (!figures.IsPriced)
        {
            Wait(turn, liquidation, figures.Status.ToString());
            return false;
        }

        if (!LiquidationPlanner.MustReduce(regime, liquidation, figures))
        {
            return Complete(turn, liquidation, targetReached: true, turn.Basis(regime, figures));
        }

        var isEarly = liquidation.RetryAt > turn.Now
            || !LiquidationPlanner.MayStart(regime, liquidation, new(figures, turn.Now));
        if (!isEarly && turn.PlansOrders) OrderRound(turn, regime, liquidation, figures);
        return false;
    }

    private static void OrderRound(
        Turn turn, Regime regime, LiquidationState liquidation, in MarginFigures figures)
    {
        var basis = turn.Basis(regime, figures);
        var plan = LiquidationPlanner.Plan(new(
            turn.Judged(liquidation.Bucket), regime, liquidation, turn.Account.LiquidateLast,
            turn.Market, turn.Now));
        if (plan.Steps.IsEmpty)
        {
            Wait(turn, liquidation, $"MarketClosed: {string.Join(", ", plan.Closed)}");
            return;
        }

        if (liquidation.WaitingFor is not null)
        {
            turn.Emit(new AccountEvent.LiquidationResumed(liquidation.LiquidationId), basis);
        }

        foreach (var step in plan.Steps)
        {
            var number = (turn.Account.OrderCount + 1).ToString(CultureInfo.InvariantCulture);
            var order = new LiquidationOrder(
                new($"liq-{turn.Account.Id}-{number}"), step.Symbol, step.Quantity, default, step.Mark, turn.Now)
            {
                Limit = step.Limit,
            };
            turn.Emit(new AccountEvent.LiquidationOrdered(liquidation.LiquidationId, order, step.Why), basis);
        }
    }

    private static void Wait(Turn turn, LiquidationState liquidation, string what)
    {
        if (liquidation.WaitingFor == what) return;
        turn.Emit(new AccountEvent.LiquidationPaused(liquidation.LiquidationId, what));
    }

    private static bool Complete(Turn turn, LiquidationState liquidation, bool targetReached, MarginBasis? basis)
    {
        turn.Emit(new AccountEvent.LiquidationCompleted(liquidation.LiquidationId, targetReached), basis);
        return true;
    }

    /// An isolated bucket is judged by the line at which liquidation begins, without any grace; what it loses beyond
    /// its margin is not the client's (rule ACCT-012).
    private static void AssessBucket(Turn turn, Regime regime, Symbol bucket)
    {
        if (turn.Account.FindLiquidation(bucket) is not null && !ContinueLiquidation(turn, regime, bucket)) return;
        var portfolio = turn.Account.PortfolioOf(bucket);
        if (portfolio.IsFlat && portfolio.Balances.IsEmpty) return;
        var figures = turn.Judge(regime, bucket);
        if (!figures.IsPriced) return;
        if (portfolio.IsFlat)
        {
            SettleBucket(turn, regime, figures, bucket);
            return;
        }

        if (turn.Judged(bucket).IsFlat) return;
        if (LiquidationPrice.LineOf(regime) is { } line && line.IsCrossed(figures) && turn.IsMarketOpen(bucket))
        {
            StartLiquidation(turn, regime, figures, new(LiquidationReason.StopOut) { Bucket = bucket });
            return;
        }

        WarnOfSwitch(turn, regime, bucket);
    }

    /// Nothing is held: what is missing is written off; what is left goes back, in one currency, so that a loss in one
    /// is taken from the margin in another. What is missing shows once all is converted, which rounds.
    private static void SettleBucket(Turn turn, Regime regime, in MarginFigures figures, Symbol bucket) =>
        RecordDeficit(turn, regime, figures, bucket);

    /// <summary>Why and of what a liquidation starts.</summary>
    private sealed record LiquidationStart(LiquidationReason Reason)
    {
        public Symbol? Bucket { get; init; }

        public string? CallRule { get; init; }

        public Money? Outstanding { get; init; }

        public DateTimeOffset? StartsAt { get; init; }
    }
}
