using System.Collections.Frozen;
using MarginGrains.Contracts.Calendars;

namespace MarginGrains.Gateway.Events;

/// <summary>
/// The names of events that may be asked for: those of the contract, and those of the journal besides.
/// </summary>
internal static class EventTypes
{
    public static FrozenSet<string> All { get; } = new[]
    {
        "margin.warning", "margin.recovered", "call.opened", "call.increased", "call.reminder", "call.extended",
        "call.met",
        "call.cancelled", "call.expired", "liquidation.started", "liquidation.orderRequested",
        "liquidation.orderFilled",
        "liquidation.orderRejected", "liquidation.completed", "liquidation.paused", "liquidation.resumed",
        "account.restricted", "account.reinstated", "account.deficit", "account.deficitRepaid", "account.compensated",
        "account.incident", "account.opened", "account.settled", "transfer.booked", "fill.booked", "claim.confirmed",
        "balances.converted", "stop.triggered", "topUp.requested", "topUp.completed", "price.stale", "price.resumed",
        "regime.activated",
        "instrument.marginChanged", "account.classChanged", "account.lastPreferred", "collateral.moved", "margin.moved",
        "order.placed", "order.cancelled", "order.cancelRequested", "fill.judged", "call.held", "call.relapsed",
        "call.waived", "liquidation.feeCharged",
        "withdrawal.held", "withdrawal.confirmed", "withdrawal.released",
        "credit.granted", "credit.revoked",
        "topUp.sourcesSet", "topUp.exhausted", "topUp.rearmed", "topUp.given", "topUp.delivered",
        "debt.opened", "debt.grown", "debt.reduced", "debt.overdue", "debt.defaulted",
        "costs.accrued", "costs.charged", "pnl.settled", "position.split", "dividend.booked",
        "stop.placed", "stop.cancelled", "stop.moved", "stop.orderRequested", "stop.orderFilled", "stop.orderRejected",
        "stop.guaranteed",
        MarketEvents.Opened, MarketEvents.Closed,
    }.ToFrozenSet(StringComparer.Ordinal);
}
