using MarginGrains.Contracts.Scenarios;
using MarginGrains.Core.Scenarios;
using MarginGrains.Gateway.Http;

namespace MarginGrains.Gateway.Responses;

/// <summary>What a draft would do to the book.</summary>
internal sealed record ImpactResponse
{
    /// <summary>The instant at which accounts were judged.</summary>
    public required string? EffectiveAt { get; init; }

    public required long Accounts { get; init; }

    public required long Concerned { get; init; }

    public required long Unpriced { get; init; }

    public required long Called { get; init; }

    public required long Liquidated { get; init; }

    public required long Restricted { get; init; }

    /// <summary>To how many of them the same would happen without the draft.</summary>
    public required long AlsoWithout { get; init; }

    public required IReadOnlyDictionary<string, string> AmountDue { get; init; }

    public required IReadOnlyDictionary<string, string> Shortfall { get; init; }

    public required IReadOnlyList<RatioRangeResponse> Ratios { get; init; }

    public required long WithoutRatio { get; init; }

    /// <summary>The gravest first.</summary>
    public required IReadOnlyList<AccountImpactResponse> Data { get; init; }

    public static ImpactResponse Of(ImpactView view) => new()
    {
        EffectiveAt = Wire.Time(view.JudgedAt),
        Accounts = view.Accounts,
        Concerned = view.Concerned,
        Unpriced = view.Unpriced,
        Called = view.Called,
        Liquidated = view.Liquidated,
        Restricted = view.Restricted,
        AlsoWithout = view.AlsoWithout,
        AmountDue = Wire.ByCurrency(view.AmountDue),
        Shortfall = Wire.ByCurrency(view.Shortfall),
        Ratios = [.. view.Ratios.Select(RatioRangeResponse.Of)],
        WithoutRatio = view.WithoutRatio,
        Data = [.. view.Named.Select(AccountImpactResponse.Of)],
    };
}

/// <summary>What a draft would do to an account.</summary>
internal sealed record AccountImpactResponse(
    string AccountId, string RegimeId, bool Called, bool Liquidated, bool Restricted, bool AlsoWithout,
    string Currency, string AmountDue, string Shortfall, string? RatioBeforePercent, string? RatioPercent)
{
    public static AccountImpactResponse Of(AccountImpact impact) => new(
        impact.AccountId.Value, impact.RegimeId.Value, impact.IsCalled, impact.IsLiquidated, impact.IsRestricted,
        impact.AlsoWithout, impact.AmountDue.Currency.Code, Wire.Amount(impact.AmountDue),
        Wire.Amount(impact.Shortfall), Wire.Percent(impact.RatioBefore), Wire.Percent(impact.Ratio));
}

/// <summary>How many accounts have a ratio of a range; null is without an end.</summary>
internal sealed record RatioRangeResponse(string? FromPercent, string? ToPercent, long Accounts)
{
    public static RatioRangeResponse Of(RatioRange range) =>
        new(Wire.Percent(range.From), Wire.Percent(range.To), range.Accounts);
}

/// <summary>A stress test and, when it is done, its report.</summary>
internal sealed record StressTestResponse
{
    public required string Id { get; init; }

    public required string State { get; init; }

    public string? AskedAt { get; init; }

    public required StressProgressResponse Progress { get; init; }

    /// <summary>One per scenario, in their order; null until it is done.</summary>
    public IReadOnlyList<StressScenarioResponse>? Scenarios { get; init; }

    public static StressTestResponse Of(string id, ScenarioView? view) => new()
    {
        Id = id,
        State = Words.Of(view?.State ?? ScenarioState.Running),
        AskedAt = Wire.Time(view?.AskedAt),
        Progress = new(view?.Done ?? 0, view?.Total, view?.Scenario, view?.Round ?? 0),
        Scenarios = view is { State: ScenarioState.Done }
            ? [.. view.Stress.Select(StressScenarioResponse.Of)]
            : null,
    };
}

/// <summary>How far it is; of a cascade accounts count in each round.</summary>
internal sealed record StressProgressResponse(long Accounts, long? Total, string? Scenario, int Round);

/// <summary>What a scenario does to the book.</summary>
internal sealed record StressScenarioResponse
{
    public required string Name { get; init; }

    public required long Accounts { get; init; }

    public required long Unpriced { get; init; }

    public required long Called { get; init; }

    public required long Liquidated { get; init; }

    /// <summary>Protective stops that trigger.</summary>
    public required long StopsTriggered { get; init; }

    public required long Deficits { get; init; }

    public required IReadOnlyDictionary<string, string> AmountDue { get; init; }

    public required IReadOnlyDictionary<string, string> Deficit { get; init; }

    public required IReadOnlyDictionary<string, string> InsuranceFundUse { get; init; }

    public required int Rounds { get; init; }

    /// <summary>Whether the cascade was broken off at its limit of rounds.</summary>
    public required bool BrokenOff { get; init; }

    public required long OpenOrders { get; init; }

    public required long Executions { get; init; }

    public required long Waiting { get; init; }

    public required IReadOnlyList<CascadedPriceResponse> MovedPrices { get; init; }

    /// <summary>Instruments that liquidations traded without a depth in the scenario: their prices stayed.</summary>
    public required IReadOnlyList<string> WithoutDepth { get; init; }

    public required IReadOnlyList<RatioRangeResponse> Ratios { get; init; }

    public required long WithoutRatio { get; init; }

    /// <summary>The worst first.</summary>
    public required IReadOnlyList<StressedAccountResponse> Worst { get; init; }

    public static StressScenarioResponse Of(StressView view) => new()
    {
        Name = view.Scenario,
        Accounts = view.Accounts,
        Unpriced = view.Unpriced,
        Called = view.Called,
        Liquidated = view.Liquidated,
        StopsTriggered = view.StopsTriggered,
        Deficits = view.Deficits,
        AmountDue = Wire.ByCurrency(view.AmountDue),
        Deficit = Wire.ByCurrency(view.Deficit),
        InsuranceFundUse = Wire.ByCurrency(view.FundUse),
        Rounds = view.Rounds,
        BrokenOff = view.IsBrokenOff,
        OpenOrders = view.OpenOrders,
        Executions = view.Executions,
        Waiting = view.Waiting,
        MovedPrices =
        [
            .. view.Moved.Select(m => new CascadedPriceResponse(m.Symbol.Value, m.From.ToString(), m.To.ToString())),
        ],
        WithoutDepth = [.. view.WithoutDepth.Select(s => s.Value)],
        Ratios = [.. view.Ratios.Select(RatioRangeResponse.Of)],
        WithoutRatio = view.WithoutRatio,
        Worst = [.. view.Worst.Select(StressedAccountResponse.Of)],
    };
}

/// <summary>A price that liquidations moved.</summary>
internal sealed record CascadedPriceResponse(string Symbol, string From, string To);

/// <summary>What a scenario does to an account.</summary>
internal sealed record StressedAccountResponse(
    string AccountId, bool Called, bool Liquidated, string Currency, string? Equity, string AmountDue, string Deficit,
    string InsuranceFundUse, string? RatioPercent)
{
    public static StressedAccountResponse Of(StressOutcome outcome) => new(
        outcome.AccountId.Value, outcome.IsCalled, outcome.IsLiquidated, outcome.AmountDue.Currency.Code,
        Wire.Amount(outcome.Equity), Wire.Amount(outcome.AmountDue), Wire.Amount(outcome.Deficit),
        Wire.Amount(outcome.FundUse), Wire.Percent(outcome.Ratio));
}
