using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;
using MarginGrains.Gateway.Http;

namespace MarginGrains.Gateway.Requests;

/// <summary>Reads the definition of a regime's version. What is left out has the default of Core's regime.</summary>
internal static class RegimeRequest
{
    private const long LongestGraceSeconds = 366L * 24 * 3600;

    public static Regime Read(RegimeId id, JsonFields body)
    {
        if (body.Has("regimeId") && body.Id("regimeId") != id.Value)
        {
            body.Refuse("regimeId", "field_malformed", "The id differs from the one in the address.");
        }

        return new()
        {
            Id = id,
            EffectiveAt = body.OptionalTime("effectiveAt") ?? DateTimeOffset.MinValue,
            Description = body.Text("description", 500),
            RegimeRatio = body.Word<Measure>("regimeRatio"),
            Warning = body.Child(
                "warning", w => new WarningRule(RequiredLine(w, "trigger"), RequiredLine(w, "clearLevel"))),
            Call = body.Child("call", Call),
            Liquidation = body.RequiredChild("liquidation", Liquidation) ?? new() { Target = NoLine },
            NoNewRisk = Line(body, "noNewRisk"),
            UsedMargin = body.OptionalWord<UsedMarginRule>("usedMargin") ?? default,
            InitialBasis = body.OptionalWord<RequirementBasis>("initialBasis") ?? default,
            HedgePolicy = body.OptionalWord<HedgePolicy>("hedgePolicy") ?? default,
            NegativeBalance = body.OptionalWord<NegativeBalanceRule>("negativeBalance") ?? default,
            ConvertsRealizedPnl = body.Flag("convertsRealizedPnl"),
            Rounding = body.OptionalWord<RoundingMode>("rounding") ?? default,
            LendsCash = body.Flag("lendsCash"),
            UnrealizedGainsWithdrawable = body.Flag("unrealizedGainsWithdrawable"),
        };
    }

    /// Stands for a line that is missing or wrong, until the errors are thrown.
    private static RegimeLine NoLine { get; } = new(default, default, Ratio.One);

    private static RegimeLine? Line(JsonFields fields, string name) => fields.Child(name, l => new RegimeLine(
        l.Word<Measure>("measure"), l.Word<Comparator>("comparator"), new(l.Decimal("threshold"))));

    private static RegimeLine RequiredLine(JsonFields fields, string name) =>
        fields.RequiredChild(name, l => new RegimeLine(
        l.Word<Measure>("measure"), l.Word<Comparator>("comparator"), new(l.Decimal("threshold")))) ?? NoLine;

    private static CallRule Call(JsonFields call)
    {
        var rule = new CallRule
        {
            Trigger = RequiredLine(call, "trigger"),
            Restores = call.Word<CallTarget>("restores"),
            ClearLevel = Line(call, "clearLevel"),
            LiftedByPayment = call.Flag("liftedByPayment"),
            Grace = call.Child("grace", Grace) ?? GracePeriod.Immediate,
            Judged = call.OptionalWord<Judgement>("judged") ?? default,
            IncreaseStep = call.OptionalDecimal("increaseStep") is { } step ? new Ratio(step) : null,
        };
        return call.OptionalTimeOfDay("settlementTime") is { } settlement
            ? rule with { SettlementTime = settlement }
            : rule;
    }

    private static GracePeriod Grace(JsonFields grace)
    {
        if (grace.OneOf("kind", "elapsed", "businessDays") != "businessDays")
        {
            return new GracePeriod.Elapsed(
                TimeSpan.FromSeconds(grace.OptionalWhole("seconds", 0, LongestGraceSeconds) ?? 0));
        }

        return new GracePeriod.BusinessDays(
            (int)(grace.OptionalWhole("days", 0, 366) ?? 0),
            grace.OptionalTimeOfDay("cutOff") ?? default,
            [.. grace.Days("holidays")]);
    }

    private static LiquidationRule Liquidation(JsonFields liquidation)
    {
        var rule = new LiquidationRule
        {
            StopOut = Line(liquidation, "stopOut"),
            Target = RequiredLine(liquidation, "target"),
            Order = liquidation.OptionalWord<SelectionOrder>("order") ?? default,
            Step = liquidation.OptionalWord<LiquidationStep>("step") ?? default,
        };
        return liquidation.OptionalWhole("retryDelaySeconds", 0, 3600) is { } seconds
            ? rule with { RetryDelay = TimeSpan.FromSeconds(seconds) }
            : rule;
    }
}
