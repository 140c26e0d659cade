using System.Text.Json.Serialization;
using MarginGrains.Core.Accounts;
using MarginGrains.Core.Positions;
using MarginGrains.Gateway.Http;

namespace MarginGrains.Gateway.Responses;

/// <summary>Whether an order may be placed.</summary>
/// <param name="Allowed">Whether it may.</param>
/// <param name="Refusals">Every reason against it.</param>
/// <param name="Before">Figures as they are.</param>
/// <param name="After">Figures as they would be after it fills.</param>
/// <param name="LargestQuantity">The most units in this direction that would be allowed; null when unpriced.</param>
/// <param name="Leverage">Σ notional of what is margined ÷ equity after it; null without positive equity.</param>
/// <param name="LeverageCap">The largest leverage of the client for this instrument, or null.</param>
internal sealed record OrderCheckResponse(
    bool Allowed, IReadOnlyList<RefusalResponse> Refusals, FiguresResponse Before, FiguresResponse After,
    string? LargestQuantity, string? Leverage, string? LeverageCap);

/// <summary>One reason against an order.</summary>
internal sealed record RefusalResponse(string Code, string Detail, string? Limit, string? Currency)
{
    public static RefusalResponse Of(Refusal refusal) => new(
        Problems.Of(refusal.Code).Code, refusal.Detail, Wire.Amount(refusal.Limit), refusal.Limit?.Currency.Code);
}

/// <summary>A working order: units still open, and its limit or null for the mark.</summary>
internal sealed record WorkingOrderResponse
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? AccountId { get; init; }

    public required string OrderId { get; init; }

    public required string Symbol { get; init; }

    public required string Side { get; init; }

    public required string Quantity { get; init; }

    public string? Price { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Version { get; init; }

    public static WorkingOrderResponse Of(WorkingOrder order) => new()
    {
        OrderId = order.OrderId.Value,
        Symbol = order.Symbol.Value,
        Side = order.Quantity.IsLong ? "buy" : "sell",
        Quantity = order.Quantity.Absolute.ToString(),
        Price = order.Price?.ToString(),
    };
}

/// <summary>An order that no longer works.</summary>
internal sealed record CancelledOrderResponse(string AccountId, string OrderId, long Version);
