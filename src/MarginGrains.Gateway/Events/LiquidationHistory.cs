using System.Collections.Immutable;
using System.Globalization;
using MarginGrains.Contracts.Journal;
using MarginGrains.Core.Accounts;
using MarginGrains.Core.Liquidation;
using MarginGrains.Core.Primitives;
using MarginGrains.Gateway.Http;
using MarginGrains.Gateway.Responses;

namespace MarginGrains.Gateway.Events;

/// <summary>One liquidation with its orders and their executions, as the account's journal has them.</summary>
internal sealed class LiquidationHistory
{
    private readonly Dictionary<OrderId, Entry> orders = [];
    private AccountEvent.LiquidationStarted? started;
    private AccountEvent.LiquidationCompleted? completed;
    private ImmutableArray<Money> fees = [];
    private string? waitingFor;

    /// <summary>Null when the account never had a liquidation of this id.</summary>
    public static async Task<LiquidationDetailResponse?> ReadAsync(
        IJournalGrain journal, string accountId, string liquidationId)
    {
        var history = new LiquidationHistory();
        await foreach (var step in AccountHistory.ReadAsync(journal, accountId))
        {
            history.Take(step.Event, liquidationId);
        }

        return history.started is { } start ? history.Answer(accountId, start) : null;
    }

    private void Take(AccountEvent e, string liquidationId)
    {
        switch (e)
        {
            case AccountEvent.LiquidationStarted begun when begun.LiquidationId == liquidationId:
                started = begun;
                break;
            case AccountEvent.LiquidationOrdered ordered when ordered.LiquidationId == liquidationId:
                orders[ordered.Order.OrderId] = new(ordered.Order, ordered.Why);
                break;
            case AccountEvent.LiquidationPaused paused when paused.LiquidationId == liquidationId:
                waitingFor = LiquidationResponse.Waiting(paused.WaitingFor);
                break;
            case AccountEvent.LiquidationResumed resumed when resumed.LiquidationId == liquidationId:
                waitingFor = null;
                break;
            case AccountEvent.LiquidationCompleted done when done.LiquidationId == liquidationId:
                (completed, waitingFor) = (done, null);
                break;
            case AccountEvent.LiquidationFilled filled when orders.TryGetValue(filled.OrderId, out var order):
                order.Take(filled);
                break;
            case AccountEvent.LiquidationOrderEnded ended when orders.TryGetValue(ended.OrderId, out var order):
                order.EndReason = ended.Reason;
                break;
            case AccountEvent.LiquidationFeeCharged fee when orders.ContainsKey(fee.OrderId):
                fees = MoneySet.Add(fees, -fee.Claim.Amount);
                break;
        }
    }

    private LiquidationDetailResponse Answer(string accountId, AccountEvent.LiquidationStarted start) => new()
    {
        LiquidationId = start.LiquidationId,
        AccountId = accountId,
        State = completed is not null ? "completed" : waitingFor is null ? "running" : "waiting",
        Reason = Words.Of(start.Reason),
        CallRule = start.CallRule,
        Isolated = start.Bucket?.Value,
        StartedAt = Wire.Time(start.Time),
        WaitingFor = waitingFor,
        EndedAt = Wire.Time(completed?.Time),
        TargetReached = completed?.TargetReached,
        Fees = Wire.ByCurrency(fees),
        Orders = [.. orders.Values.Select(o => o.Answer())],
        Explain = string.Create(CultureInfo.InvariantCulture,
            $"/v1/accounts/{accountId}/margin/explain?accountSequence={start.Sequence}"),
    };

    private sealed class Entry(LiquidationOrder order, string why)
    {
        private readonly List<LiquidationFillResponse> fills = [];
        private Quantity filled;
        private bool isFinal;

        public string? EndReason { get; set; }

        public void Take(AccountEvent.LiquidationFilled execution)
        {
            var fill = execution.Fill;
            if (fill.Symbol == order.Symbol) filled += fill.Quantity;
            isFinal |= execution.IsFinal;
            fills.Add(new(
                execution.ExecutionId.Value, SideOf(fill.Quantity), fill.Quantity.Absolute.ToString(),
                fill.Price.ToString(), Wire.Amount(fill.Fee), Wire.Amount(execution.RealizedPnl),
                execution.RealizedPnl.Currency.Code, Wire.Time(execution.Time)));
        }

        public LiquidationOrderResponse Answer() => new()
        {
            OrderId = order.OrderId.Value,
            Symbol = order.Symbol.Value,
            Side = SideOf(order.Quantity),
            Quantity = order.Quantity.Absolute.ToString(),
            Filled = filled.Absolute.ToString(),
            Mark = order.Mark.ToString(),
            Limit = order.Limit?.ToString(),
            RequestedAt = Wire.Time(order.RequestedAt),
            State = EndReason is not null ? "ended" : isFinal ? "filled" : "open",
            Why = why,
            EndReason = EndReason,
            Fills = fills,
        };

        private static string SideOf(Quantity quantity) => quantity.IsLong ? "buy" : "sell";
    }
}
