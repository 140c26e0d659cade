using MarginGrains.Core.Positions;

namespace MarginGrains.Core.Accounts;

/// <content>What the venue reports of the orders of stops.</content>
public static partial class AccountDecider
{
    /// A fact like every execution: one that was not asked for, or is too large, is booked, and the account restricted.
    private static Decision RecordStopExecution(Turn turn, AccountCommand.RecordExecution command)
    {
        if (MalformedFill(turn, command.Fill, out var instrument) is { } refusal) return turn.Refuse(refusal);
        var stop = turn.Account.FindStop(command.OrderId);
        var order = stop?.Trigger?.Order;
        var fill = command.Fill with
        {
            Contract = instrument!.Contract,
            Effect = FillEffect.Net,
            IsIsolated = stop is null
                ? IsLateForBucket(turn, command.Fill)
                : stop.Terms.Bucket == command.Fill.Symbol,
        };
        var reduces = Reduces(turn.Account.PortfolioOf(fill.IsIsolated ? fill.Symbol : null), fill);
        var booking = turn.Book(instrument, fill);
        turn.HasAddedRisk = !reduces;
        turn.Emit(
            new AccountEvent.StopFilled(
                command.ExecutionId, command.OrderId, fill, command.IsFinal || order?.IsDoneBy(fill) == true,
                booking.Cash, booking.RealizedPnl)
            {
                Financing = booking.Financing,
                IsUnjudged = !reduces && CannotBeJudged(turn, fill, booking.Portfolio),
                Sold = Sold(turn, instrument, fill),
            },
            turn.Basis());
        if (order is null || !order.Covers(fill) || !reduces) RaiseUnexpected(turn, command);
        Assess(turn);
        return turn.Accept();
    }

    /// A stop that was reached closes in the end: it orders again after a while, or liquidation takes its place.
    private static Decision RecordStopEnd(Turn turn, AccountCommand.RecordOrderEnd command)
    {
        var delay = turn.Regime?.Liquidation.RetryDelay ?? AccountDue.AnswerTimeout;
        turn.Emit(new AccountEvent.StopOrderEnded(
            command.ExecutionId, command.OrderId, command.Reason, turn.Now + delay));
        Assess(turn);
        return turn.Accept();
    }
}
