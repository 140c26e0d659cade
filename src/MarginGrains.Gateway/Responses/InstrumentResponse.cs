using System.Text.Json.Serialization;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Primitives;
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

    public required string Multiplier { get; init; }

    public required string LotSize { get; init; }

    public required string TickSize { get; init; }

    public long? MaximumMarkAgeSeconds { get; init; }

    public string? PriceBand { get; init; }

    public required IReadOnlyList<MarginTermsResponse> Margin { get; init; }

    public static InstrumentResponse Of(Instrument instrument) => new()
    {
        Symbol = instrument.Symbol.Value,
        Version = instrument.Version,
        AssetClass = Words.Of(instrument.AssetClass),
        QuoteCurrency = instrument.QuoteCurrency.Code,
        BaseCurrency = instrument.BaseCurrency?.Code,
        Multiplier = instrument.Multiplier.ToString(),
        LotSize = instrument.LotSize.ToString(),
        TickSize = instrument.TickSize.ToString(),
        MaximumMarkAgeSeconds = (long?)instrument.MaximumMarkAge?.TotalSeconds,
        PriceBand = instrument.PriceBand?.ToString(),
        Margin = [.. instrument.Margin.Dated.Select(MarginTermsResponse.Of)],
    };
}

/// <summary>Margin terms from a date on; fields of other kinds are left out.</summary>
internal sealed record MarginTermsResponse
{
    public string? EffectiveAt { get; init; }

    public required string Kind { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Initial { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Maintenance { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Currency { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? UnitsPerContract { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<TierResponse>? Tiers { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Leverage { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? MaintenanceShare { get; init; }

    public static MarginTermsResponse Of(DatedMarginTerms dated)
    {
        var effectiveAt = Wire.Time(dated.EffectiveAt);
        return dated.Terms switch
        {
            MarginTerms.Rate rate => new()
            {
                EffectiveAt = effectiveAt, Kind = "rate",
                Initial = rate.Initial.ToString(), Maintenance = rate.Maintenance.ToString(),
            },
            MarginTerms.PerContract contract => new()
            {
                EffectiveAt = effectiveAt, Kind = "perContract",
                Initial = Wire.Amount(contract.Initial), Maintenance = Wire.Amount(contract.Maintenance),
                Currency = contract.Initial.Currency.Code, UnitsPerContract = contract.UnitsPerContract.ToString(),
            },
            MarginTerms.Tiers tiers => new()
            {
                EffectiveAt = effectiveAt, Kind = "tiers",
                Tiers = [.. tiers.Slices.Select(s => new TierResponse(
                    DecimalText.Format(s.NotionalFrom), s.Initial.ToString(), s.Maintenance.ToString()))],
            },
            MarginTerms.Leverage leverage => new()
            {
                EffectiveAt = effectiveAt, Kind = "leverage",
                Leverage = leverage.Maximum.ToString(), MaintenanceShare = leverage.MaintenanceShare.ToString(),
            },
            _ => throw new System.Diagnostics.UnreachableException($"no form for {dated.Terms.GetType().Name}"),
        };
    }
}

/// <summary>One slice of tiered margin.</summary>
internal sealed record TierResponse(string NotionalFrom, string Initial, string Maintenance);
