using System.Globalization;
using MarginGrains.Core.Calendars;
using MarginGrains.Testing.Core;

namespace MarginGrains.Core.Tests.Calendars;

[Trait("Rule", "CAL-010")]
public class MarketChangeTests
{
    private static readonly MarketHours Fx = TestCalendars.Fx.Alone();

    private static readonly DateTimeOffset Thursday = Utc("2026-03-05T12:00");

    private readonly MarketStanding open = new(Thursday, IsOpen: true);

    [Fact]
    public void WhileNothingChanges_NothingIsSaid()
    {
        open.Since(Fx, Thursday, 9).Changes.ShouldBeEmpty();
        var (changes, standing) = open.Since(Fx, Utc("2026-03-06T21:59"), 9);
        changes.ShouldBeEmpty();
        standing.ShouldBe(open);
    }

    [Fact]
    public void EachChange_IsSaidOnce_AtItsOwnTime_HoweverLateOneAsks()
    {
        var (changes, standing) = open.Since(Fx, Utc("2026-03-16T00:00"), 9);
        changes.Select(c => (c.At, c.IsOpen)).ShouldBe(
        [
            (Utc("2026-03-06T22:00"), false), (Utc("2026-03-08T21:00"), true),
            (Utc("2026-03-13T21:00"), false), (Utc("2026-03-15T21:00"), true),
        ]);
        changes[0].Until.ShouldBe(Utc("2026-03-08T21:00"));
        standing.Since(Fx, Utc("2026-03-16T00:00"), 9).Changes.ShouldBeEmpty("everything was said");
    }

    [Fact]
    public void WhatIsTooMuchAtATime_ComesWithTheNextQuestion()
    {
        var (first, standing) = open.Since(Fx, Utc("2026-03-16T00:00"), 3);
        var (rest, _) = standing.Since(Fx, Utc("2026-03-16T00:00"), 3);
        first.Concat(rest).ShouldBe(open.Since(Fx, Utc("2026-03-16T00:00"), 9).Changes);
    }

    [Fact]
    public void ARedefinedCalendar_IsAChangeOfTheMoment()
    {
        var closed = (TestCalendars.Fx with { SpecialDates = [new(new(2026, 3, 5), [], "closed")] }).Alone();
        var (changes, standing) = open.Since(closed, Thursday.AddHours(1), 9);
        changes.ShouldHaveSingleItem().At.ShouldBe(Thursday.AddHours(1));
        standing.ShouldBe(new MarketStanding(Thursday.AddHours(1), IsOpen: false));
    }

    private static DateTimeOffset Utc(string text) => DateTimeOffset.Parse($"{text}:00Z", CultureInfo.InvariantCulture);
}
