using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Serialization;
using MarginGrains.Core.Regimes;
using MarginGrains.Gateway.Http;

namespace MarginGrains.Gateway.Responses;

/// <summary>A regime with all its versions, in rising order of their dates.</summary>
internal sealed record RegimeResponse(string RegimeId, long? VersionInForce,
    IReadOnlyList<RegimeVersionResponse> Versions)
{
    public static RegimeResponse Of(RegimeHistory history, DateTimeOffset now) => new(
        history.Id.Value, history.At(now)?.Version, [.. history.Versions.Select(RegimeVersionResponse.Of)]);
}

/// <summary>One version of a regime, in the form in which it is put.</summary>
internal sealed record RegimeVersionResponse
{
    public required long Version { get; init; }

    public string? EffectiveAt { get; init; }

    public required string Description { get; init; }

    public required string RegimeRatio { get; init; }

    public WarningResponse? Warning { get; init; }

    public CallRuleResponse? Call { get; init; }

    public required LiquidationRuleResponse Liquidation { get; init; }

    public RegimeLineResponse? NoNewRisk { get; init; }

    public required string UsedMargin { get; init; }

    public required string InitialBasis { get; init; }

    public required string HedgePolicy { get; init; }

    public required string NegativeBalance { get; init; }

    public required bool ConvertsRealizedPnl { get; init; }

    public required string Rounding { get; init; }

    public required bool LendsCash { get; init; }

    public required bool UnrealizedGainsWithdrawable { get; init; }

    public static RegimeVersionResponse Of(Regime regime) => new()
    {
        Version = regime.Version,
        EffectiveAt = Wire.Time(regime.EffectiveAt),
        Description = regime.Description,
        RegimeRatio = Words.Of(regime.RegimeRatio),
        Warning = regime.Warning is { } w
            ? new(RegimeLineResponse.Of(w.Trigger)!, RegimeLineResponse.Of(w.ClearLevel)!)
            : null,
        Call = regime.Call is { } call ? CallRuleResponse.Of(call) : null,
        Liquidation = LiquidationRuleResponse.Of(regime.Liquidation),
        NoNewRisk = RegimeLineResponse.Of(regime.NoNewRisk),
        UsedMargin = Words.Of(regime.UsedMargin),
        InitialBasis = Words.Of(regime.InitialBasis),
        HedgePolicy = Words.Of(regime.HedgePolicy),
        NegativeBalance = Words.Of(regime.NegativeBalance),
        ConvertsRealizedPnl = regime.ConvertsRealizedPnl,
        Rounding = Words.Of(regime.Rounding),
        LendsCash = regime.LendsCash,
        UnrealizedGainsWithdrawable = regime.UnrealizedGainsWithdrawable,
    };
}

/// <summary>A line of a regime.</summary>
internal sealed record RegimeLineResponse(string Measure, string Comparator, string Threshold)
{
    public static RegimeLineResponse? Of(RegimeLine? line) => line is null
        ? null
        : new(Words.Of(line.Measure), Words.Of(line.Comparator), line.Threshold.ToString());
}

/// <summary>The early warning.</summary>
internal sealed record WarningResponse(RegimeLineResponse Trigger, RegimeLineResponse ClearLevel);

/// <summary>How the regime calls.</summary>
internal sealed record CallRuleResponse(
    RegimeLineResponse Trigger, string Restores, RegimeLineResponse? ClearLevel, bool LiftedByPayment,
    GraceResponse Grace,
    string Judged, string SettlementTime, string? IncreaseStep)
{
    public static CallRuleResponse Of(CallRule call) => new(
        RegimeLineResponse.Of(call.Trigger)!, Words.Of(call.Restores), RegimeLineResponse.Of(call.ClearLevel),
        call.LiftedByPayment, GraceResponse.Of(call.Grace), Words.Of(call.Judged),
        call.SettlementTime.ToString("HH:mm:ss", CultureInfo.InvariantCulture), call.IncreaseStep?.ToString());
}

/// <summary>The time to cure a call.</summary>
internal sealed record GraceResponse
{
    public required string Kind { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Seconds { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Days { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? CutOff { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Holidays { get; init; }

    public static GraceResponse Of(GracePeriod grace) => grace switch
    {
        GracePeriod.Elapsed elapsed => new() { Kind = "elapsed", Seconds = (long)elapsed.Length.TotalSeconds },
        GracePeriod.BusinessDays days => new()
        {
            Kind = "businessDays",
            Days = days.Days,
            CutOff = days.CutOff.ToString("HH:mm:ss", CultureInfo.InvariantCulture),
            Holidays = [.. days.Holidays.Select(d => d.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))],
        },
        _ => throw new UnreachableException($"no form for {grace.GetType().Name}"),
    };
}

/// <summary>How the regime reduces.</summary>
internal sealed record LiquidationRuleResponse(
    RegimeLineResponse? StopOut, RegimeLineResponse Target, string Order, string Step, long RetryDelaySeconds)
{
    public static LiquidationRuleResponse Of(LiquidationRule rule) => new(
        RegimeLineResponse.Of(rule.StopOut), RegimeLineResponse.Of(rule.Target)!, Words.Of(rule.Order),
        Words.Of(rule.Step),
        (long)rule.RetryDelay.TotalSeconds);
}
