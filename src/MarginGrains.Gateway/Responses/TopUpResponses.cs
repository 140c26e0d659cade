using MarginGrains.Core.Accounts;
using MarginGrains.Gateway.Http;

namespace MarginGrains.Gateway.Responses;

/// <summary>From where an account is topped up, and what is under way.</summary>
internal sealed record TopUpSourcesResponse
{
    public required string AccountId { get; init; }

    public required string Currency { get; init; }

    /// <summary>Null before anybody said anything.</summary>
    public TopUpConsentResponse? Consent { get; init; }

    public required IReadOnlyList<TopUpSourceResponse> Sources { get; init; }

    /// <summary>The source that is being asked.</summary>
    public TopUpRequestResponse? Pending { get; init; }

    /// <summary>Whether all sources together gave too little; none is asked again before the line was clear.</summary>
    public required bool Exhausted { get; init; }

    public required long Version { get; init; }

    public static TopUpSourcesResponse Of(Account account, DateTimeOffset now) => new()
    {
        AccountId = account.Id.Value,
        Currency = account.Currency.Code,
        Consent = account.TopUp is { Consent: var c } ? new(c.IsGiven, c.By, Wire.Time(c.At)) : null,
        Sources = account.TopUp is { } state
            ? [.. state.Sources.Select(s => TopUpSourceResponse.Of(s, state, now))]
            : [],
        Pending = TopUpRequestResponse.Of(account.TopUp?.Pending),
        Exhausted = account.TopUp?.IsExhausted ?? false,
        Version = account.Sequence,
    };
}

/// <summary>What the client agreed to.</summary>
internal sealed record TopUpConsentResponse(bool Given, string By, string? At);

/// <summary>A source with the most of a day and what is left of it.</summary>
internal sealed record TopUpSourceResponse(string AccountId, string? DailyCap, string? LeftToday)
{
    public static TopUpSourceResponse Of(TopUpSource source, TopUpState state, DateTimeOffset now) => new(
        source.AccountId.Value, Wire.Amount(source.DailyCap),
        Wire.Amount(state.Left(source, DateOnly.FromDateTime(now.UtcDateTime))));
}

/// <summary>A source that was asked and has not answered.</summary>
internal sealed record TopUpRequestResponse(
    string TransferId, string Source, string Amount, string Currency, string? AskedAt)
{
    public static TopUpRequestResponse? Of(TopUpRequest? request) => request is null ? null : new(
        request.TransferId, request.Source.Value, Wire.Amount(request.Amount), request.Amount.Currency.Code,
        Wire.Time(request.AskedAt));
}

/// <summary>Money on its way to another account.</summary>
internal sealed record OutgoingTransferResponse(
    string TransferId, string To, string Amount, string Currency, string? SentAt)
{
    public static OutgoingTransferResponse Of(OutgoingTransfer sent) => new(
        sent.TransferId, sent.To.Value, Wire.Amount(sent.Amount), sent.Amount.Currency.Code, Wire.Time(sent.SentAt));
}

/// <summary>What would be taken from where, were the sources asked now.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="Currency">Of all amounts.</param>
/// <param name="LineCrossed">Whether the line that asks the sources is crossed.</param>
/// <param name="WouldAsk">Whether they would be asked: with consent, none under way, none exhausted.</param>
/// <param name="Needed">What is needed.</param>
/// <param name="Covered">What the sources would give.</param>
/// <param name="Missing">What would be missing then.</param>
/// <param name="Takes">The sources in order.</param>
internal sealed record TopUpDryRunResponse(
    string AccountId, string Currency, bool LineCrossed, bool WouldAsk, string Needed, string Covered, string Missing,
    IReadOnlyList<TopUpTakeResponse> Takes);

/// <summary>What one source would be asked for and give.</summary>
internal sealed record TopUpTakeResponse(string AccountId, string Asked, string Gives, string Reason);

/// <summary>How a regime tops accounts up.</summary>
internal sealed record TopUpRuleResponse(RegimeLineResponse? Line, bool StopOutWaits)
{
    public static TopUpRuleResponse? Of(Core.Regimes.TopUpRule? rule) =>
        rule is null ? null : new(RegimeLineResponse.Of(rule.Line), rule.StopOutWaits);
}
