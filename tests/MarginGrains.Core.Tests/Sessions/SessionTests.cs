using MarginGrains.Core.Calendars;
using MarginGrains.Core.Instruments;
using MarginGrains.Testing.Core;

namespace MarginGrains.Core.Tests.Sessions;

/// <summary>Which session holds when. The week begins on Monday, 5 January 2026; all times are UTC.</summary>
public class SessionTests
{
    private static readonly TradingCalendar Exchange = TestSessions.Weekdays("exchange", (9, 12), (13, 17))
        .Without(new(2026, 1, 14));

    private static readonly TradingCalendar Globex =
        TestSessions.Weekdays("globex", (0, 22), (23, 24)) with { DayEnds = TimeSpan.FromHours(22) };

    private static readonly TradingCalendar Maintained =
        TestSessions.Daily("maintained", (0, 23), (23.5, 24)) with { DayEnds = TimeSpan.FromHours(23) };

    private static readonly TimeSpan Lead = TimeSpan.FromMinutes(15);

    [Theory]
    [InlineData("01-05T09:00", TradingSession.Intraday, "01-05T16:45", "the day, until a quarter of an hour before its close")]
    [InlineData("01-05T11:50", TradingSession.Intraday, "01-05T16:45", "a pause within the day changes nothing before it")]
    [InlineData("01-05T12:30", TradingSession.Intraday, "01-05T16:45", "nor while it lasts")]
    [InlineData("01-05T16:44:59", TradingSession.Intraday, "01-05T16:45", "a second before")]
    [InlineData("01-05T16:45", TradingSession.Overnight, "01-06T09:00", "the lead time before the close")]
    [InlineData("01-05T17:00", TradingSession.Overnight, "01-06T09:00", "closed")]
    [InlineData("01-06T08:59:59", TradingSession.Overnight, "01-06T09:00", "a second before the opening")]
    [InlineData("01-06T09:00", TradingSession.Intraday, "01-06T16:45", "at the opening")]
    [InlineData("01-09T16:45", TradingSession.Weekend, "01-12T09:00", "before the weekend")]
    [InlineData("01-11T12:00", TradingSession.Weekend, "01-12T09:00", "Sunday")]
    [InlineData("01-13T16:45", TradingSession.Weekend, "01-15T09:00", "before a holiday in the week")]
    [InlineData("01-12T16:45", TradingSession.Overnight, "01-13T09:00", "before a night in the week")]
    [Trait("Rule", "SESS-002")]
    public void AnExchange_HasDaysNightsAndWeekends(string at, TradingSession session, string until, string reason) =>
        Check(Exchange, at, session, until, reason);

    [Theory]
    [InlineData("01-05T12:00", TradingSession.Intraday, "01-05T21:45", "trading")]
    [InlineData("01-05T22:30", TradingSession.Overnight, "01-05T23:00", "an hour's break in which the trading day ends")]
    [InlineData("01-05T23:00", TradingSession.Intraday, "01-06T21:45", "the next trading day")]
    [InlineData("01-09T23:50", TradingSession.Weekend, "01-12T00:00", "the last hour of the week leads into the weekend")]
    [Trait("Rule", "SESS-002")]
    public void AMarketWithADailyBreak_HasItsNightThen(string at, TradingSession session, string until, string reason) =>
        Check(Globex, at, session, until, reason);

    [Fact]
    [Trait("Rule", "SESS-002")]
    public void AroundTheClock_ThereIsNoOtherSession()
    {
        var span = TestSessions.Daily("crypto", (0, 24)).Alone().SessionAt(At("01-10T03:00"), TimeSpan.FromHours(1));
        (span.Session, span.Until).ShouldBe((TradingSession.Intraday, null));
    }

    [Theory]
    [InlineData("01-08T22:45", TradingSession.Overnight, "01-08T23:30", "half an hour on Thursday")]
    [InlineData("01-10T22:45", TradingSession.Weekend, "01-10T23:30", "the same on Saturday, which is no business day")]
    [Trait("Rule", "SESS-002")]
    public void ABreakOnADayThatIsNoBusinessDay_IsAWeekend(string at, TradingSession session, string until, string reason) =>
        Check(Maintained, at, session, until, reason);

    [Fact]
    [Trait("Rule", "SESS-002")]
    public void WithoutAnotherOpening_ItIsWeekendForGood()
    {
        TestSessions.Week("never", [], (9, 17)).Alone().SessionAt(At("01-05T12:00"), default).ShouldBe(
            new SessionSpan(TradingSession.Weekend, At("01-05T12:00"), null, TradingSession.Weekend, default));
    }

    [Fact]
    [Trait("Rule", "SESS-002")]
    public void DaylightSaving_MovesTheSwitchWithTheLocalClose()
    {
        var newYork = Exchange with
        {
            SpecialDates = [],
            Zone = new("America/New_York", TimeSpan.FromHours(-5),
                [new(new(2026, 3, 8, 7, 0, 0, TimeSpan.Zero), TimeSpan.FromHours(-4))]),
        };
        var hours = newYork.Alone();
        hours.SessionAt(At("03-06T20:00"), Lead).Until.ShouldBe(At("03-06T21:45"), "winter");
        hours.SessionAt(At("03-07T12:00"), Lead).Until.ShouldBe(At("03-09T13:00"), "the first opening of summer");
        hours.SessionAt(At("03-09T14:00"), Lead).Until.ShouldBe(At("03-09T20:45"), "summer");
    }

    private static void Check(TradingCalendar calendar, string at, TradingSession session, string until, string reason)
    {
        var hours = calendar.Alone();
        var span = hours.SessionAt(At(at), Lead);
        span.Session.ShouldBe(session, reason);
        span.Until.ShouldBe(At(until), reason);
        hours.SessionAt(span.Until!.Value, Lead).Session.ShouldBe(span.Next, reason);
        hours.SessionAt(span.Until!.Value.AddTicks(-1), Lead).Session.ShouldBe(session, reason);
    }

    private static DateTimeOffset At(string text) =>
        DateTimeOffset.Parse($"2026-{text}Z", System.Globalization.CultureInfo.InvariantCulture);
}
