using System.Text.Json;
using MarginGrains.Contracts.Calendars;
using MarginGrains.Contracts.Serialization;
using MarginGrains.Core.Calendars;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;
using MarginGrains.Grains.Hosting;
using MarginGrains.Grains.Tests.Accounts;
using MarginGrains.Grains.Tests.Cluster;

namespace MarginGrains.Grains.Tests.Calendars;

public sealed class CalendarTests(ClusterOfTwo fixture) : IClassFixture<ClusterOfTwo>
{
    private readonly MarginCluster cluster = fixture.Cluster;

    [Fact]
    public async Task AtTheOpening_WhatWasCrossedMeanwhileIsStoppedOut_WithoutANewPrice()
    {
        var calendar = await DefineAsync(Closed(cluster.Now.AddMinutes(-5), TimeSpan.FromHours(10)));
        var opening = await OpeningAsync(calendar.Id);
        var clock = await cluster.ListAsync(Listed.Cfd(cluster.NewName("CFD")), 1m);
        var symbol = await cluster.ListAsync(Listed.Cfd(cluster.NewName("CFD")) with { Calendar = calendar.Id }, 200m);
        var id = await cluster.HolderAsync("fx-retail", 1000m, symbol, 100m, 200m);

        await cluster.TickAsync(symbol, 190m);
        (await cluster.TypesAsync(id)).ShouldNotContain("liquidation.started");

        // Another instrument moves time on; the opening lies between its two marks and is judged at its own instant.
        await cluster.TickAsync(clock, 1m, opening - cluster.Now + TimeSpan.FromMinutes(7));
        var started = (await cluster.EventsAsync(id)).Single(e => e.Type == "liquidation.started");
        started.Time.ShouldBe(opening);
        (await cluster.StateAsync(id)).Portfolio.IsFlat.ShouldBeTrue("the venue has sold");
        await cluster.ShouldBalanceAsync();
    }

    [Fact]
    public async Task ADefinition_IsStoredOnce_AndWhatNamesAnUnknownOneIsRefused()
    {
        var calendar = Closed(cluster.Now, TimeSpan.FromHours(1));
        var first = await Grain(calendar.Id).DefineAsync(calendar);
        (first.IsNew, first.Calendar!.Version).ShouldBe((true, 1));
        var again = await Grain(calendar.Id).DefineAsync(calendar);
        (again.IsNew, again.Calendar!.Version).ShouldBe((false, 1));
        var changed = await Grain(calendar.Id).DefineAsync(calendar with { DayEnds = TimeSpan.FromHours(17) });
        changed.Calendar!.Version.ShouldBe(2);
        (await Grain(calendar.Id).DefineAsync(calendar with { Rank = CalendarRank.Platform }))
            .Errors.ShouldHaveSingleItem().Field.ShouldBe("rank");
        var orphan = calendar with { Id = new(cluster.NewName("cal")), Parent = new("nowhere") };
        (await Grain(orphan.Id).DefineAsync(orphan)).Errors.ShouldHaveSingleItem().Field.ShouldBe("parent");

        var instrument = Listed.Cfd(cluster.NewName("CFD")) with { Calendar = new("nowhere") };
        (await cluster.Instrument(instrument.Symbol.Value).DefineAsync(instrument))
            .Errors.ShouldHaveSingleItem().Field.ShouldBe("calendar");
        var preset = RegimePresets.FxRetail;
        var regime = preset with
        {
            Id = new(cluster.NewName("regime")), Calls = [preset.Calls[0] with { Calendar = new("nowhere") }],
        };
        (await cluster.Client.GetGrain<Contracts.Regimes.IRegimeGrain>(regime.Id.Value).DefineAsync(regime))
            .Errors.ShouldHaveSingleItem().Field.ShouldBe("calls[0].calendar");
    }

    [Fact]
    [Trait("Rule", "CAL-010")]
    public async Task OpeningsAndClosings_StandInTheJournalOnce_AfterARestartToo()
    {
        var time = new ShiftedTime(MarginCluster.Start);
        await using var live = await MarginCluster.StartAsync(s =>
        {
            (s.Silos, s.Time, s.Options) = (1, time, o => o.Clock = ClockSource.Live);
        });
        var now = time.GetUtcNow();
        var calendar = Closed(now, TimeSpan.FromHours(4)) with { Id = new("live") };
        var grain = live.Client.GetGrain<ICalendarGrain>("live");
        (await grain.DefineAsync(calendar)).Errors.ShouldBeEmpty();
        await grain.PingAsync();
        var hours = MarketHours.Of(calendar, _ => null)!;
        var closing = hours.NextChange(now)!.Value;
        var opening = hours.NextOpening(now)!.Value;

        time.Advance(opening - now + TimeSpan.FromSeconds(1));
        await grain.PingAsync();
        await live.Client.GetGrain<IManagementGrain>(0).ForceActivationCollection(TimeSpan.Zero);
        await grain.PingAsync();

        var events = (await live.EventsAsync(MarketEvents.OwnerOf(calendar.Id))).ToList();
        events.Select(e => (e.Sequence, e.Type, e.Time)).ShouldBe(
            [(1, "market.closed", closing), (2, "market.opened", opening)]);
        var change = JsonSerializer.Deserialize<MarketChange>(events[1].Body, CoreJson.Options)!;
        change.ShouldBe(new MarketChange(calendar.Id, opening, IsOpen: true, hours.NextChange(opening)));
    }

    private ICalendarGrain Grain(CalendarId id) => cluster.Client.GetGrain<ICalendarGrain>(id.Value);

    private async Task<TradingCalendar> DefineAsync(TradingCalendar calendar)
    {
        (await Grain(calendar.Id).DefineAsync(calendar)).Errors.ShouldBeEmpty();
        return calendar;
    }

    private async Task<DateTimeOffset> OpeningAsync(CalendarId id)
    {
        var chain = (await cluster.Client.GetGrain<Contracts.Catalog.ICatalogGrain>(0).FindCalendarAsync(id)).Items;
        return MarketHours.Of(chain.Single(), _ => null)!.NextOpening(cluster.Now)!.Value;
    }

    /// Open all day but for one break, which begins a minute after an instant, at a whole minute.
    private TradingCalendar Closed(DateTimeOffset after, TimeSpan length)
    {
        var from = new DateTimeOffset(after.UtcDateTime.Date, TimeSpan.Zero);
        var closes = TimeSpan.FromMinutes(Math.Floor((after - from).TotalMinutes) + 1);
        var opens = closes + length;
        WeekdayHours Day(DayOfWeek day) => new(day, opens < TimeSpan.FromHours(24)
            ? [new(TimeSpan.Zero, closes), new(opens, TimeSpan.FromHours(24))]
            : [new(opens - TimeSpan.FromHours(24), closes)]);
        return new()
        {
            Id = new(cluster.NewName("cal")), Zone = ZoneOffsets.Utc, Week = [.. Enum.GetValues<DayOfWeek>().Select(Day)],
        };
    }
}
