using MarginGrains.Core.Instruments;
using MarginGrains.Gateway.Http;

namespace MarginGrains.Gateway.Responses;

/// <summary>The definition of an instrument, in the form in which it is put.</summary>
internal sealed record InstrumentResponse
{
    public required string Symbol { get; init; }

    public required long Version { get; init; }

    public required string AssetClass { get; init; }

    public required string QuoteCurrency { get; init; }

    public string? BaseCurrency { get; init; }

    public required string Contract { get; init; }

    public required string InstrumentClass { get; init; }

    public required string Multiplier { get; init; }

    public required string LotSize { get; init; }

    public required string TickSize { get; init; }

    public string? Calendar { get; init; }

    public SessionMarginResponse? SessionMargin { get; init; }

    public long? MaximumMarkAgeSeconds { get; init; }

    public string? PriceBand { get; init; }

    /// <summary><c>lossless</c> or <c>conflate</c>.</summary>
    public required string Delivery { get; init; }

    public required string State { get; init; }

    public string? StateReason { get; init; }

    public TradeLimitsResponse? Limits { get; init; }

    public required string CommissionRate { get; init; }

    public InstrumentCostsResponse? Costs { get; init; }
    /// <summary>Null where stops are not guaranteed.</summary>
    public GuaranteedStopResponse? GuaranteedStop { get; init; }

    public required IReadOnlyList<MarginTermsResponse> Margin { get; init; }

    public static InstrumentResponse Of(Instrument instrument) => new()
    {
        Symbol = instrument.Symbol.Value,
        Version = instrument.Version,
        AssetClass = Words.Of(instrument.AssetClass),
        QuoteCurrency = instrument.QuoteCurrency.Code,
        BaseCurrency = instrument.BaseCurrency?.Code,
        Contract = Words.Of(instrument.Contract),
        InstrumentClass = Words.Of(instrument.InstrumentClass),
        Multiplier = instrument.Multiplier.ToString(),
        LotSize = instrument.LotSize.ToString(),
        TickSize = instrument.TickSize.ToString(),
        Calendar = instrument.Calendar?.Value,
        SessionMargin = instrument.SessionMargin is { } sessions ? SessionMarginResponse.Of(sessions) : null,
        MaximumMarkAgeSeconds = (long?)instrument.MaximumMarkAge?.TotalSeconds,
        PriceBand = instrument.PriceBand?.ToString(),
        Delivery = Words.Of(instrument.Delivery),
        State = Words.Of(instrument.State),
        StateReason = instrument.StateReason,
        Limits = instrument.TradeLimits is { } limits ? TradeLimitsResponse.Of(limits) : null,
        CommissionRate = instrument.CommissionRate.ToString(),
        Costs = instrument.Costs is { } costs ? InstrumentCostsResponse.Of(costs) : null,
        GuaranteedStop = instrument.GuaranteedStop is { } guaranteed
            ? new(guaranteed.PremiumRate.ToString(), guaranteed.LeastDistance.ToString())
            : null,
        Margin = [.. instrument.Margin.Dated.Select(MarginTermsResponse.Of)],
    };
}

/// <summary>What the hours of the calendar do to the margin terms.</summary>
internal sealed record SessionMarginResponse(
    string Intraday, string Overnight, string Weekend, long LeadTimeSeconds, string? Step, string? StepCurrency)
{
    public static SessionMarginResponse Of(SessionMargin sessions) => new(
        sessions.Intraday.ToString(), sessions.Overnight.ToString(), sessions.Weekend.ToString(),
        (long)sessions.LeadTime.TotalSeconds,
        sessions.Step is { } step ? Wire.Amount(step) : null, sessions.Step?.Currency.Code);
}
/// <summary>On what terms stops are guaranteed.</summary>
internal sealed record GuaranteedStopResponse(string PremiumRate, string LeastDistance);

/// <summary>What is allowed of an instrument besides margin.</summary>
internal sealed record TradeLimitsResponse
{
    public string? MinimumDeal { get; init; }

    public string? MaximumDeal { get; init; }

    public string? MaximumPosition { get; init; }

    public string? MaximumNotional { get; init; }

    public required bool AllowsShort { get; init; }

    public static TradeLimitsResponse Of(TradeLimits limits) => new()
    {
        MinimumDeal = limits.MinimumDeal?.ToString(),
        MaximumDeal = limits.MaximumDeal?.ToString(),
        MaximumPosition = limits.MaximumPosition?.ToString(),
        MaximumNotional = limits.MaximumNotional is { } notional ? Wire.Amount(notional) : null,
        AllowsShort = limits.AllowsShort,
    };
}

/// <summary>What holding an instrument costs over time.</summary>
internal sealed record InstrumentCostsResponse(
    SwapTermsResponse? Swap, FundingTermsResponse? Funding, bool ChargesBorrow, bool SettlesDaily)
{
    public static InstrumentCostsResponse Of(InstrumentCosts costs) => new(
        costs.Swap is { } swap ? new(Words.Of(swap.Mode), swap.ValueDays) : null,
        costs.Funding is { } funding
            ? new((long)funding.Interval.TotalSeconds, funding.CapFactor?.ToString(), funding.MarginFactor.ToString())
            : null,
        costs.ChargesBorrow, costs.SettlesDaily);
}

/// <summary>Overnight swap.</summary>
internal sealed record SwapTermsResponse(string Mode, int ValueDays);

/// <summary>Funding of a perpetual.</summary>
internal sealed record FundingTermsResponse(long IntervalSeconds, string? CapFactor, string MarginFactor);
