using MarginGrains.Core.Regimes;
using MarginGrains.Gateway.Http;

namespace MarginGrains.Gateway.Requests;

/// <summary>Reads how a regime reduces.</summary>
internal static class LiquidationRuleRequest
{
    private const long LongestWaitSeconds = 3600;

    public static LiquidationRule Read(JsonFields rule)
    {
        var read = new LiquidationRule
        {
            StopOut = RegimeRequest.Line(rule, "stopOut"),
            Target = RegimeRequest.RequiredLine(rule, "target"),
            Order = rule.OptionalWord<SelectionOrder>("order") ?? default,
            Step = rule.OptionalWord<LiquidationStep>("step") ?? default,
            Portion = rule.Child(
                "portion", p => new PortionRule(new(p.Decimal("share")), p.OptionalDecimal("smallestNotional") ?? 0m)),
            Fee = new(rule.OptionalDecimal("fee") ?? 0m),
            LimitPrice = rule.Child("limitPrice", p => new LimitPriceRule(
                new(p.Decimal("bankruptcyAdjustment")), new(p.Decimal("spreadToMaintenance")))),
            StartsNextBusinessDayAt = rule.OptionalTimeOfDay("startsNextBusinessDayAt"),
            Cooldown = RegimeRequest.Seconds(rule, "cooldownSeconds", LongestWaitSeconds) ?? TimeSpan.Zero,
        };
        return RegimeRequest.Seconds(rule, "retryDelaySeconds", LongestWaitSeconds) is { } delay
            ? read with { RetryDelay = delay }
            : read;
    }
}
