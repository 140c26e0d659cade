using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Accounts;

/// <summary>Whose side of the books an amount stands on.</summary>
public enum LedgerAccount
{
    /// <summary>The client's balance.</summary>
    Client,

    /// <summary>The outside world: banks.</summary>
    External,

    /// <summary>The market: what was paid for securities, financing included, and realised profit.</summary>
    Market,

    /// <summary>Fees earned by the broker.</summary>
    Fees,

    /// <summary>On its way from or to the insurance fund.</summary>
    InTransit,

    /// <summary>On its way between accounts: what a source has given and its receiver not booked yet.</summary>
    LinkedTransfers,

    /// <summary>What the broker makes good of losses beyond equity; the entry names the account of the books.</summary>
    Protection,

    /// <summary>Withdrawals that are held: no longer the client's balance, not yet paid out.</summary>
    HeldWithdrawals,

    /// <summary>Interest, swaps and borrow fees: what time costs.</summary>
    Costs,

    /// <summary>Funding, which longs and shorts pay each other.</summary>
    Funding,
    /// <summary>The house, which pays and keeps what a guaranteed price differs from the market's.</summary>
    House,
}

/// <summary>One side of a booking.</summary>
/// <param name="Account">Where.</param>
/// <param name="Amount">Signed.</param>
public readonly record struct LedgerEntry(LedgerAccount Account, Money Amount)
{
    /// <summary>Which account of that kind, where the regime names one; null otherwise.</summary>
    public string? Name { get; init; }
}

/// <summary>Double entry: what each event books sums to zero per currency (rule ACCT-005).</summary>
public static class Ledger
{
    /// <summary>The entries of an event; none for what moves no cash.</summary>
    public static IReadOnlyList<LedgerEntry> Entries(AccountEvent e) => e switch
    {
        AccountEvent.TransferBooked { Kind: TransferKind.Fee } fee => Pair(LedgerAccount.Fees, fee.Amount),
        AccountEvent.TransferBooked transfer => Pair(LedgerAccount.External, transfer.Amount),
        AccountEvent.FillBooked fill =>
            [.. Pair(LedgerAccount.Market, fill.Cash), .. Pair(LedgerAccount.Fees, -fill.Fill.Fee)],
        AccountEvent.LiquidationFilled filled =>
            [.. Pair(LedgerAccount.Market, filled.Cash), .. Pair(LedgerAccount.Fees, -filled.Fill.Fee)],
        AccountEvent.BalancesConverted converted =>
        [
            .. converted.From.SelectMany(b => Pair(LedgerAccount.Market, -b)),
            .. Pair(LedgerAccount.Market, converted.To),
        ],
        AccountEvent.CostsCharged charged =>
        [
            .. charged.Charges.SelectMany(c => Pair(
                c.Kind == CostKind.Funding ? LedgerAccount.Funding : LedgerAccount.Costs, -c.Amount)),
        ],
        AccountEvent.PnlSettled settled => Pair(LedgerAccount.Market, settled.Cash),
        AccountEvent.DividendBooked paid => Pair(LedgerAccount.Market, paid.Cash),
        AccountEvent.LiquidationFeeCharged fee => Pair(LedgerAccount.InTransit, fee.Claim.Amount),
        AccountEvent.Compensated { Account: { } name } compensated =>
        [
            new(LedgerAccount.Client, compensated.Claim.Amount),
            new(LedgerAccount.Protection, -compensated.Claim.Amount) { Name = name },
        ],
        AccountEvent.Compensated compensated => Pair(LedgerAccount.InTransit, compensated.Claim.Amount),
        AccountEvent.TopUpGiven { Transfer: var sent } => Pair(LedgerAccount.LinkedTransfers, -sent.Amount),
        AccountEvent.TopUpCompleted { Amount.IsPositive: true } completed =>
            Pair(LedgerAccount.LinkedTransfers, completed.Amount),
        AccountEvent.WithdrawalHeld held => Pair(LedgerAccount.HeldWithdrawals, -held.Amount),
        AccountEvent.WithdrawalReleased released => Pair(LedgerAccount.HeldWithdrawals, released.Amount),
        AccountEvent.WithdrawalConfirmed confirmed =>
        [
            new(LedgerAccount.HeldWithdrawals, -confirmed.Amount), new(LedgerAccount.External, confirmed.Amount),
        ],
        AccountEvent.StopPlaced { Charged: { } premium } => Pair(LedgerAccount.Fees, -premium),
        AccountEvent.StopFilled filled =>
            [.. Pair(LedgerAccount.Market, filled.Cash), .. Pair(LedgerAccount.Fees, -filled.Fill.Fee)],
        AccountEvent.StopGuaranteed filled =>
        [
            .. Pair(LedgerAccount.Market, filled.Cash - filled.Guaranteed),
            .. Pair(LedgerAccount.House, filled.Guaranteed),
        ],
        _ => [],
    };

    private static LedgerEntry[] Pair(LedgerAccount other, Money toClient) =>
        [new(LedgerAccount.Client, toClient), new(other, -toClient)];
}
