using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;
using MarginGrains.Gateway.Http;

namespace MarginGrains.Gateway.Requests;

/// <summary>Reads how a regime calls for margin.</summary>
internal static class CallRuleRequest
{
    private const int MostReminders = 10;
    private const int MostHolidays = 1_000;
    private const int MostDays = 366;

    /// What a rule has that says nothing more.
    private static readonly CallRule Blank = new()
    {
        Trigger = new(default, default, Ratio.One), Restores = CallTarget.Maintenance,
    };

    public static CallRule Read(JsonFields call) => new()
    {
        Name = call.Has("name") ? call.Id("name") : Blank.Name,
        Trigger = RegimeRequest.RequiredLine(call, "trigger"),
        Restores = call.Word<CallTarget>("restores"),
        ClearLevel = RegimeRequest.Line(call, "clearLevel"),
        LiftedByPayment = call.Flag("liftedByPayment"),
        SalesCredit = call.OptionalDecimal("salesCredit") is { } credit ? new Ratio(credit) : null,
        CuredAt = call.OptionalWord<Judgement>("curedAt") ?? Blank.CuredAt,
        HoldLine = RegimeRequest.Line(call, "holdLine"),
        RelapseCutOff = call.OptionalTimeOfDay("relapseCutOff") ?? Blank.RelapseCutOff,
        Calendar = call.OptionalCalendar("calendar"),
        Grace = call.RequiredChild("grace", Grace) ?? Blank.Grace,
        Judged = call.OptionalWord<Judgement>("judged") ?? Blank.Judged,
        Ahead = call.Child("ahead", Ahead),
        SettlementTime = call.OptionalTimeOfDay("settlementTime") ?? Blank.SettlementTime,
        IncreaseStep = call.OptionalDecimal("increaseStep") is { } step ? new Ratio(step) : null,
        Reminders = [.. call.Seconds("remindersSeconds", MostReminders, RegimeRequest.LongestSeconds)],
        MaximumExtensions = (int)(call.OptionalWhole("maximumExtensions", 0, 1_000) ?? Blank.MaximumExtensions),
        OnExpiry = call.OptionalWord<ExpiryAction>("onExpiry") ?? Blank.OnExpiry,
        RestrictionDays = (int)(call.OptionalWhole("restrictionDays", 0, 10 * MostDays) ?? Blank.RestrictionDays),
    };

    private static AheadOf Ahead(JsonFields ahead) => new(
        ahead.Word<MarketMoment>("moment"),
        RegimeRequest.Seconds(ahead.Required("leadSeconds"), "leadSeconds", RegimeRequest.LongestSeconds) ?? default)
    {
        LeastBreak = RegimeRequest.Seconds(ahead, "leastBreakSeconds", RegimeRequest.LongestSeconds)
            ?? TimeSpan.FromHours(24),
    };

    public static GracePeriod Grace(JsonFields grace) =>
        grace.OneOf("kind", "elapsed", "businessDays", "withoutEnd") switch
        {
            "businessDays" => new GracePeriod.BusinessDays(
                (int)(grace.Required("days").OptionalWhole("days", 0, MostDays) ?? 0),
                grace.Required("cutOff").OptionalTimeOfDay("cutOff") ?? default,
                [.. grace.Days("holidays", MostHolidays)]),
            "withoutEnd" => new GracePeriod.WithoutEnd(),
            _ => new GracePeriod.Elapsed(
                RegimeRequest.Seconds(
                    grace.Required("seconds"), "seconds", RegimeRequest.LongestSeconds) ?? TimeSpan.Zero),
        };
}
