using System.Globalization;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Liquidation;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Core.Accounts;

/// <content>What the venue reports of liquidation orders.</content>
public static partial class AccountDecider
{
    /// An execution is a fact: one that was not asked for, or is too large, is booked, and the account is restricted.
    private static Decision RecordExecution(Turn turn, AccountCommand.RecordExecution command)
    {
        if (turn.Account.IsStopOrder(command.OrderId)) return RecordStopExecution(turn, command);
        if (MalformedFill(turn, command.Fill, out var instrument) is { } refusal) return turn.Refuse(refusal);
        var liquidation = turn.Account.FindLiquidation(command.OrderId);
        var order = liquidation?.Find(command.OrderId);
        var fill = command.Fill with
        {
            Contract = instrument!.Contract,
            Effect = FillEffect.Net,
            IsIsolated = liquidation is null
                ? IsLateForBucket(turn, command.Fill)
                : liquidation.Bucket == command.Fill.Symbol,
        };
        var held = turn.Account.PortfolioOf(fill.IsIsolated ? fill.Symbol : null);
        var reduces = Reduces(held, fill);
        var expected = order is not null && order.Covers(fill) && reduces;
        var booking = turn.Book(instrument, fill);
        turn.HasAddedRisk = !reduces;
        var isFinal = command.IsFinal || order?.IsDoneBy(fill) == true;
        turn.Emit(
            new AccountEvent.LiquidationFilled(
                command.ExecutionId, command.OrderId, fill, isFinal, booking.Cash, booking.RealizedPnl)
            {
                Financing = booking.Financing,
                SettlesAt = SettlesAt(turn),
                RetryAt = Cooldown(turn, liquidation),
                IsUnjudged = !reduces && CannotBeJudged(turn, fill, booking.Portfolio),
            },
            turn.Basis());
        if (turn.Regime is { } regime && liquidation is not null)
        {
            ChargeFee(turn, regime, instrument, new(liquidation, command.OrderId, fill));
        }

        if (!expected) RaiseUnexpected(turn, command);
        Assess(turn);
        return turn.Accept();
    }

    /// An execution whose order is over belongs to the bucket where it reduces the bucket and nothing that is shared.
    private static bool IsLateForBucket(Turn turn, Fill fill) =>
        Reduces(turn.Account.PortfolioOf(fill.Symbol), fill with { Effect = FillEffect.Net })
        && !Reduces(turn.Account.Portfolio, fill with { Effect = FillEffect.Net });

    private static DateTimeOffset? Cooldown(Turn turn, LiquidationState? liquidation) =>
        liquidation is not null && turn.Regime is { Liquidation.Cooldown: var pause } && pause > TimeSpan.Zero
            ? turn.Now + pause
            : null;

    /// Never more than is left of equity, in whole minor units: a fee must not make a deficit (rule LIQD-019).
    private static void ChargeFee(Turn turn, Regime regime, Instrument instrument, in FeeBase charged)
    {
        if (regime.Liquidation.Fee.Value <= 0m) return;
        var figures = turn.Evaluate(regime, charged.Liquidation.Bucket);
        var notional = turn.Convert(instrument.Notional(charged.Fill.Quantity, charged.Fill.Price));
        if (notional is not { } worth || !figures.IsPriced) return;
        var fee = Rounding.Booked(worth.Amount * regime.Liquidation.Fee.Value, turn.Account.Currency);
        var left = Rounding.Value(figures.OwnEquity.Amount, turn.Account.Currency, RoundingMode.AgainstAccount);
        var amount = Money.Min(fee, new(left, turn.Account.Currency));
        if (!amount.IsPositive) return;
        var number = turn.Account.Sequence.ToString(CultureInfo.InvariantCulture);
        turn.Emit(new AccountEvent.LiquidationFeeCharged(
            charged.OrderId, new($"claim-{turn.Account.Id}-{number}", -amount, turn.Now), charged.Liquidation.Bucket));
    }

    private static void RaiseUnexpected(Turn turn, AccountCommand.RecordExecution command)
    {
        turn.Emit(new AccountEvent.IncidentRaised("execution_unexpected",
            $"Execution {command.ExecutionId} of {command.OrderId} is not covered by an outstanding order, "
            + "or does more than reduce."));
        if (!turn.Account.IsRestricted || turn.Account.RestrictedUntil is not null)
        {
            turn.Emit(new AccountEvent.Restricted("An execution came that was not asked for."));
        }
    }

    private static Decision RecordOrderEnd(Turn turn, AccountCommand.RecordOrderEnd command)
    {
        if (turn.Account.FindStop(command.OrderId) is not null) return RecordStopEnd(turn, command);
        if (turn.Account.FindLiquidation(command.OrderId) is not { } liquidation)
        {
            return turn.Refuse(new(Rejection.ReferenceUnknown, $"{command.OrderId} is not outstanding."));
        }

        // Nothing executed and nothing else under way: wait a little, or a venue that refuses everything is asked for
        // ever.
        var order = liquidation.Find(command.OrderId)!;
        var hopeless = order.Filled.IsZero && liquidation.Orders.Length == 1;
        var retryAt = hopeless && turn.Regime is { } regime
            ? turn.Now + regime.Liquidation.RetryDelay
            : liquidation.RetryAt;
        turn.Emit(new AccountEvent.LiquidationOrderEnded(
            command.ExecutionId, command.OrderId, command.Reason, retryAt));
        Assess(turn);
        return turn.Accept();
    }

    private readonly record struct FeeBase(LiquidationState Liquidation, OrderId OrderId, Fill Fill);
}
