using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Serialization;
using MarginGrains.Contracts.Serialization;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;
using MarginGrains.Gateway.Http;

namespace MarginGrains.Gateway.Responses;

/// <summary>How the regime calls.</summary>
internal sealed record CallRuleResponse
{
    public required string Name { get; init; }

    public required RegimeLineResponse Trigger { get; init; }

    public required string Restores { get; init; }

    public RegimeLineResponse? ClearLevel { get; init; }

    public required bool LiftedByPayment { get; init; }

    public string? SalesCredit { get; init; }

    public required string CuredAt { get; init; }

    public RegimeLineResponse? HoldLine { get; init; }

    public required string RelapseCutOff { get; init; }

    public string? Calendar { get; init; }

    public required GraceResponse Grace { get; init; }

    public required string Judged { get; init; }

    public AheadResponse? Ahead { get; init; }

    public required string SettlementTime { get; init; }

    public string? IncreaseStep { get; init; }

    public required IReadOnlyList<long> RemindersSeconds { get; init; }

    public required int MaximumExtensions { get; init; }

    public required string OnExpiry { get; init; }

    public required int RestrictionDays { get; init; }

    public static CallRuleResponse Of(CallRule call) => new()
    {
        Name = call.Name,
        Trigger = RegimeLineResponse.Of(call.Trigger)!,
        Restores = Words.Of(call.Restores),
        ClearLevel = RegimeLineResponse.Of(call.ClearLevel),
        LiftedByPayment = call.LiftedByPayment,
        SalesCredit = call.SalesCredit?.ToString(),
        CuredAt = Words.Of(call.CuredAt),
        HoldLine = RegimeLineResponse.Of(call.HoldLine),
        RelapseCutOff = Clock.Of(call.RelapseCutOff),
        Calendar = call.Calendar?.Value,
        Grace = GraceResponse.Of(call.Grace),
        Judged = Words.Of(call.Judged),
        Ahead = call.Ahead is { } ahead
            ? new(Words.Of(ahead.Moment), (long)ahead.Lead.TotalSeconds, (long)ahead.LeastBreak.TotalSeconds)
            : null,
        SettlementTime = Clock.Of(call.SettlementTime),
        IncreaseStep = call.IncreaseStep?.ToString(),
        RemindersSeconds = [.. call.Reminders.Select(r => (long)r.TotalSeconds)],
        MaximumExtensions = call.MaximumExtensions,
        OnExpiry = Words.Of(call.OnExpiry),
        RestrictionDays = call.RestrictionDays,
    };
}

/// <summary>Ahead of what a call is judged.</summary>
internal sealed record AheadResponse(string Moment, long LeadSeconds, long LeastBreakSeconds);

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
            CutOff = Clock.Of(days.CutOff),
            Holidays = [.. days.Holidays.Select(Rfc3339.FormatDay)],
        },
        GracePeriod.WithoutEnd => new() { Kind = "withoutEnd" },
        _ => throw new UnreachableException($"no form for {grace.GetType().Name}"),
    };
}

/// <summary>How the regime reduces.</summary>
internal sealed record LiquidationRuleResponse
{
    public RegimeLineResponse? StopOut { get; init; }

    public required RegimeLineResponse Target { get; init; }

    public required string Order { get; init; }

    public required string Step { get; init; }

    public PortionResponse? Portion { get; init; }

    public required string Fee { get; init; }

    public LimitPriceResponse? LimitPrice { get; init; }

    public string? StartsNextBusinessDayAt { get; init; }

    public required long RetryDelaySeconds { get; init; }

    public required long CooldownSeconds { get; init; }

    public static LiquidationRuleResponse Of(LiquidationRule rule) => new()
    {
        StopOut = RegimeLineResponse.Of(rule.StopOut),
        Target = RegimeLineResponse.Of(rule.Target)!,
        Order = Words.Of(rule.Order),
        Step = Words.Of(rule.Step),
        Portion = rule.Portion is { } portion
            ? new(portion.Share.ToString(), DecimalText.Format(portion.SmallestNotional))
            : null,
        Fee = rule.Fee.ToString(),
        LimitPrice = rule.LimitPrice is { } limit
            ? new(limit.BankruptcyAdjustment.ToString(), limit.SpreadToMaintenance.ToString())
            : null,
        StartsNextBusinessDayAt = rule.StartsNextBusinessDayAt is { } time ? Clock.Of(time) : null,
        RetryDelaySeconds = (long)rule.RetryDelay.TotalSeconds,
        CooldownSeconds = (long)rule.Cooldown.TotalSeconds,
    };
}

/// <summary>How much of a position one step takes.</summary>
internal sealed record PortionResponse(string Share, string SmallestNotional);

/// <summary>How far from the mark an order may execute.</summary>
internal sealed record LimitPriceResponse(string BankruptcyAdjustment, string SpreadToMaintenance);

/// <summary>Times of day.</summary>
file static class Clock
{
    public static string Of(TimeOnly time) => time.ToString("HH:mm:ss", CultureInfo.InvariantCulture);
}
