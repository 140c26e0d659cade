using System.Text.Json.Serialization;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Primitives;
using MarginGrains.Gateway.Http;

namespace MarginGrains.Gateway.Responses;

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

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<PriceStepResponse>? Long { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<PriceStepResponse>? Short { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? PerUnit { get; init; }

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
            MarginTerms.PriceSteps steps => new()
            {
                EffectiveAt = effectiveAt, Kind = "priceSteps",
                Long = [.. steps.LongSide.Select(PriceStepResponse.Of)],
                Short = [.. steps.ShortSide.Select(PriceStepResponse.Of)],
            },
            MarginTerms.SizeScaled scaled => new()
            {
                EffectiveAt = effectiveAt, Kind = "sizeScaled", Initial = scaled.Initial.ToString(),
                Maintenance = scaled.Maintenance.ToString(), PerUnit = scaled.PerUnit.ToString(),
            },
            _ => throw new System.Diagnostics.UnreachableException($"no form for {dated.Terms.GetType().Name}"),
        };
    }
}

/// <summary>One slice of tiered margin.</summary>
internal sealed record TierResponse(string NotionalFrom, string Initial, string Maintenance);

/// <summary>One step of margin by price.</summary>
internal sealed record PriceStepResponse(string PriceFrom, string Initial, string Maintenance, string MinimumPerUnit)
{
    public static PriceStepResponse Of(PriceStep step) => new(
        step.From?.ToString() ?? "0", step.Initial.ToString(), step.Maintenance.ToString(),
        DecimalText.Format(step.MinimumPerUnit.Amount));
}
