using System.Diagnostics;
using MarginGrains.Core.Accounts;

namespace MarginGrains.Contracts.Accounts;

/// <summary>The public names of events: in the journal, on every channel and on the page.</summary>
public static class EventNames
{
    /// <summary>The name of an event.</summary>
    public static string Of(AccountEvent e) => e switch
    {
        AccountEvent.Opened => "account.opened",
        AccountEvent.TransferBooked => "transfer.booked",
        AccountEvent.FillBooked => "fill.booked",
        AccountEvent.IncidentRaised => "account.incident",
        AccountEvent.Restricted => "account.restricted",
        AccountEvent.WarningRaised => "margin.warning",
        AccountEvent.WarningCleared => "margin.recovered",
        AccountEvent.SettlementJudged => "account.settled",
        AccountEvent.CallOpened => "call.opened",
        AccountEvent.CallIncreased => "call.increased",
        AccountEvent.CallMet => "call.met",
        AccountEvent.CallExpired => "call.expired",
        AccountEvent.CallCancelled => "call.cancelled",
        AccountEvent.LiquidationStarted => "liquidation.started",
        AccountEvent.LiquidationOrdered => "liquidation.orderRequested",
        AccountEvent.LiquidationFilled => "liquidation.orderFilled",
        AccountEvent.LiquidationOrderEnded => "liquidation.orderRejected",
        AccountEvent.LiquidationPaused => "liquidation.paused",
        AccountEvent.LiquidationResumed => "liquidation.resumed",
        AccountEvent.LiquidationCompleted => "liquidation.completed",
        AccountEvent.DeficitRecorded => "account.deficit",
        AccountEvent.BalancesConverted => "balances.converted",
        AccountEvent.Compensated => "account.compensated",
        AccountEvent.ClaimConfirmed => "claim.confirmed",
        AccountEvent.DeficitRepaid => "account.deficitRepaid",
        AccountEvent.ClassChanged => "account.classChanged",
        AccountEvent.LastPreferred => "account.lastPreferred",
        AccountEvent.CollateralMoved => "collateral.moved",
        AccountEvent.MarginMoved => "margin.moved",
        AccountEvent.OrderPlaced => "order.placed",
        AccountEvent.OrderCancelled => "order.cancelled",
        AccountEvent.OrderCancelRequested => "order.cancelRequested",
        AccountEvent.FillJudged => "fill.judged",
        AccountEvent.Reinstated => "account.reinstated",
        AccountEvent.CallReminded => "call.reminder",
        AccountEvent.CallHeld => "call.held",
        AccountEvent.CallRelapsed => "call.relapsed",
        AccountEvent.CallExtended => "call.extended",
        AccountEvent.CallWaived => "call.waived",
        AccountEvent.LiquidationFeeCharged => "liquidation.feeCharged",
        AccountEvent.WithdrawalHeld => "withdrawal.held",
        AccountEvent.WithdrawalConfirmed => "withdrawal.confirmed",
        AccountEvent.WithdrawalReleased => "withdrawal.released",
        AccountEvent.CreditGranted => "credit.granted",
        AccountEvent.CreditRevoked => "credit.revoked",
        AccountEvent.DebtOpened => "debt.opened",
        AccountEvent.DebtGrown => "debt.grown",
        AccountEvent.DebtReduced => "debt.reduced",
        AccountEvent.DebtOverdue => "debt.overdue",
        AccountEvent.DebtDefaulted => "debt.defaulted",
        _ => throw new UnreachableException($"no name for {e.GetType().Name}"),
    };
}
