using MarginGrains.Core.Accounts;

namespace MarginGrains.Core.Statements;

/// <summary>What a booking was for, by its event and the other side of the books.</summary>
internal static class BookingKinds
{
    public static BookingKind Of(AccountEvent e, LedgerEntry other) => (e, other.Account) switch
    {
        (_, LedgerAccount.InTransit or LedgerAccount.LinkedTransfers or LedgerAccount.HeldWithdrawals) =>
            BookingKind.InTransit,
        (_, LedgerAccount.Protection) => BookingKind.Protection,
        (_, LedgerAccount.External) => other.Amount.IsNegative ? BookingKind.Deposit : BookingKind.Withdrawal,
        (_, LedgerAccount.Fees) => BookingKind.Fee,
        (AccountEvent.BalancesConverted, _) => BookingKind.Conversion,
        (AccountEvent.PnlSettled, _) => BookingKind.RealizedPnl,
        (AccountEvent.FillBooked fill, LedgerAccount.Market) => OfCash(fill.Cash, fill.RealizedPnl),
        (AccountEvent.LiquidationFilled fill, LedgerAccount.Market) => OfCash(fill.Cash, fill.RealizedPnl),
        _ => BookingKind.Cost,
    };

    /// What is margined moves its gain and nothing else; what is paid in full moves its price.
    private static BookingKind OfCash(Primitives.Money cash, Primitives.Money gain) =>
        cash == gain ? BookingKind.RealizedPnl : BookingKind.Trade;
}
