using System.Globalization;
using MarginGrains.Core.Calendars;
using MarginGrains.Testing.Core;

namespace MarginGrains.Core.Tests.Calendars;

public class MarketHoursTests
{
    private static readonly MarketHours Fx = TestCalendars.Fx.Alone();

    [Theory]
    [InlineData("2026-03-07", "02:30", "2026-03-07T07:30", "the day before the leap, 5 hours behind")]
    [InlineData("2026-03-08", "01:59", "2026-03-08T06:59", "the last minute before it")]
    [InlineData("2026-03-08", "02:30", "2026-03-08T07:00", "leapt over: the leap itself")]
    [InlineData("2026-03-08", "03:00", "2026-03-08T07:00", "the first time after it")]
    [InlineData("2026-03-08", "24:00", "2026-03-09T04:00", "a day of 23 hours")]
    [InlineData("2026-11-01", "01:30", "2026-11-01T05:30", "passed twice: the earlier")]
    [InlineData("2026-11-01", "02:00", "2026-11-01T07:00", "shown only once, after the clock went back")]
    [Trait("Rule", "CAL-001")]
    public void ALocalTime_IsOneInstant(string day, string time, string instant, string reason) =>
        TestCalendars.NewYork.InstantOf(DateOnly.Parse(day, CultureInfo.InvariantCulture), Time(time)).ShouldBe(Utc(instant), reason);

    [Theory]
    [InlineData("2026-03-06T21:59", true, "2026-03-06T22:00", "2026-03-08T21:00", "Friday, standard time; it opens in summer time")]
    [InlineData("2026-03-06T22:00", false, "2026-03-08T21:00", "2026-03-08T21:00", "closed at its closing")]
    [InlineData("2026-03-08T21:00", true, "2026-03-13T21:00", "2026-03-15T21:00", "open at its opening, over every midnight")]
    [InlineData("2026-10-31T12:00", false, "2026-11-01T22:00", "2026-11-01T22:00", "back to standard time")]
    [Trait("Rule", "CAL-003")]
    public void TheWeekOfCurrencies_OverChangesOfTheClock(
        string at, bool isOpen, string change, string opening, string reason)
    {
        Fx.IsOpen(Utc(at)).ShouldBe(isOpen, reason);
        Fx.NextChange(Utc(at)).ShouldBe(Utc(change), reason);
        Fx.NextOpening(Utc(at)).ShouldBe(Utc(opening), reason);
    }

    [Fact]
    [Trait("Rule", "CAL-003")]
    public void WhatNeverCloses_HasNoNextChange_UntilADateCloses()
    {
        var calendar = TestSessions.Daily("24-7", (0, 24)) with { SpecialDates = [new(new(2027, 6, 1), [], "maintenance")] };
        var hours = calendar.Alone();
        hours.SpanAt(Utc("2026-01-05T12:00")).ShouldBe(new MarketSpan(null, null, IsOpen: true), "further than a year away");
        hours.NextChange(Utc("2026-06-05T12:00")).ShouldBe(Utc("2027-06-01T00:00"), "what was found once does not hide it");
        hours.IsOpen(Utc("2027-06-01T12:00")).ShouldBeFalse();
        hours.IsOpen(Utc("2027-06-02T00:00")).ShouldBeTrue();
    }

    [Fact]
    [Trait("Rule", "CAL-002")]
    public void TheHigherRank_SaysWhatADateIs_TheLowestWhatAWeekdayIs()
    {
        var platform = TestSessions.Daily("24-7", (0, 24)) with
        {
            Id = new("platform"), Rank = CalendarRank.Platform,
            SpecialDates = [new(new(2026, 1, 7), [], "maintenance")],
        };
        var market = TestCalendars.Stocks with
        {
            Id = new("market"), Rank = CalendarRank.Market, Parent = platform.Id,
            SpecialDates =
            [
                new(new(2026, 1, 6), TestCalendars.Hours((9.5, 13)), "half day"),
                new(new(2026, 1, 7), TestCalendars.Hours((9.5, 13)), "half day"),
            ],
        };
        var product = new TradingCalendar
        {
            Id = new("product"), Parent = market.Id, Zone = TestCalendars.NewYork,
            SpecialDates =
            [
                new(new(2026, 1, 5), [], "its own holiday") { IsHoliday = true },
                new(new(2026, 1, 6), [], "its own holiday") { IsHoliday = true },
            ],
        };
        TradingCalendar[] all = [platform, market, product];
        var hours = MarketHours.Of(product, id => all.FirstOrDefault(c => c.Id == id)).ShouldNotBeNull();
        hours.IsOpen(Utc("2026-01-05T16:00")).ShouldBeFalse("nobody above says anything of it");
        hours.IsOpen(Utc("2026-01-06T16:00")).ShouldBeTrue("the market's half day over the product's holiday");
        hours.IsOpen(Utc("2026-01-06T18:00")).ShouldBeFalse("half past the half day");
        hours.IsBusinessDay(new(2026, 1, 6)).ShouldBeTrue("the rank that counts does not call it a holiday");
        hours.IsOpen(Utc("2026-01-07T16:00")).ShouldBeFalse("the platform is closed");
        hours.IsBusinessDay(new(2026, 1, 7)).ShouldBeTrue("closed, but the day counts");
        hours.IsOpen(Utc("2026-01-08T20:59")).ShouldBeTrue("the market's week");
        hours.IsOpen(Utc("2026-01-08T21:00")).ShouldBeFalse();
    }

    [Fact]
    public void BeforeTheFirstMark_NothingBreaks()
    {
        Fx.IsOpen(DateTimeOffset.MinValue).ShouldBeOfType<bool>();
        Fx.NextOpening(DateTimeOffset.MinValue).ShouldNotBeNull();
        Fx.DayOf(DateTimeOffset.MinValue).ShouldBe(DateOnly.MinValue);
        Fx.NextDayEnd(DateTimeOffset.MinValue).ShouldBeGreaterThan(DateTimeOffset.MinValue);
        BusinessDays.NextSettlement(DateTimeOffset.MinValue, new(17, 0), Fx).ShouldBeGreaterThan(DateTimeOffset.MinValue);
        Fx.IsOpen(DateTimeOffset.MaxValue).ShouldBeOfType<bool>();
    }

    [Fact]
    [Trait("Rule", "CAL-006")]
    public void AChainThatIsBroken_OrARing_HasNoHours()
    {
        var child = TestCalendars.Stocks with { Parent = new("gone") };
        MarketHours.Of(child, _ => null).ShouldBeNull();
        var ring = TestCalendars.Stocks with { Parent = TestCalendars.Stocks.Id };
        MarketHours.Of(ring, _ => ring).ShouldBeNull();
    }

    private static TimeSpan Time(string text) => text == "24:00" ? TimeSpan.FromHours(24) : TimeSpan.Parse(text, CultureInfo.InvariantCulture);

    private static DateTimeOffset Utc(string text) => DateTimeOffset.Parse($"{text}:00Z", CultureInfo.InvariantCulture);
}
