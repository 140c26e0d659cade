using System.Collections.Immutable;
using MarginGrains.Contracts.Instruments;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Primitives;
using MarginGrains.Grains.Marks;
using Orleans.Placement;

namespace MarginGrains.Grains.Instruments;

/// <summary>Owns an instrument: its terms, and the making and numbering of its marks.</summary>
[RandomPlacement]
internal sealed class InstrumentGrain(
    [PersistentState(InstrumentDocument.StateName)] IPersistentState<InstrumentDocument> document,
    MarkFeed feed,
    MarkBoard board,
    MarketClock clock) : Grain, IInstrumentGrain
{
    private static readonly TimeSpan FutureTolerance = TimeSpan.FromMinutes(1);

    /// Far more marks than can be made between two stores of the last one: after a crash no number is given twice.
    private const long SequenceLeap = 1_000_000;

    private Mark? last;
    private Price? heldBack;
    private long ownSequence;
    private bool ownsEpoch;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        last = board.Current.FindMark(new(this.GetPrimaryKeyString()));
        var known = last?.Sequence ?? 0;
        ownSequence = known is 0 or > long.MaxValue / 2 ? known : known + SequenceLeap;
        return Task.CompletedTask;
    }

    public async Task<InstrumentReply> DefineAsync(Instrument instrument)
    {
        if (instrument.Symbol.Value != this.GetPrimaryKeyString())
        {
            throw new ArgumentException($"'{instrument.Symbol}' is defined by its own grain", nameof(instrument));
        }

        var before = document.State.Definition;
        var errors = InstrumentValidation.Check(instrument)
            .Concat(before is null ? [] : InstrumentValidation.CheckChange(before, instrument)).ToList();
        if (instrument.Calendar is { } calendar && board.Current.FindHours(calendar) is null)
        {
            errors.Add(new("calendar", $"There is no calendar {calendar}."));
        }

        if (errors.Count > 0) return new(before, last, [.. errors]);
        var isNew = before is null;
        var next = before is null ? instrument with { Version = 1 } : instrument.Following(before, clock.Now);
        await WriteAsync(() => document.State.Definition = next);
        await feed.PublishThroughAsync(new(null, next, null));
        return new(next, last, []) { IsNew = isNew };
    }

    public Task<InstrumentReply> GetAsync() =>
        Task.FromResult(document.State.Definition is not { } instrument
            ? new InstrumentReply(null, last, [])
            : new InstrumentReply(instrument, last, [])
            {
                IsMarketOpen = OpenMarkets.IsOpen(board.Current, instrument, clock.Now),
                MarketChangesAt = OpenMarkets.NextChange(board.Current, instrument, clock.Now),
                IsStale = last is not null && OpenMarkets.IsStale(board.Current, instrument, last, clock.Now),
            });

    public async Task<ImmutableArray<PostReply>> PostAsync(ImmutableArray<PricePost> prices)
    {
        if (document.State.Definition is not { } instrument)
        {
            return [.. prices.Select(_ => new PostReply(PostOutcome.Rejected, "instrument_unknown", 0))];
        }

        await TakeEpochAsync();
        var replies = ImmutableArray.CreateBuilder<PostReply>(prices.Length);
        foreach (var price in prices)
        {
            // In live time a price of tomorrow would make every price of today look old.
            if (clock.IsLive && price.Time > clock.Now + FutureTolerance)
            {
                replies.Add(new(PostOutcome.Rejected, "time_in_future", 0));
                continue;
            }

            // A source without numbers gets ours, which leap over what a crash may have forgotten.
            var numbered = price.Sequence is null ? price with { Sequence = ownSequence + 1 } : price;

            // A price from after a split is compared with what the last one is worth after it.
            var before = last is null
                ? null
                : ExMarket.Rebased(last, board.Current.FindActions(instrument.Symbol), price.Time);
            var result = MarkMaker.Make(instrument, before, heldBack, numbered, document.State.Epoch);
            heldBack = result.HeldBack;
            replies.Add(new(result.Outcome, result.Code, result.Mark?.Sequence ?? 0));
            if (result.Mark is not { } mark) continue;
            last = mark;
            ownSequence = mark.Sequence;
            await feed.PublishAsync(new(mark, null, null));
        }

        return replies.MoveToImmutable();
    }

    /// A silo that hung and came back still holds the old epoch; boards refuse what it sends, and its writes conflict.
    private async Task TakeEpochAsync()
    {
        if (ownsEpoch) return;
        var known = board.Current.FindMark(new(this.GetPrimaryKeyString()));
        await WriteAsync(() => document.State.Epoch = Math.Max(document.State.Epoch, known?.Epoch ?? 0) + 1);
        ownsEpoch = true;

        // The owner before may have stopped before the last mark that it made had reached every board.
        if (last is not null) await feed.PublishAsync(new(last, null, null));
    }

    private async Task WriteAsync(Action change)
    {
        change();
        try
        {
            await document.WriteStateAsync();
        }
        catch
        {
            DeactivateOnIdle();
            throw;
        }
    }
}
