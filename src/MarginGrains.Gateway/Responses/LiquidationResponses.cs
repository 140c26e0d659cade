using System.Text.Json.Serialization;
using MarginGrains.Contracts.Monitors;
using MarginGrains.Core.Liquidation;
using MarginGrains.Gateway.Http;

namespace MarginGrains.Gateway.Responses;

/// <summary>A running liquidation.</summary>
internal sealed record LiquidationResponse
{
    public required string LiquidationId { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? AccountId { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? RegimeId { get; init; }

    /// <summary><c>running</c> or <c>waiting</c>.</summary>
    public required string State { get; init; }

    public required string Reason { get; init; }

    /// <summary>The rule whose call was not cured, or null.</summary>
    public string? CallRule { get; init; }

    /// <summary>The isolated position that it reduces; null for what all positions share.</summary>
    public string? Isolated { get; init; }

    public string? StartedAt { get; init; }

    /// <summary>What is left of a call that payment lifts, before the first order; null otherwise.</summary>
    public string? Outstanding { get; init; }

    public string? WaitingFor { get; init; }

    /// <summary>Not before this instant is the next round of orders; null when at once.</summary>
    public string? NotBefore { get; init; }

    public required int OrdersOutstanding { get; init; }

    public static LiquidationResponse Of(LiquidationState state) => new()
    {
        LiquidationId = state.LiquidationId,
        State = state.WaitingFor is null ? "running" : "waiting",
        Reason = Words.Of(state.Reason),
        CallRule = state.CallRule,
        Isolated = state.Bucket?.Value,
        StartedAt = Wire.Time(state.StartedAt),
        Outstanding = state.HasOrdered ? null : Wire.Amount(state.Outstanding),
        WaitingFor = state.WaitingFor is null ? null : Waiting(state.WaitingFor),
        NotBefore = Wire.Time(state.RetryAt ?? (state.HasOrdered ? null : state.StartsAt)),
        OrdersOutstanding = state.Orders.Length,
    };

    /// <summary>One row of the list over all accounts.</summary>
    public static LiquidationResponse Of(RunningLiquidation running) => Of(running.Liquidation) with
    {
        AccountId = running.AccountId, RegimeId = running.RegimeId,
    };

    /// <summary>A code in the form of the API; a sentence as it is.</summary>
    public static string Waiting(string what) =>
        what.Contains(' ', StringComparison.Ordinal) ? what : Words.Camel(what);
}

/// <summary>A liquidation from its start on, as the account's journal has it.</summary>
internal sealed record LiquidationDetailResponse
{
    public required string LiquidationId { get; init; }

    public required string AccountId { get; init; }

    /// <summary><c>running</c>, <c>waiting</c> or <c>completed</c>.</summary>
    public required string State { get; init; }

    public required string Reason { get; init; }

    public string? CallRule { get; init; }

    public string? Isolated { get; init; }

    public string? StartedAt { get; init; }

    public string? WaitingFor { get; init; }

    public string? EndedAt { get; init; }

    /// <summary>Whether the target was reached; false when nothing was held any more, null while it runs.</summary>
    public bool? TargetReached { get; init; }

    /// <summary>The fees charged so far, by currency.</summary>
    public required IReadOnlyDictionary<string, string> Fees { get; init; }

    public required IReadOnlyList<LiquidationOrderResponse> Orders { get; init; }

    /// <summary>Where the numbers it was started on are explained.</summary>
    public required string Explain { get; init; }
}

/// <summary>An order of a liquidation.</summary>
internal sealed record LiquidationOrderResponse
{
    public required string OrderId { get; init; }

    public required string Symbol { get; init; }

    public required string Side { get; init; }

    public required string Quantity { get; init; }

    public required string Filled { get; init; }

    public required string Mark { get; init; }

    /// <summary>The worst price at which it may execute; null for any.</summary>
    public string? Limit { get; init; }

    public string? RequestedAt { get; init; }

    /// <summary><c>open</c>, <c>filled</c> or <c>ended</c>.</summary>
    public required string State { get; init; }

    /// <summary>Why this position, and why so much of it.</summary>
    public required string Why { get; init; }

    /// <summary>The venue's words when it ended without (more) execution.</summary>
    public string? EndReason { get; init; }

    public required IReadOnlyList<LiquidationFillResponse> Fills { get; init; }
}

/// <summary>An execution of a liquidation order.</summary>
internal sealed record LiquidationFillResponse(
    string ExecutionId, string Side, string Quantity, string Price, string Fee, string RealizedPnl, string Currency,
    string? Time);
