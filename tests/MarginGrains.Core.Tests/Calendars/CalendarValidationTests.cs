using System.Collections.Immutable;
using MarginGrains.Core.Calendars;
using MarginGrains.Core.Primitives;
using MarginGrains.Testing.Core;

namespace MarginGrains.Core.Tests.Calendars;

[Trait("Rule", "CAL-006")]
public class CalendarValidationTests
{
    private static readonly TradingCalendar Good = TestCalendars.Stocks;

    public static TheoryData<string, TradingCalendar> Bad { get; } = new()
    {
        { "week", Good with { Week = [] } },
        { "week[1].day", Good with { Week = [Good.Week[0], Good.Week[0]] } },
        { "week[0].hours[0]", Good with { Week = [TestCalendars.Day(DayOfWeek.Monday, (9, 9))] } },
        { "week[0].hours[0]", Good with { Week = [TestCalendars.Day(DayOfWeek.Monday, (9, 25))] } },
        { "week[0].hours[1]", Good with { Week = [TestCalendars.Day(DayOfWeek.Monday, (9, 12), (11, 13))] } },
        { "specialDates[1].date", Good with { SpecialDates = [Special(2026, "a"), Special(2026, "b")] } },
        { "specialDates[0].date", Good with { SpecialDates = [Special(1900, "a")] } },
        { "specialDates[0].reason", Good with { SpecialDates = [Special(2026, " ")] } },
        { "specialDates[0].hours[0]", Good with
            { SpecialDates = [Special(2026, "a") with { Hours = TestCalendars.Hours((14, 13)) }] } },
        { "businessDays", Good with { BusinessDays = [] } },
        { "businessDays", Good with { BusinessDays = [DayOfWeek.Monday, DayOfWeek.Monday] } },
        { "specialDates", Good with { BusinessDays = [DayOfWeek.Monday], SpecialDates = Mondays(53) } },
        { "dayEnds", Good with { DayEnds = TimeSpan.Zero } },
        { "dayEnds", Good with { DayEnds = TimeSpan.FromHours(25) } },
        { "parent", Good with { Parent = new("nowhere") } },
        { "parent", Good with { Parent = Good.Id } },
        { "parent", Good with { Rank = CalendarRank.Platform, Parent = new("fx") } },
        { "zone", Good with { Zone = new("Far/Away", TimeSpan.FromHours(19), []) } },
        { "zone", Good with { Zone = Good.Zone with { Changes = [Good.Zone.Changes[1], Good.Zone.Changes[0]] } } },
        { "zone", Good with { Zone = Good.Zone with { Name = "" } } },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void WhatIsWrong_IsNamed(string field, TradingCalendar calendar) =>
        CalendarValidation.Check(calendar, Known).Select(e => e.Field).ShouldContain(field);

    [Fact]
    public void GoodCalendars_Pass()
    {
        CalendarValidation.Check(Good, Known).ShouldBeEmpty();
        CalendarValidation.Check(TestCalendars.Fx, Known).ShouldBeEmpty();
        CalendarValidation.Check(Good with { BusinessDays = [DayOfWeek.Monday], SpecialDates = Mondays(51) }, Known).ShouldBeEmpty();
    }

    [Fact]
    public void TheRank_CannotChange() => CalendarValidation.CheckChange(Good, Good with { Rank = CalendarRank.Market })
        .ShouldHaveSingleItem().Field.ShouldBe("rank");

    private static TradingCalendar? Known(CalendarId id) =>
        id == Good.Id ? Good : id == TestCalendars.Fx.Id ? TestCalendars.Fx : null;

    private static ImmutableArray<SpecialDate> Mondays(int count) => [.. Enumerable.Range(0, count)
        .Select(i => new SpecialDate(new DateOnly(2026, 1, 5).AddDays(7 * i), [], "closed") { IsHoliday = true })];

    private static SpecialDate Special(int year, string reason) => new(new(year, 5, 1), [], reason);
}
