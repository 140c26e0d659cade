using MarginGrains.Core.Instruments;
using MarginGrains.Core.Margin;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Accounts;

/// <content>Working orders, collateral and the margin of isolated buckets.</content>
public static partial class AccountDecider
{
    /// The check before a trade decides; the order reserves margin from then on.
    private static Decision PlaceOrder(Turn turn, WorkingOrder order)
    {
        var working = turn.Account.Portfolio.Orders.FirstOrDefault(o => o.OrderId == order.OrderId);
        if (working is not null)
        {
            return working == order
                ? turn.Accept()
                : turn.Refuse(new(Rejection.OrderExists, $"An order {order.OrderId} works with other content."));
        }

        if (turn.Market.FindInstrument(order.Symbol) is not { } instrument)
        {
            return turn.Refuse(new(Rejection.InstrumentUnknown, $"There is no instrument {order.Symbol}."));
        }

        var fill = new Fill(
            order.Symbol, order.Quantity, order.Price ?? default, Money.Zero(instrument.QuoteCurrency));
        var check = OrderCheck.Check(turn.Account, fill, turn.Market, turn.Now);
        if (!check.IsAllowed) return turn.Refuse(check.Refusals[0]);
        turn.Emit(new AccountEvent.OrderPlaced(order), turn.Basis());
        Assess(turn);
        return turn.Accept();
    }

    private static Decision CancelOrder(Turn turn, OrderId orderId)
    {
        if (turn.Account.Portfolio.Orders.All(o => o.OrderId != orderId))
        {
            return turn.Refuse(new(Rejection.OrderUnknown, $"No order {orderId} works."));
        }

        turn.Emit(new AccountEvent.OrderCancelled(orderId), turn.Basis());
        Assess(turn);
        return turn.Accept();
    }

    /// What comes in is always taken, eligible or not; what goes out must leave initial margin covered.
    private static Decision MoveCollateral(Turn turn, AccountCommand.MoveCollateral move)
    {
        if (MalformedCollateral(turn, move) is { } refusal) return turn.Refuse(refusal);
        if (!move.Quantity.IsLong && WithdrawalBlocked(turn) is { } blocked) return turn.Refuse(blocked);
        if (!move.Quantity.IsLong && NotSpared(turn, move) is { } needed) return turn.Refuse(needed);
        if (move.Quantity.IsLong && EligibleUnpriced(turn, move.Symbol) is { } unpriced) return turn.Refuse(unpriced);
        turn.Emit(new AccountEvent.CollateralMoved(move.TransferId, move.Symbol, move.Quantity), turn.Basis());
        Assess(turn);
        return turn.Accept();
    }

    /// What is left must cover initial and used margin without gains that nobody has realised.
    private static Refusal? NotSpared(Turn turn, AccountCommand.MoveCollateral move)
    {
        if (turn.Regime is not { } regime) return UnpricedRefusal(PricingStatus.RegimeUnknown);
        var without = turn.Account.Portfolio.AddCollateral(move.Symbol, move.Quantity);
        var figures = MarginCalculator.Evaluate(without, regime, turn.Market, turn.Now);
        if (!figures.IsPriced) return UnpricedRefusal(figures.Status);
        var free = Withdrawable.Spare(figures, regime);
        return free.IsNegative ? new(Rejection.FreeMarginInsufficient, $"Free margin would be {free}.") : null;
    }

    /// Eligible collateral that has no price would leave the account without figures, and so without a stop-out.
    private static Refusal? EligibleUnpriced(Turn turn, Symbol symbol)
    {
        if (turn.Regime?.FindCollateral(symbol) is null) return null;
        var alone = Portfolio.Empty(turn.Account.Currency).AddCollateral(symbol, new(1m));
        var figures = MarginCalculator.Evaluate(alone, turn.Regime, turn.Market, turn.Now);
        return figures.IsPriced ? null : UnpricedRefusal(figures.Status);
    }

    private static Refusal? MalformedCollateral(Turn turn, AccountCommand.MoveCollateral move)
    {
        if (turn.Market.FindInstrument(move.Symbol) is not { } instrument)
        {
            return new(Rejection.InstrumentUnknown, $"There is no instrument {move.Symbol}.");
        }

        if (!instrument.AssetClass.IsPaidInFull())
        {
            return new(Rejection.CollateralUnknown, $"{move.Symbol} is no security; it cannot be deposited.");
        }

        if (move.Quantity.IsZero) return new(Rejection.QuantityZero, "The quantity of a transfer must not be zero.");
        if (move.Quantity.Absolute.Value > Limits.LargestQuantity)
        {
            return new(Rejection.NumbersTooLarge, $"{move.Quantity} is beyond what can be computed exactly.");
        }

        var held = turn.Account.Portfolio.Collateral.FirstOrDefault(c => c.Symbol == move.Symbol)?.Quantity ?? default;
        return (held + move.Quantity).Value < 0m
            ? new(Rejection.CollateralInsufficient, $"Only {held} {move.Symbol} are deposited.")
            : null;
    }

    private static Decision MoveMargin(Turn turn, AccountCommand.MoveMargin move)
    {
        if (turn.Account.Buckets.All(b => b.Symbol != move.Symbol))
        {
            return turn.Refuse(new(Rejection.BucketUnknown, $"There is no isolated position in {move.Symbol}."));
        }

        if (move.Amount.Amount == 0m)
        {
            return turn.Refuse(new(Rejection.AmountNotPositive, "The amount of a transfer must not be zero."));
        }

        if (decimal.Round(move.Amount.Amount, move.Amount.Currency.MinorUnitDecimals) != move.Amount.Amount)
        {
            return turn.Refuse(new(Rejection.AmountTooPrecise, $"{move.Amount} has too many decimals."));
        }

        var refusal = move.Amount.IsPositive ? WithdrawalRefusal(turn, move.Amount) : BucketRefusal(turn, move);
        if (refusal is not null) return turn.Refuse(refusal);
        turn.Emit(new AccountEvent.MarginMoved(move.TransferId, move.Symbol, move.Amount), turn.Basis());
        Assess(turn);
        return turn.Accept();
    }

    /// Out of a bucket goes only what its initial margin does not need.
    private static Refusal? BucketRefusal(Turn turn, AccountCommand.MoveMargin move)
    {
        if (turn.Account.FindLiquidation(move.Symbol) is not null)
        {
            return new(Rejection.AccountLiquidating, $"The isolated position in {move.Symbol} is being liquidated.");
        }

        if (turn.Regime is not { } regime) return UnpricedRefusal(PricingStatus.RegimeUnknown);
        var after = turn.Account.PortfolioOf(move.Symbol).Add(move.Amount);
        var figures = MarginCalculator.Evaluate(after, regime, turn.Market, turn.Now);
        if (!figures.IsPriced) return UnpricedRefusal(figures.Status);
        var free = Withdrawable.Free(figures, regime);
        return Withdrawable.Spare(figures, regime).IsNegative || after.Balance(move.Amount.Currency).IsNegative
            ? new(Rejection.WithdrawalExceedsWithdrawable, $"{-move.Amount} is more than the bucket can spare.", free)
            : null;
    }
}
