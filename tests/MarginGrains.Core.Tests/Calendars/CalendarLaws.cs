using MarginGrains.Core.Calendars;
using MarginGrains.Testing;
using MarginGrains.Testing.Core;
using Xunit.Abstractions;

namespace MarginGrains.Core.Tests.Calendars;

/// <summary>Over random calendars whose clocks leap and go back, everything equals a walk minute by minute.</summary>
public class CalendarLaws(ITestOutputHelper output)
{
    private const int Calendars = 120;

    /// Minutes that are looked at: inside the walk, with room for what comes before and after.
    private const int From = 3 * 1440;

    private const int To = 20 * 1440;

    [Fact]
    [Trait("Rule", "CAL-001")]
    public void ALocalTime_IsWhereAWalkFindsIt() => Over((hours, walk) =>
    {
        for (var day = RandomCalendars.Start; day < RandomCalendars.Start.AddDays(20); day = day.AddDays(1))
        {
            for (var minute = 0; minute <= 1440; minute += 15)
            {
                var time = TimeSpan.FromMinutes(minute);
                hours.InstantOf(day, time).ShouldBe(walk.InstantOf(day, time), $"{day:O} {time}");
            }
        }

        for (var i = From; i < To; i += 13) hours.DayOf(NaiveWalk.At(i)).ShouldBe(walk.DayOf(i));
    });

    [Fact]
    [Trait("Rule", "CAL-002")]
    [Trait("Rule", "CAL-003")]
    public void OpenAndClosed_AreThoseOfAWalk() => Over((hours, walk) =>
    {
        for (var i = From; i < To; i++)
        {
            if (hours.IsOpen(NaiveWalk.At(i)) == walk.IsOpen(i)) continue;
            hours.IsOpen(NaiveWalk.At(i)).ShouldBe(walk.IsOpen(i), $"{NaiveWalk.At(i):O}");
        }
    });

    [Fact]
    [Trait("Rule", "CAL-003")]
    public void TheNextChange_AndOpening_AreThoseOfAWalk() => Over((hours, walk) =>
    {
        for (var i = From; i < To; i += 37)
        {
            // Asked anew and of one that remembers: what it remembers must not show.
            var (at, isOpen) = (NaiveWalk.At(i), walk.IsOpen(i));
            var span = hours.SpanAt(at);
            RandomCalendars.Hours(hours.Chain).SpanAt(at).ShouldBe(span);
            span.IsOpen.ShouldBe(isOpen);
            if (walk.Next(i, !isOpen) is { } change) span.Until.ShouldBe(NaiveWalk.At(change), $"{at:O}");
            if (walk.LastNot(i, isOpen) is { } before && before > 0) span.From.ShouldBe(NaiveWalk.At(before + 1), $"{at:O}");
            hours.NextChange(at).ShouldBe(span.Until);
            if (walk.Next(i, false) is not { } closed || walk.Next(closed, true) is not { } opening) continue;
            hours.NextOpening(at).ShouldBe(NaiveWalk.At(opening), $"{at:O}");
        }
    });

    [Fact]
    [Trait("Rule", "CAL-004")]
    [Trait("Rule", "CALL-004")]
    public void Deadlines_AreThoseOfAWalkDayByDay() => Over((hours, walk) =>
    {
        for (var i = From; i < To; i += 211)
        {
            var cutOff = new TimeOnly(i / 7 % 24, i % 60);
            for (var days = 0; days <= 3; days++)
            {
                var due = BusinessDays.CutOffAfter(NaiveWalk.At(i), new(days, cutOff, []), hours);
                due.ShouldBe(Deadline(walk, i, days, cutOff.ToTimeSpan()), $"{days} days from {NaiveWalk.At(i):O}, {cutOff}");
                due.ShouldBeGreaterThanOrEqualTo(NaiveWalk.At(i));
            }
        }
    });

    [Fact]
    [Trait("Rule", "CAL-004")]
    [Trait("Rule", "CALL-001")]
    public void Settlements_AreThoseOfAWalkDayByDay() => Over((hours, walk) =>
    {
        for (var i = From + 7 * 1440; i < To; i += 101)
        {
            var (at, time) = (NaiveWalk.At(i), new TimeOnly(i / 11 % 24, i % 60));
            var all = Enumerable.Range(0, 50).Select(NaiveWalk.First.AddDays).Where(walk.IsBusinessDay)
                .Select(d => walk.InstantOf(d, time.ToTimeSpan())).ToList();
            if (all[0] <= at) BusinessDays.SettlementAtOrBefore(at, time, hours).ShouldBe(all.Last(s => s <= at));
            BusinessDays.NextSettlement(at, time, hours).ShouldBe(all.First(s => s > at));
        }
    });

    [Fact]
    [Trait("Rule", "CAL-005")]
    public void TheTradingDay_EndsWhereAWalkFindsIt() => Over((hours, walk) =>
    {
        var ends = Enumerable.Range(0, 50).Select(d => walk.InstantOf(NaiveWalk.First.AddDays(d), hours.Calendar.DayEnds));
        for (var i = From; i < To; i += 61)
        {
            hours.NextDayEnd(NaiveWalk.At(i)).ShouldBe(ends.First(e => e > NaiveWalk.At(i)));
        }
    });

    [Fact]
    public void EveryRandomCalendar_MayBeStored() => Law.Holds(output, RandomCalendars.Chains, 300, chain =>
    {
        foreach (var calendar in chain)
        {
            CalendarValidation.Check(calendar, id => chain.FirstOrDefault(c => c.Id == id)).ShouldBeEmpty();
        }
    });

    private void Over(Action<MarketHours, NaiveWalk> law) => Law.Holds(
        output, RandomCalendars.Chains, Calendars, chain => law(RandomCalendars.Hours(chain), new NaiveWalk(chain)));

    private static DateTimeOffset Deadline(NaiveWalk walk, int notice, int days, TimeSpan cutOff)
    {
        var day = walk.DayOf(notice);
        for (var left = days; left > 0;)
        {
            day = day.AddDays(1);
            if (walk.IsBusinessDay(day)) left--;
        }

        while (!walk.IsBusinessDay(day) || walk.InstantOf(day, cutOff) < NaiveWalk.At(notice)) day = day.AddDays(1);
        return walk.InstantOf(day, cutOff);
    }
}
