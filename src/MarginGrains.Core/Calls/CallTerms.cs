using System.Globalization;
using MarginGrains.Core.Calendars;
using MarginGrains.Core.Margin;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Core.Calls;

/// <summary>What a call of a regime asks for, and until when.</summary>
public static class CallTerms
{
    /// <summary>
    /// The amount that restores what the rule says, and at least what lifts its trigger, rounded up (rule CALL-002);
    /// zero when nothing is missing.
    /// </summary>
    public static Money AmountDue(CallRule rule, in MarginFigures figures)
    {
        var missing = rule.Restores switch
        {
            CallTarget.Maintenance => figures.MaintenanceMargin - figures.Equity,
            CallTarget.Initial => figures.InitialMargin - figures.Equity,
            _ => Cleared(rule.ClearLevel!, figures),
        };
        return Money.Max(Rounded(missing), Cleared(rule.Trigger, figures));
    }

    /// <summary>The amount that restores initial margin, whatever the rule asks.</summary>
    public static Money AmountToInitial(in MarginFigures figures) =>
        Rounded(figures.InitialMargin - figures.Equity);

    /// <summary>What the amount restores.</summary>
    public static CallBasis Basis(CallRule rule) => rule.Restores switch
    {
        CallTarget.Maintenance => CallBasis.Maintenance,
        CallTarget.Initial => CallBasis.Initial,
        _ => CallBasis.ClearLevel,
    };

    /// <summary>The due instant of a call noticed now, and the rule that made it in words (rule CALL-004).</summary>
    public static (DateTimeOffset? DueAt, string Rule) Due(
        GracePeriod grace, IBusinessCalendar calendar, DateTimeOffset now) => grace switch
    {
        GracePeriod.BusinessDays days => (BusinessDays.CutOffAfter(now, days, calendar), string.Create(
            CultureInfo.InvariantCulture,
            $"{days.Days} business day{(days.Days == 1 ? "" : "s")} after notice, {days.CutOff:HH:mm} ")
            + calendar.ZoneName),
        GracePeriod.Elapsed elapsed => (now + elapsed.Length, string.Create(
            CultureInfo.InvariantCulture,
            $"{(decimal)elapsed.Length.Ticks / TimeSpan.TicksPerHour:0.##} hours after notice")),
        GracePeriod.WithoutEnd => (null, "no due time"),
        _ => throw new InvalidOperationException($"no rule for {grace.GetType().Name}"),
    };

    /// <summary>When a held call that relapses now is due: the first cut-off of a business day that is later.</summary>
    public static DateTimeOffset RelapseDue(CallRule rule, IBusinessCalendar calendar, DateTimeOffset now) =>
        BusinessDays.CutOffAfter(now.AddTicks(1), new(0, rule.RelapseCutOff, []), calendar);

    /// <summary>When orders may start after a call expired now; null when at once.</summary>
    public static DateTimeOffset? LiquidationStart(
        LiquidationRule rule, IBusinessCalendar calendar, DateTimeOffset now) =>
        rule.StartsNextBusinessDayAt is { } time ? BusinessDays.CutOffAfter(now, new(1, time, []), calendar) : null;

    /// <summary>When the n-th reminder of a call is due, or null when there is none left or no due time.</summary>
    public static DateTimeOffset? ReminderAt(CallRule rule, MarginCall call) =>
        call.DueAt is { } dueAt && call.Reminders < rule.Reminders.Length
            ? dueAt - rule.Reminders[call.Reminders] : null;

    /// <summary>How many reminders lie at or before an instant for a due time.</summary>
    public static int RemindersPassed(CallRule rule, DateTimeOffset? dueAt, DateTimeOffset now)
    {
        if (dueAt is not { } due) return rule.Reminders.Length;
        var passed = 0;
        while (passed < rule.Reminders.Length && due - rule.Reminders[passed] <= now) passed++;
        return passed;
    }

    /// <summary>
    /// After which instant a settlement can change something: any, where it may open a call; the notice, where it may
    /// cure one; null when none can.
    /// </summary>
    public static DateTimeOffset? SettlesFrom(CallRule rule, MarginCall? open)
    {
        if (rule.Judged is Judgement.Settlement or Judgement.Ahead) return DateTimeOffset.MinValue;
        return rule.CuredAt == Judgement.Settlement ? open?.IssuedAt : null;
    }

    /// <summary>
    /// The newest instant at which the rule is judged once (a settlement, or ahead of a moment) after one instant and
    /// not after another; null when there is none.
    /// </summary>
    public static DateTimeOffset? NewestJudgement(
        CallRule rule, IMarket market, DateTimeOffset after, DateTimeOffset now)
    {
        var calendar = Calendar(rule, market)!;
        if (rule.Judged != Judgement.Ahead)
        {
            var settlement = BusinessDays.SettlementAtOrBefore(now, rule.SettlementTime, calendar);
            return settlement > after ? settlement : null;
        }

        DateTimeOffset? newest = null;
        for (var next = NextJudgement(rule, market, after); next <= now; next = NextJudgement(rule, market, next.Value))
        {
            newest = next;
        }

        return newest;
    }

    /// <summary>The first instant after another at which the rule is judged once; null when there is none.</summary>
    public static DateTimeOffset? NextJudgement(CallRule rule, IMarket market, DateTimeOffset after)
    {
        var calendar = Calendar(rule, market)!;
        if (rule.Judged != Judgement.Ahead) return BusinessDays.NextSettlement(after, rule.SettlementTime, calendar);
        return rule.Ahead is { } ahead && calendar is MarketHours hours
            ? MarketMoments.Next(ahead, hours, after)
            : null;
    }

    /// <summary>
    /// The calendar of a rule's times; null when the one it names is not known, and nothing may be judged by it.
    /// </summary>
    public static IBusinessCalendar? Calendar(CallRule rule, IMarket market) =>
        Calendar(rule.Calendar, rule.Grace, market);

    /// <summary>
    /// The calendar of a grace period: the one that is named, or weekdays in UTC without its own holidays; null when
    /// the one that is named is not known.
    /// </summary>
    public static IBusinessCalendar? Calendar(CalendarId? id, GracePeriod grace, IMarket market)
    {
        if (id is { } named) return market.FindHours(named);
        return grace is GracePeriod.BusinessDays { Holidays: { IsEmpty: false } holidays }
            ? new UtcWeekdays(holidays)
            : UtcWeekdays.All;
    }

    /// <summary>
    /// The version of a regime in force; null when it is unknown, or names a calendar that is: then nothing is judged.
    /// </summary>
    public static Regime? RegimeInForce(RegimeId id, IMarket market, DateTimeOffset now)
    {
        if (market.FindRegime(id, now) is not { } regime) return null;
        foreach (var rule in regime.Calls)
        {
            if (rule.Calendar is not null && Calendar(rule, market) is null) return null;
        }

        return regime.Debt is { Calendar: { } hours } && market.FindHours(hours) is null ? null : regime;
    }

    /// What brings a line back: to its threshold, or just beyond where the threshold itself is on the bad side.
    private static Money Cleared(RegimeLine line, in MarginFigures figures)
    {
        var missing = Rounded(line.Shortfall(figures));
        return line.IsCrossed(figures) && (line.Comparator == Comparator.AtOrBelow || !missing.IsPositive)
            ? missing + Rounding.MinorUnit(missing.Currency)
            : missing;
    }

    /// Always up, whatever the regime rounds like: less than what is missing would be no cure, and zero no demand.
    private static Money Rounded(Money missing) => new(
        Rounding.Requirement(Math.Max(0m, missing.Amount), missing.Currency, RoundingMode.AgainstAccount),
        missing.Currency);
}
