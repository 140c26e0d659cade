using System.Collections.Immutable;
using MarginGrains.Core.Instruments;

namespace MarginGrains.Core.Calendars;

/// <summary>Checks a calendar before it is stored.</summary>
public static class CalendarValidation
{
    private const int FirstYear = 1970;

    private const int LastYear = 2099;
    private const int LongestClosed = 366;

    private static readonly TimeSpan WholeDay = TimeSpan.FromHours(24);

    /// <summary>Everything wrong with the calendar; empty when it may be stored.</summary>
    /// <param name="calendar">The calendar.</param>
    /// <param name="find">The calendars that are known.</param>
    public static IReadOnlyList<DefinitionError> Check(
        TradingCalendar calendar, Func<Primitives.CalendarId, TradingCalendar?> find)
    {
        var errors = new DefinitionErrors();
        CheckParent(errors, calendar, find);
        CheckZone(errors, calendar.Zone);
        for (var i = 0; i < calendar.Week.Length; i++)
        {
            var day = calendar.Week[i];
            errors.Require(calendar.Week.Take(i).All(w => w.Day != day.Day), $"week[{i}].day",
                "Each weekday is listed once.");
            CheckHours(errors, day.Hours, $"week[{i}].hours");
        }

        CheckSpecialDates(errors, calendar);
        errors.Require(calendar.BusinessDays.Length > 0, "businessDays",
            "Without a business day no deadline would ever come.");
        errors.Require(calendar.BusinessDays.Distinct().Count() == calendar.BusinessDays.Length, "businessDays",
            "Each weekday is listed once.");
        if (errors.Found.Count == 0) CheckHolidays(errors, calendar, find);
        errors.Require(calendar.DayEnds > TimeSpan.Zero && calendar.DayEnds <= WholeDay, "dayEnds",
            "A trading day ends after 00:00, at 24:00 at the latest.");
        return errors.Found;
    }

    /// <summary>
    /// What a new definition must not change: calendars below stand under it by its rank.
    /// </summary>
    public static IReadOnlyList<DefinitionError> CheckChange(TradingCalendar before, TradingCalendar after)
    {
        var errors = new DefinitionErrors();
        errors.Require(after.Rank == before.Rank, "rank",
            "It cannot change once the calendar is defined; define another calendar.");
        return errors.Found;
    }

    /// Deadlines and ends of days are sought among business days: a year without any would have none.
    private static void CheckHolidays(
        DefinitionErrors errors, TradingCalendar calendar, Func<Primitives.CalendarId, TradingCalendar?> find)
    {
        if (MarketHours.Of(calendar, id => id == calendar.Id ? calendar : find(id)) is not { } hours) return;
        var holidays = hours.Chain.SelectMany(c => c.SpecialDates).Where(d => d.IsHoliday).Select(d => d.Date).ToList();
        if (holidays.Count == 0) return;
        int run = 0, longest = 0;
        for (var day = holidays.Min().AddDays(-7); day <= holidays.Max().AddDays(7); day = day.AddDays(1))
        {
            run = hours.IsBusinessDay(day) ? 0 : run + 1;
            longest = Math.Max(longest, run);
        }

        errors.Require(longest <= LongestClosed, "specialDates",
            $"Holidays leave no business day for more than {LongestClosed} days.");
    }

    private static void CheckZone(DefinitionErrors errors, ZoneOffsets zone)
    {
        var isRising = true;
        for (var i = 1; i < zone.Changes.Length; i++) isRising &= zone.Changes[i].At > zone.Changes[i - 1].At;
        errors.Require(isRising, "zone", "The changes of a zone are in rising order.");
        errors.Require(
            zone.Changes.Select(c => c.Offset).Prepend(zone.Before).All(o => o.Duration() <= ZoneOffsets.LongestOffset),
            "zone", "Local time is at most 18 hours from UTC.");
        errors.Require(!string.IsNullOrWhiteSpace(zone.Name), "zone", "A zone has a name.");
    }

    private static void CheckParent(
        DefinitionErrors errors, TradingCalendar calendar, Func<Primitives.CalendarId, TradingCalendar?> find)
    {
        errors.Require(calendar.Parent is not null || !calendar.Week.IsEmpty, "week",
            "A calendar without a parent needs hours of its own.");
        if (calendar.Parent is not { } parentId) return;
        if (find(parentId) is not { } parent)
        {
            errors.Require(false, "parent", $"There is no calendar {parentId}.");
            return;
        }

        errors.Require(parent.Rank > calendar.Rank, "parent", "A parent is of a higher rank.");
        errors.Require(MarketHours.Of(calendar, id => id == calendar.Id ? calendar : find(id)) is not null, "parent",
            "A calendar cannot be above itself.");
    }

    private static void CheckSpecialDates(DefinitionErrors errors, TradingCalendar calendar)
    {
        for (var i = 0; i < calendar.SpecialDates.Length; i++)
        {
            var (exception, field) = (calendar.SpecialDates[i], $"specialDates[{i}]");
            errors.Require(i == 0 || exception.Date > calendar.SpecialDates[i - 1].Date, $"{field}.date",
                "Each date is listed once, in rising order.");
            errors.Require(exception.Date.Year is >= FirstYear and <= LastYear, $"{field}.date",
                $"A date lies between {FirstYear} and {LastYear}.");
            errors.Require(!string.IsNullOrWhiteSpace(exception.Reason), $"{field}.reason",
                "An exception says what it is.");
            CheckHours(errors, exception.Hours, $"{field}.hours");
        }
    }

    private static void CheckHours(DefinitionErrors errors, ImmutableArray<SessionHours> hours, string field)
    {
        for (var i = 0; i < hours.Length; i++)
        {
            errors.Require(hours[i].Opens >= TimeSpan.Zero && hours[i].Closes <= WholeDay
                && hours[i].Opens < hours[i].Closes, $"{field}[{i}]",
                "Hours open before they close, between 00:00 and 24:00.");
            errors.Require(i == 0 || hours[i].Opens >= hours[i - 1].Closes, $"{field}[{i}]",
                "Hours of a day follow each other and do not overlap.");
        }
    }
}
