using MarginGrains.Core.Margin;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Accounts;

/// <content>Opening and transfers.</content>
public static partial class AccountDecider
{
    private static Decision Open(Turn turn, Account? account, AccountCommand.Open open)
    {
        if (account is not null)
        {
            return account.RegimeId == open.RegimeId && account.Currency == open.Currency
                ? turn.Accept()
                : turn.Refuse(new(Rejection.AccountExists,
                    $"The account exists under {account.RegimeId} in {account.Currency}."));
        }

        if (turn.Market.FindRegime(open.RegimeId, turn.Now) is null)
        {
            return turn.Refuse(new(Rejection.RegimeUnknown, $"There is no regime {open.RegimeId} in force."));
        }

        turn.Emit(new AccountEvent.Opened(open.Id, open.RegimeId, open.Currency) { ClientClass = open.ClientClass });
        return turn.Accept();
    }

    /// Deposits and fees always go through: a missing price must never keep a client from curing.
    private static Decision Transfer(Turn turn, AccountCommand.Transfer transfer)
    {
        var amount = transfer.Amount;
        if (MalformedTransfer(turn, amount) is { } malformed) return turn.Refuse(malformed);
        if (transfer.Kind == TransferKind.Withdrawal && WithdrawalRefusal(turn, amount) is { } refusal)
        {
            return turn.Refuse(refusal);
        }

        var signed = transfer.Kind == TransferKind.Deposit ? amount : -amount;
        turn.Emit(
            new AccountEvent.TransferBooked(transfer.TransferId, transfer.Kind, signed)
            {
                Credited = transfer.Kind == TransferKind.Fee ? null : Credited(turn, signed),
            },
            turn.Basis());
        BookToDebt(turn, signed);
        Assess(turn);
        return turn.Accept();
    }

    private static Refusal? MalformedTransfer(Turn turn, Money amount)
    {
        if (!amount.IsPositive)
        {
            return new(Rejection.AmountNotPositive, "The amount of a transfer must be above zero.");
        }

        if (amount.Amount > Limits.LargestAmount)
        {
            return new(Rejection.NumbersTooLarge, $"{amount} is beyond what can be booked exactly.");
        }

        if (decimal.Round(amount.Amount, amount.Currency.MinorUnitDecimals) != amount.Amount)
        {
            return new(Rejection.AmountTooPrecise,
                $"{amount.Currency} has {amount.Currency.MinorUnitDecimals} decimals; {amount} has more.");
        }

        return amount.Currency == turn.Account.Currency
            || Conversion.Pairs(turn.Market, amount.Currency, turn.Account.Currency).Any()
            ? null
            : new(Rejection.CurrencyWithoutRate,
                $"No currency pair leads from {amount.Currency} to {turn.Account.Currency}.");
    }

    /// What a payment counts for open calls: its worth at the rate of the moment; nothing without a rate.
    private static Money? Credited(Turn turn, Money amount)
    {
        if (turn.Account.Calls.IsEmpty && turn.Account.Liquidations.IsEmpty) return null;
        return turn.Convert(amount);
    }

    private static Refusal? WithdrawalRefusal(Turn turn, Money amount)
    {
        if (WithdrawalBlocked(turn) is { } blocked) return blocked;
        if (turn.Regime is not { } regime) return UnpricedRefusal(PricingStatus.RegimeUnknown);
        var figures = turn.Evaluate(regime);
        if (!figures.IsPriced) return UnpricedRefusal(figures.Status);
        if (Disposable.Unsettled(turn.Account, regime, turn.Market, turn.Now) is not { } unsettled)
        {
            return UnpricedRefusal(PricingStatus.MarkMissing);
        }

        var withdrawable = Disposable.Less(Withdrawable.Of(figures, regime, turn.Account.Portfolio), unsettled);
        var balance = turn.Account.Portfolio.Balance(amount.Currency);
        if (amount.Currency != turn.Account.Currency)
        {
            var rate = Conversion.Find(turn.Market, amount.Currency, turn.Account.Currency, turn.Now);
            if (rate.Status != PricingStatus.Live) return UnpricedRefusal(rate.Status);
            var worth = Rounding.Requirement(
                rate.Of(amount.Amount), turn.Account.Currency, regime.Rounding);
            var free = Disposable.Less(Withdrawable.Free(figures, regime), unsettled);
            return amount > balance || worth > free.Amount ? Beyond(amount, free) : null;
        }

        return amount > withdrawable ? Beyond(amount, withdrawable) : null;
    }

    private static Refusal? WithdrawalBlocked(Turn turn) => WithdrawalBlocked(turn.Account);

    internal static Refusal? WithdrawalBlocked(Account account)
    {
        if (account.IsRestricted) return new(Rejection.AccountRestricted, "The account is restricted.");
        if (!account.Liquidations.IsEmpty)
        {
            return new(Rejection.AccountLiquidating, "Nothing can be withdrawn while the account is being liquidated.");
        }

        if (account.Call is not null)
        {
            return new(Rejection.CallOpen, "Nothing can be withdrawn while a margin call is open.");
        }

        return null;
    }

    private static Refusal Beyond(Money amount, Money withdrawable) => new(
        Rejection.WithdrawalExceedsWithdrawable,
        $"{amount} is more than the withdrawable {withdrawable}.", withdrawable);

    private static Refusal UnpricedRefusal(PricingStatus status) =>
        new(Rejection.Unpriced, $"The account has no price at the moment ({status}).");
}
