using MarginGrains.Contracts.Accounts;
using MarginGrains.Core.Scenarios;
using MarginGrains.Gateway.Http;

namespace MarginGrains.Gateway.Responses;

/// <summary>What would become of an account.</summary>
/// <param name="Before">The account as it is.</param>
/// <param name="After">The account as it would be.</param>
/// <param name="Steps">What became of cash and fills.</param>
/// <param name="Events">The events that would be, in order.</param>
/// <param name="Explanation">The tree behind the figures after it; null without a regime in force.</param>
internal sealed record WhatIfResponse(
    MarginResponse Before, MarginResponse After, IReadOnlyList<WhatIfStepResponse> Steps, IReadOnlyList<string> Events,
    ExplanationResponse? Explanation)
{
    public static WhatIfResponse Of(string accountId, WhatIfReply reply) => new(
        MarginResponse.Of(reply.Before!), MarginResponse.Of(reply.After!),
        [
            .. reply.Steps.Select(s => new WhatIfStepResponse(
                s.Field, s.IsApplied, [.. s.Refusals.Select(RefusalResponse.Of)])),
        ],
        reply.Events,
        reply.After!.Explanation is { } explanation
            ? ExplanationResponse.Of(accountId, explanation) with
            {
                Isolated = IsolatedExplanationResponse.Of(reply.After),
            }
            : null);
}

/// <summary>One of the cash movements or fills that were asked about.</summary>
/// <param name="Field">Its place in the request.</param>
/// <param name="Applied">Whether it would be booked.</param>
/// <param name="Refusals">What is against it; of a fill, against its order.</param>
internal sealed record WhatIfStepResponse(string Field, bool Applied, IReadOnlyList<RefusalResponse> Refusals);

/// <summary>A position sized by its risk.</summary>
internal sealed record PositionSizeResponse
{
    public required string AccountId { get; init; }

    public required string Symbol { get; init; }

    public required string Side { get; init; }

    public required string Currency { get; init; }

    public required string Equity { get; init; }

    public required string RiskShare { get; init; }

    /// <summary>What may be lost at the stop.</summary>
    public required string RiskAmount { get; init; }

    public required string EntryPrice { get; init; }

    /// <summary>Null when no price loses as much.</summary>
    public string? StopPrice { get; init; }

    public string? StopDistance { get; init; }

    public required string Quantity { get; init; }

    /// <summary>What the quantity loses at the stop, rounded up.</summary>
    public string? LossAtStop { get; init; }

    /// <summary>What keeps it from being a lot more; null where the quantity was given.</summary>
    public string? BindingLimit { get; init; }

    public required IReadOnlyList<SizeBoundResponse> Limits { get; init; }

    /// <summary>What is against one lot more, where it is not the risk.</summary>
    public required IReadOnlyList<RefusalResponse> Refusals { get; init; }

    public static PositionSizeResponse Of(string accountId, SizeQuestion question, SizeResult result) => new()
    {
        AccountId = accountId,
        Symbol = question.Symbol.Value,
        Side = question.IsLong ? "buy" : "sell",
        Currency = result.Equity.Currency.Code,
        Equity = Wire.Amount(result.Equity),
        RiskShare = question.RiskShare.ToString(),
        RiskAmount = Wire.Amount(result.RiskAmount),
        EntryPrice = result.Entry.ToString(),
        StopPrice = result.Stop?.ToString(),
        StopDistance = result.Distance?.ToString(),
        Quantity = result.Quantity.ToString(),
        LossAtStop = Wire.Amount(result.LossAtStop),
        BindingLimit = result.Binding is { } limit ? Words.Of(limit) : null,
        Limits = [.. result.Bounds.Select(b => new SizeBoundResponse(Words.Of(b.Limit), b.Quantity.ToString()))],
        Refusals = [.. result.Refusals.Select(RefusalResponse.Of)],
    };
}

/// <summary>How many units a limit allows by itself; margin stands for everything but the risk.</summary>
internal sealed record SizeBoundResponse(string Limit, string Quantity);
