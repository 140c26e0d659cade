using System.Text.Json.Serialization;
using MarginGrains.Core.Accounts;
using MarginGrains.Gateway.Http;

namespace MarginGrains.Gateway.Responses;

/// <summary>A protective stop as it stands.</summary>
internal sealed record StopResponse
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? AccountId { get; init; }

    public required string StopId { get; init; }

    public required string Symbol { get; init; }

    /// <summary>The position it protects: <c>long</c> or <c>short</c>.</summary>
    public required string Side { get; init; }

    public required string Kind { get; init; }

    /// <summary>The most units it closes; null for the whole position.</summary>
    public string? Quantity { get; init; }

    /// <summary>Where it triggers now.</summary>
    public required string Price { get; init; }

    public string? Distance { get; init; }

    public string? Step { get; init; }

    public required bool Isolated { get; init; }

    /// <summary>What the guarantee cost so far, in the account's currency.</summary>
    public string? Premium { get; init; }

    /// <summary><c>waiting</c> for its price, or <c>triggered</c> and closing.</summary>
    public required string State { get; init; }

    public string? TriggeredAt { get; init; }

    /// <summary>The price that reached it.</summary>
    public string? TriggeredBy { get; init; }

    /// <summary>Units still to close once it triggered.</summary>
    public string? Left { get; init; }

    /// <summary>The order that is outstanding.</summary>
    public string? OrderId { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Version { get; init; }

    public static StopResponse Of(ProtectiveStop stop) => new()
    {
        StopId = stop.StopId.Value,
        Symbol = stop.Terms.Symbol.Value,
        Side = stop.Terms.IsLong ? "long" : "short",
        Kind = Words.Of(stop.Terms.Kind),
        Quantity = stop.Quantity?.ToString(),
        Price = stop.Price.ToString(),
        Distance = stop.Terms.Distance?.ToString(),
        Step = stop.Step?.ToString(),
        Isolated = stop.Terms.IsIsolated,
        Premium = Wire.Amount(stop.Premium),
        State = stop.Trigger is null ? "waiting" : "triggered",
        TriggeredAt = Wire.Time(stop.Trigger?.At),
        TriggeredBy = stop.Trigger?.By.ToString(),
        Left = stop.Trigger?.Left.ToString(),
        OrderId = stop.Trigger?.Order?.OrderId.Value,
    };
}

/// <summary>A stop that is gone.</summary>
internal sealed record CancelledStopResponse(string AccountId, string StopId, long Version);
