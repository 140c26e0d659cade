using System.Collections.Immutable;
using System.Globalization;
using MarginGrains.Core.Calendars;
using MarginGrains.Core.Margin;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Core.Calls;

/// <summary>What a call of a regime asks for, and until when.</summary>
public static class CallTerms
{
    /// <summary>
    /// The amount that restores what the rule says, rounded up (rule CALL-002); zero when nothing is missing.
    /// </summary>
    public static Money AmountDue(CallRule rule, Regime regime, in MarginFigures figures)
    {
        var missing = rule.Restores switch
        {
            CallTarget.Maintenance => figures.MaintenanceMargin - figures.Equity,
            CallTarget.Initial => figures.InitialMargin - figures.Equity,
            _ => rule.ClearLevel!.Shortfall(figures),
        };
        return Rounded(missing, regime);
    }

    /// <summary>The amount that restores initial margin, whatever the rule asks.</summary>
    public static Money AmountToInitial(Regime regime, in MarginFigures figures) =>
        Rounded(figures.InitialMargin - figures.Equity, regime);

    /// <summary>What the amount restores.</summary>
    public static CallBasis Basis(CallRule rule) => rule.Restores switch
    {
        CallTarget.Maintenance => CallBasis.Maintenance,
        CallTarget.Initial => CallBasis.Initial,
        _ => CallBasis.ClearLevel,
    };

    /// <summary>The due instant of a call noticed now, and the rule that made it in words (rule CALL-004).</summary>
    public static (DateTimeOffset DueAt, string Rule) Due(GracePeriod grace, DateTimeOffset now) => grace switch
    {
        GracePeriod.BusinessDays days => (BusinessDays.CutOffAfter(now, days), string.Create(
            CultureInfo.InvariantCulture,
            $"{days.Days} business day{(days.Days == 1 ? "" : "s")} after notice, {days.CutOff:HH:mm} UTC")),
        GracePeriod.Elapsed elapsed => (now + elapsed.Length, string.Create(
            CultureInfo.InvariantCulture,
            $"{(decimal)elapsed.Length.Ticks / TimeSpan.TicksPerHour:0.##} hours after notice")),
        _ => throw new InvalidOperationException($"no rule for {grace.GetType().Name}"),
    };

    /// <summary>The days that do not count for a rule.</summary>
    public static ImmutableArray<DateOnly> Holidays(CallRule rule) =>
        rule.Grace is GracePeriod.BusinessDays days ? days.Holidays : [];

    private static Money Rounded(Money missing, Regime regime) => new(
        Rounding.Requirement(Math.Max(0m, missing.Amount), missing.Currency, regime.Rounding), missing.Currency);
}
