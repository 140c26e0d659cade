using System.Globalization;
using MarginGrains.Core.Liquidation;
using MarginGrains.Core.Margin;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Core.Accounts;

/// <content>Liquidation: start, rounds of orders, executions, end.</content>
public static partial class AccountDecider
{
    private static void StartLiquidation(Turn turn, Regime regime, in MarginFigures figures, LiquidationReason reason)
    {
        var number = (turn.Account.LiquidationCount + 1).ToString(CultureInfo.InvariantCulture);
        turn.Emit(
            new AccountEvent.LiquidationStarted(
                $"liquidation-{turn.Account.Id}-{number}", reason, turn.Explain(regime)),
            turn.Basis(regime, figures));
        if (ContinueLiquidation(turn, regime)) Assess(turn);
    }

    /// True when the liquidation is over and the account has to be judged anew.
    private static bool ContinueLiquidation(Turn turn, Regime regime)
    {
        var liquidation = turn.Account.Liquidation!;
        if (!liquidation.Orders.IsEmpty) return false;
        if (turn.Account.Portfolio.IsFlat) return Complete(turn, targetReached: false, turn.Basis());
        var figures = turn.Evaluate(regime);
        if (!figures.IsPriced)
        {
            Wait(turn, figures.Status.ToString());
            return false;
        }

        if (!LiquidationPlanner.MustReduce(regime, liquidation.Reason, figures))
        {
            return Complete(turn, targetReached: true, turn.Basis(regime, figures));
        }

        if (liquidation.RetryAt > turn.Now) return false;
        if (liquidation.WaitingFor is not null)
        {
            turn.Emit(new AccountEvent.LiquidationResumed(liquidation.LiquidationId), turn.Basis(regime, figures));
        }

        OrderRound(turn, regime, figures);
        return false;
    }

    private static void OrderRound(Turn turn, Regime regime, in MarginFigures figures)
    {
        var basis = turn.Basis(regime, figures);
        var plan = LiquidationPlanner.Plan(
            turn.Account.Portfolio, regime, turn.Account.Liquidation!.Reason, turn.Market, turn.Now);
        foreach (var step in plan.Steps)
        {
            var number = (turn.Account.OrderCount + 1).ToString(CultureInfo.InvariantCulture);
            var order = new LiquidationOrder(
                new($"liq-{turn.Account.Id}-{number}"), step.Symbol, step.Quantity, default, step.Mark, turn.Now);
            turn.Emit(new AccountEvent.LiquidationOrdered(order, step.Why), basis);
        }
    }

    private static void Wait(Turn turn, string what)
    {
        var liquidation = turn.Account.Liquidation!;
        if (liquidation.WaitingFor == what) return;
        turn.Emit(new AccountEvent.LiquidationPaused(liquidation.LiquidationId, what));
    }

    private static bool Complete(Turn turn, bool targetReached, MarginBasis? basis)
    {
        turn.Emit(
            new AccountEvent.LiquidationCompleted(turn.Account.Liquidation!.LiquidationId, targetReached), basis);
        return true;
    }

    /// An execution is a fact: one that was not asked for, or is too large, is booked, and the account is restricted.
    private static Decision RecordExecution(Turn turn, AccountCommand.RecordExecution command)
    {
        if (MalformedFill(turn, command.Fill, out var instrument) is { } refusal) return turn.Refuse(refusal);
        var order = turn.Account.Liquidation?.Find(command.OrderId);
        var expected = order is not null && order.Covers(command.Fill)
            && Reduces(turn.Account.Portfolio.Find(command.Fill.Symbol), command.Fill.Quantity);
        var booking = turn.Book(instrument!, command.Fill);
        var isFinal = command.IsFinal || order?.IsDoneBy(command.Fill) == true;
        turn.Emit(
            new AccountEvent.LiquidationFilled(
                command.ExecutionId, command.OrderId, command.Fill, isFinal, booking.Cash, booking.RealizedPnl),
            turn.Basis());
        if (!expected)
        {
            turn.Emit(new AccountEvent.IncidentRaised("execution_unexpected",
                $"Execution {command.ExecutionId} of {command.OrderId} is not covered by an outstanding order, "
                + "or does more than reduce."));
            if (!turn.Account.IsRestricted)
            {
                turn.Emit(new AccountEvent.Restricted("An execution came that was not asked for."));
            }
        }

        Assess(turn);
        return turn.Accept();
    }

    private static Decision RecordOrderEnd(Turn turn, AccountCommand.RecordOrderEnd command)
    {
        if (turn.Account.Liquidation is not { } liquidation || liquidation.Find(command.OrderId) is not { } order)
        {
            return turn.Refuse(new(Rejection.ReferenceUnknown, $"{command.OrderId} is not outstanding."));
        }

        // Nothing executed and nothing else under way: wait a little, or a venue that refuses everything is asked for
        // ever.
        var hopeless = order.Filled.IsZero && liquidation.Orders.Length == 1;
        DateTimeOffset? retryAt =
            hopeless && turn.Regime is { } regime ? turn.Now + regime.Liquidation.RetryDelay : null;
        turn.Emit(new AccountEvent.LiquidationOrderEnded(
            command.ExecutionId, command.OrderId, command.Reason, retryAt));
        Assess(turn);
        return turn.Accept();
    }
}
