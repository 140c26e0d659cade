using System.Diagnostics;
using System.Text.Json.Nodes;
using MarginGrains.Core.Accounts;
using MarginGrains.Core.Primitives;
using MarginGrains.Gateway.Http;

namespace MarginGrains.Gateway.Events;

/// <summary>The fields of each type of event. A type without an entry fails a test.</summary>
internal static partial class EventFields
{
    public static JsonObject Of(AccountEvent e) => e switch
    {
        AccountEvent.Opened opened => new()
        {
            ["regimeId"] = opened.RegimeId.Value,
            ["currency"] = opened.Currency.Code,
            ["clientClass"] = Words.Of(opened.ClientClass),
        },
        AccountEvent.TransferBooked transfer => Money(transfer.Amount, new()
        {
            ["transferId"] = transfer.TransferId.Value,
            ["transferType"] = Words.Of(transfer.Kind),
            ["credited"] = Wire.Amount(transfer.Credited),
        }),
        AccountEvent.FillBooked fill => Filled(fill.Fill, fill.RealizedPnl, new()
        {
            ["fillId"] = fill.FillId.Value, ["orderId"] = fill.OrderId?.Value,
            ["executedAt"] = Wire.Time(fill.ExecutedAt),
            ["effect"] = Words.Of(fill.Fill.Effect),
            ["isolated"] = fill.Fill.IsIsolated,
            ["addsRisk"] = fill.AddsRisk,
            ["setAside"] = Wire.Amount(fill.SetAside),
            ["financing"] = Wire.Amount(fill.Financing),
            ["settlesAt"] = Wire.Time(fill.SettlesAt),
        }),
        AccountEvent.IncidentRaised incident => new() { ["code"] = incident.Code, ["detail"] = incident.Detail },
        AccountEvent.Restricted restricted => new()
        {
            ["reason"] = restricted.Reason, ["until"] = Wire.Time(restricted.Until),
        },
        AccountEvent.WarningRaised { Switch: { } ahead } warning => new()
        {
            ["notice"] = warning.IsNotice,
            ["cause"] = "session",
            ["switchAt"] = Wire.Time(ahead.At),
            ["initialMargin"] = Wire.Amount(ahead.Figures.InitialMargin),
            ["maintenanceMargin"] = Wire.Amount(ahead.Figures.MaintenanceMargin),
            ["usedMargin"] = Wire.Amount(ahead.Figures.UsedMargin),
            ["excessLiquidity"] = Wire.Amount(ahead.Figures.ExcessLiquidity),
            ["freeMargin"] = Wire.Amount(ahead.Figures.FreeMargin),
            ["currency"] = ahead.Figures.Currency.Code,
            ["isolated"] = ahead.Bucket?.Value,
        },
        AccountEvent.WarningRaised warning => new() { ["notice"] = warning.IsNotice },
        AccountEvent.WarningCleared or AccountEvent.FillJudged => [],
        AccountEvent.SettlementJudged judged => new() { ["settlement"] = Wire.Time(judged.Settlement) },
        AccountEvent.CallOpened or AccountEvent.CallIncreased or AccountEvent.CallMet or AccountEvent.CallExpired
            or AccountEvent.CallCancelled or AccountEvent.CallReminded or AccountEvent.CallHeld
            or AccountEvent.CallRelapsed or AccountEvent.CallExtended or AccountEvent.CallWaived => Call(e),
        AccountEvent.ClassChanged changed => new() { ["from"] = Words.Of(changed.From), ["to"] = Words.Of(changed.To) },
        AccountEvent.LastPreferred last => new() { ["symbols"] = string.Join(", ", last.Symbols.Select(s => s.Value)) },
        AccountEvent.CollateralMoved moved => new()
        {
            ["transferId"] = moved.TransferId.Value,
            ["direction"] = moved.Quantity.IsLong ? "in" : "out",
            ["symbol"] = moved.Symbol.Value,
            ["quantity"] = moved.Quantity.Absolute.ToString(),
        },
        AccountEvent.MarginMoved moved => Money(moved.Amount.IsNegative ? -moved.Amount : moved.Amount, new()
        {
            ["transferId"] = moved.TransferId.Value,
            ["direction"] = moved.Amount.IsNegative ? "out" : "in",
            ["symbol"] = moved.Symbol.Value,
        }),
        AccountEvent.OrderPlaced { Order: var order } => new()
        {
            ["orderId"] = order.OrderId.Value,
            ["symbol"] = order.Symbol.Value,
            ["side"] = SideOf(order.Quantity),
            ["quantity"] = order.Quantity.Absolute.ToString(),
            ["price"] = order.Price?.ToString(),
        },
        AccountEvent.OrderCancelled cancelled => new() { ["orderId"] = cancelled.OrderId.Value },
        AccountEvent.OrderCancelRequested cancelled => new()
        {
            ["orderId"] = cancelled.OrderId.Value, ["reason"] = cancelled.Reason,
        },
        AccountEvent.Reinstated reinstated => new() { ["by"] = reinstated.By, ["reason"] = reinstated.Reason },
        AccountEvent.LiquidationFeeCharged fee => Money(-fee.Claim.Amount, new()
        {
            ["orderId"] = fee.OrderId.Value, ["claimId"] = fee.Claim.ClaimId, ["isolated"] = fee.Bucket?.Value,
        }),
        AccountEvent.DeficitRecorded deficit => Money(deficit.Amount, new()
        {
            ["treatment"] = deficit.IsWrittenOff ? "writtenOff" : "debt", ["isolated"] = deficit.Bucket?.Value,
        }),
        AccountEvent.BalancesConverted converted => Money(converted.To, new()
        {
            ["from"] = string.Join(", ", converted.From), ["isolated"] = converted.Bucket?.Value,
        }),
        AccountEvent.Compensated compensated => Money(compensated.Claim.Amount, new()
        {
            ["claimId"] = compensated.Claim.ClaimId,
            ["account"] = compensated.Account,
            ["isolated"] = compensated.Bucket?.Value,
        }),
        AccountEvent.CostsAccrued or AccountEvent.CostsCharged or AccountEvent.PnlSettled or AccountEvent.SplitApplied
            or AccountEvent.DividendBooked => CostFields.Of(e),
        AccountEvent.ClaimConfirmed confirmed => new() { ["claimId"] = confirmed.ClaimId },
        _ => OfMoney(e) ?? Stop(e) ?? Liquidation(e),
    };

    private static JsonObject Call(AccountEvent e) => e switch
    {
        AccountEvent.CallOpened { Call: var call } => new()
        {
            ["callId"] = call.CallId,
            ["rule"] = call.Rule,
            ["amountDue"] = Wire.Amount(call.AmountDue),
            ["amountToInitial"] = Wire.Amount(call.AmountToInitial),
            ["currency"] = call.AmountDue.Currency.Code,
            ["basis"] = Words.Of(call.Basis),
            ["issuedAt"] = Wire.Time(call.IssuedAt),
            ["dueAt"] = Wire.Time(call.DueAt),
            ["dueRule"] = call.DueRule,
        },
        AccountEvent.CallIncreased increased => new()
        {
            ["callId"] = increased.CallId,
            ["amountNeeded"] = Wire.Amount(increased.AmountNeeded),
            ["amountToInitial"] = Wire.Amount(increased.AmountToInitial),
            ["currency"] = increased.AmountNeeded.Currency.Code,
        },
        AccountEvent.CallReminded reminded => new()
        {
            ["callId"] = reminded.CallId,
            ["number"] = reminded.Number,
            ["outstanding"] = Wire.Amount(reminded.Outstanding),
            ["currency"] = reminded.Outstanding.Currency.Code,
        },
        AccountEvent.CallHeld held => new() { ["callId"] = held.CallId },
        AccountEvent.CallRelapsed relapsed => new()
        {
            ["callId"] = relapsed.CallId, ["dueAt"] = Wire.Time(relapsed.DueAt), ["dueRule"] = relapsed.DueRule,
        },
        AccountEvent.CallExtended extended => new()
        {
            ["callId"] = extended.CallId,
            ["dueAt"] = Wire.Time(extended.DueAt),
            ["by"] = extended.Act.By,
            ["reason"] = extended.Act.Reason,
        },
        AccountEvent.CallWaived waived => new()
        {
            ["callId"] = waived.CallId,
            ["by"] = waived.Act.By,
            ["reason"] = waived.Act.Reason,
            ["approvedBy"] = waived.ApprovedBy,
        },
        AccountEvent.CallMet met => new() { ["callId"] = met.CallId, ["how"] = Words.Of(met.Cure) },
        AccountEvent.CallExpired expired => new() { ["callId"] = expired.CallId },
        AccountEvent.CallCancelled cancelled => new() { ["callId"] = cancelled.CallId, ["reason"] = cancelled.Reason },
        _ => throw new UnreachableException($"no fields for {e.GetType().Name}"),
    };

    private static JsonObject Liquidation(AccountEvent e) => e switch
    {
        AccountEvent.LiquidationStarted started => new()
        {
            ["liquidationId"] = started.LiquidationId,
            ["reason"] = Words.Of(started.Reason),
            ["callRule"] = started.CallRule,
            ["isolated"] = started.Bucket?.Value,
            ["outstanding"] = Wire.Amount(started.Outstanding),
            ["startsAt"] = Wire.Time(started.StartsAt),
        },
        AccountEvent.LiquidationOrdered { Order: var order } ordered => new()
        {
            ["liquidationId"] = ordered.LiquidationId,
            ["orderId"] = order.OrderId.Value,
            ["symbol"] = order.Symbol.Value,
            ["side"] = SideOf(order.Quantity),
            ["quantity"] = order.Quantity.Absolute.ToString(),
            ["mark"] = order.Mark.ToString(),
            ["limit"] = order.Limit?.ToString(),
            ["why"] = ordered.Why,
        },
        AccountEvent.LiquidationFilled filled => Filled(filled.Fill, filled.RealizedPnl, new()
        {
            ["executionId"] = filled.ExecutionId.Value,
            ["orderId"] = filled.OrderId.Value,
            ["final"] = filled.IsFinal,
            ["retryAt"] = Wire.Time(filled.RetryAt),
        }),
        AccountEvent.LiquidationOrderEnded ended => new()
        {
            ["executionId"] = ended.ExecutionId.Value,
            ["orderId"] = ended.OrderId.Value,
            ["reason"] = ended.Reason,
            ["retryAt"] = Wire.Time(ended.RetryAt),
        },
        AccountEvent.LiquidationPaused paused => new()
        {
            ["liquidationId"] = paused.LiquidationId,
            ["reason"] = Responses.LiquidationResponse.Waiting(paused.WaitingFor),
        },
        AccountEvent.LiquidationResumed resumed => new() { ["liquidationId"] = resumed.LiquidationId },
        AccountEvent.LiquidationCompleted completed => new()
        {
            ["liquidationId"] = completed.LiquidationId, ["targetReached"] = completed.TargetReached,
        },
        _ => throw new UnreachableException($"no fields for {e.GetType().Name}"),
    };

    private static JsonObject Filled(Core.Positions.Fill fill, Money realized, JsonObject fields)
    {
        fields["symbol"] = fill.Symbol.Value;
        fields["side"] = SideOf(fill.Quantity);
        fields["quantity"] = fill.Quantity.Absolute.ToString();
        fields["price"] = fill.Price.ToString();
        fields["fee"] = Wire.Amount(fill.Fee);
        fields["realizedPnl"] = Wire.Amount(realized);
        fields["currency"] = realized.Currency.Code;
        return fields;
    }

    private static JsonObject Money(Money amount, JsonObject fields)
    {
        fields["amount"] = Wire.Amount(amount);
        fields["currency"] = amount.Currency.Code;
        return fields;
    }

    private static string SideOf(Quantity quantity) => quantity.IsLong ? "buy" : "sell";
}
