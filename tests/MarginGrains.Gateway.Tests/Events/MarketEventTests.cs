using System.Text.Json;
using MarginGrains.Contracts.Calendars;
using MarginGrains.Contracts.Journal;
using MarginGrains.Contracts.Serialization;
using MarginGrains.Core.Calendars;
using MarginGrains.Gateway.Events;
using MarginGrains.Gateway.Responses;

namespace MarginGrains.Gateway.Tests.Events;

/// <summary>Openings and closings of markets on every channel.</summary>
public sealed class MarketEventTests
{
    private static readonly DateTimeOffset Opening = new(2026, 3, 8, 21, 0, 0, TimeSpan.Zero);

    [Fact]
    public void AnOpening_HasItsCalendarInPlaceOfAnAccount()
    {
        var change = new MarketChange(new("fx"), Opening, IsOpen: true, Opening.AddHours(120));
        var entry = new JournalEvent(
            7, MarketEvents.OwnerOf(change.CalendarId), 3, MarketEvents.Opened, Opening,
            JsonSerializer.Serialize(change, CoreJson.Options));
        var response = EventResponse.Of(entry);
        (response.Id, response.Type, response.AccountId, response.AccountSequence)
            .ShouldBe(("7", "market.opened", "calendar:fx", 3));
        response.Time.ShouldBe("2026-03-08T21:00:00Z");
        response.Data["calendarId"]!.GetValue<string>().ShouldBe("fx");
        response.Data["until"]!.GetValue<string>().ShouldBe("2026-03-13T21:00:00Z");
        response.Margin.ShouldBeNull();
    }

    [Fact]
    public void BothMayBeAskedForByName() =>
        new[] { MarketEvents.Opened, MarketEvents.Closed }.ShouldBeSubsetOf(EventTypes.All);
}
