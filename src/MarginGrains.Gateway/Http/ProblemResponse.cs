using System.Diagnostics;
using System.Text.Json.Serialization;
using MarginGrains.Core.Accounts;
using MarginGrains.Gateway.Responses;
using Microsoft.AspNetCore.Http;

namespace MarginGrains.Gateway.Http;

/// <summary>RFC 9457 problem details.</summary>
internal sealed record ProblemResponse
{
    public required string Type { get; init; }

    public required string Title { get; init; }

    public required int Status { get; init; }

    public required string Detail { get; init; }

    public required string Instance { get; init; }

    public required string Code { get; init; }

    public required bool Retryable { get; init; }

    public required string TraceId { get; init; }

    public IReadOnlyList<FieldError> Errors { get; init; } = [];

    /// <summary>Every reason against an order.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<RefusalResponse>? Refusals { get; init; }

    /// <summary>What a refused withdrawal could have taken out.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Withdrawable { get; init; }

    /// <summary>The amount that would have been possible.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Limit { get; init; }

    /// <summary>The currency of the amounts above.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Currency { get; init; }

    /// <summary>What became of each price of a batch of which some found no room.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PriceBatchResponse? Prices { get; init; }

    public static ProblemResponse Of(HttpContext context, ProblemKind kind, string detail, int? status = null) => new()
    {
        Type = kind.Type,
        Title = kind.Title,
        Status = status ?? kind.Status,
        Detail = detail,
        Instance = context.Request.Path.ToString(),
        Code = kind.Code,
        Retryable = kind.IsRetryable,
        TraceId = Activity.Current?.TraceId.ToHexString() ?? context.TraceIdentifier,
    };

    /// <summary>The domain's refusal, with the amount that would have been possible.</summary>
    public static ProblemResponse Of(HttpContext context, Refusal refusal)
    {
        var limit = refusal.Limit;
        return Of(context, Problems.Of(refusal.Code), refusal.Detail) with
        {
            Limit = Wire.Amount(limit), Currency = limit?.Currency.Code,
        };
    }
}
