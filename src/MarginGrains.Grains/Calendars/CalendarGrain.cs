using System.Text.Json;
using MarginGrains.Contracts.Accounts;
using MarginGrains.Contracts.Calendars;
using MarginGrains.Contracts.Serialization;
using MarginGrains.Core.Calendars;
using MarginGrains.Grains.Accounts;
using MarginGrains.Grains.Hosting;
using MarginGrains.Grains.Marks;
using MarginGrains.Grains.Ports;
using Microsoft.Extensions.Options;

namespace MarginGrains.Grains.Calendars;

/// <summary>
/// Owns a calendar; what it names has to be on this silo's board. Says when its market opens and closes.
/// </summary>
internal sealed class CalendarGrain(
    [PersistentState(CalendarDocument.StateName)] IPersistentState<CalendarDocument> document,
    MarkFeed feed, MarkBoard board, MarketClock clock, AccountEffects effects,
    IOptions<MarginGrainsOptions> options) : Grain, ICalendarGrain
{
    /// Years of a market that opens twice a day are said in a few writes.
    private const int MostChanges = 500;

    public async Task<CalendarReply> DefineAsync(TradingCalendar calendar)
    {
        if (calendar.Id.Value != this.GetPrimaryKeyString())
        {
            throw new ArgumentException($"'{calendar.Id}' is defined by its own grain", nameof(calendar));
        }

        var before = document.State.Definition;
        var errors = CalendarValidation.Check(calendar, board.Current.FindCalendar)
            .Concat(before is null ? [] : CalendarValidation.CheckChange(before, calendar)).ToList();
        if (errors.Count > 0) return new(before, [.. errors]);
        if (before is not null && IsSame(before, calendar)) return new(before, []);
        var next = calendar with { Version = (before?.Version ?? 0) + 1 };
        await WriteAsync(new()
        {
            Definition = next, Standing = document.State.Standing, Sequence = document.State.Sequence,
        });
        await feed.PublishThroughAsync(new() { Calendar = next });
        return new(next, []) { IsNew = before is null };
    }

    public async Task PingAsync()
    {
        // With marks as the clock market time leaps from mark to mark, and what is written when would be an accident.
        if (!clock.IsLive || document.State is not { Definition: { } calendar } state) return;
        if (board.Current.FindHours(calendar.Id) is not { } hours) return;
        var now = clock.Now;
        if (state.Standing is not { } standing)
        {
            await WriteAsync(new()
            {
                Definition = calendar, Standing = new(now, hours.IsOpen(now)), Sequence = state.Sequence,
            });
            return;
        }

        var (changes, then) = standing.Since(hours, now, MostChanges);
        if (changes.Count == 0) return;
        var owner = MarketEvents.OwnerOf(calendar.Id);
        var partition = Partitioning.Of(owner, options.Value.Partitions);
        await WriteAsync(new()
        {
            Definition = calendar,
            Standing = then,
            Sequence = state.Sequence + changes.Count,
            PendingJournal = [.. changes.Select((c, i) => new JournalRow(
                owner, state.Sequence + i + 1, partition, c.IsOpen ? MarketEvents.Opened : MarketEvents.Closed, c.At,
                JsonSerializer.Serialize(c, GrainsJson.Of<MarketChange>())))],
        });
        effects.Poke(partition);
    }

    /// On any error memory may be ahead of the database or behind it: the next call starts from what is stored.
    private async Task WriteAsync(CalendarDocument next)
    {
        document.State = next;
        try
        {
            await document.WriteStateAsync();
        }
        catch
        {
            DeactivateOnIdle();
            throw;
        }

        document.State = new() { Definition = next.Definition, Standing = next.Standing, Sequence = next.Sequence };
    }

    /// A definition that is put again is the same version: a retry must not make another.
    private static bool IsSame(TradingCalendar version, TradingCalendar calendar) =>
        JsonSerializer.Serialize(version, CoreJson.Options)
        == JsonSerializer.Serialize(calendar with { Version = version.Version }, CoreJson.Options);
}
