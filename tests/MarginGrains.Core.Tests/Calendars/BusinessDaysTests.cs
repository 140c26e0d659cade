using MarginGrains.Core.Calendars;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Core.Tests.Calendars;

public class BusinessDaysTests
{
    private static readonly DateOnly Holiday = new(2026, 1, 7);

    private static readonly UtcWeekdays Calendar = new([Holiday]);

    [Theory]
    [InlineData("2026-01-05T12:00", 2, "2026-01-08T09:00", "Monday, Tuesday, not the holiday, Thursday")]
    [InlineData("2026-01-09T23:59", 1, "2026-01-12T09:00", "over the weekend")]
    [InlineData("2026-01-10T12:00", 1, "2026-01-12T09:00", "from a Saturday")]
    [InlineData("2026-01-05T08:00", 0, "2026-01-05T09:00", "the same day")]
    [InlineData("2026-01-05T09:00", 0, "2026-01-05T09:00", "at the cut-off itself")]
    [InlineData("2026-01-05T09:01", 0, "2026-01-06T09:00", "today's cut-off has passed: never due before the notice")]
    [InlineData("2026-01-06T10:00", 0, "2026-01-08T09:00", "and the next day is a holiday")]
    [InlineData("2026-01-10T08:00", 0, "2026-01-12T09:00", "a Saturday does not count")]
    [Trait("Rule", "CALL-004")]
    public void TheCutOff_IsOnABusinessDayAfterTheNotice(string notice, int days, string due, string reason) =>
        BusinessDays.CutOffAfter(Utc(notice), new(days, new(9, 0), []), Calendar).ShouldBe(Utc(due), reason);

    [Fact]
    [Trait("Rule", "CALL-004")]
    public void AnOffset_DoesNotChangeTheDay()
    {
        var notice = new DateTimeOffset(2026, 1, 6, 3, 0, 0, TimeSpan.FromHours(8));
        BusinessDays.CutOffAfter(notice, new(1, new(9, 0), []), UtcWeekdays.All).ShouldBe(Utc("2026-01-06T09:00"), "it is Monday 19:00 UTC");
    }

    [Theory]
    [InlineData("2026-01-05T20:59", "2026-01-02T21:00", "2026-01-05T21:00")]
    [InlineData("2026-01-05T21:00", "2026-01-05T21:00", "2026-01-06T21:00")]
    [InlineData("2026-01-08T12:00", "2026-01-06T21:00", "2026-01-08T21:00")]
    [InlineData("2026-01-11T12:00", "2026-01-09T21:00", "2026-01-12T21:00")]
    [Trait("Rule", "CALL-001")]
    public void Settlements_AreOnBusinessDays(string now, string last, string next)
    {
        BusinessDays.SettlementAtOrBefore(Utc(now), new(21, 0), Calendar).ShouldBe(Utc(last));
        BusinessDays.NextSettlement(Utc(now), new(21, 0), Calendar).ShouldBe(Utc(next));
    }

    [Fact]
    public void AGraceOfNoDays_NeverBreaksTheAccount()
    {
        var grace = new GracePeriod.BusinessDays(0, new(0, 0), []);
        for (var hour = 0; hour < 24 * 8; hour++)
        {
            var notice = Utc("2026-01-05T00:00").AddHours(hour);
            BusinessDays.CutOffAfter(notice, grace, UtcWeekdays.All).ShouldBeGreaterThanOrEqualTo(notice);
        }
    }

    private static DateTimeOffset Utc(string text) =>
        DateTimeOffset.Parse($"{text}:00Z", System.Globalization.CultureInfo.InvariantCulture);
}
