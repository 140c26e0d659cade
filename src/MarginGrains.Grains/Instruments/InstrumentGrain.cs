using System.Collections.Immutable;
using MarginGrains.Contracts.Instruments;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Primitives;
using MarginGrains.Grains.Hosting;
using MarginGrains.Grains.Marks;
using MarginGrains.Grains.Telemetry;
using Microsoft.Extensions.Options;
using Orleans.Placement;

namespace MarginGrains.Grains.Instruments;

/// <summary>Owns an instrument: its terms, and the making and numbering of its marks.</summary>
[RandomPlacement]
internal sealed class InstrumentGrain(
    [PersistentState(InstrumentDocument.StateName)] IPersistentState<InstrumentDocument> document,
    MarkFeed feed,
    MarkBoard board,
    MarketClock clock,
    TimeProvider time,
    GrainsMetrics metrics,
    IOptions<MarginGrainsOptions> options) : Grain, IInstrumentGrain, IDisposable
{
    /// Each of them holds a batch in memory.
    private const int MostWaiting = 256;

    private static readonly TimeSpan FutureTolerance = TimeSpan.FromMinutes(1);

    /// Far more marks than can be made between two stores of the last one: after a crash no number is given twice.
    private const long SequenceLeap = 1_000_000;

    private readonly TimeSpan patience = options.Value.PostPatience;

    /// Posts and definitions one after the other, in the order in which they came.
    private readonly SemaphoreSlim turn = new(1, 1);

    private Mark? last;
    private Price? heldBack;
    private long ownSequence;
    private Mark? owed;
    private bool ownsEpoch;
    private int waiting;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        last = board.Current.FindMark(new(this.GetPrimaryKeyString()));
        var known = last?.Sequence ?? 0;
        ownSequence = known is 0 or > long.MaxValue / 2 ? known : known + SequenceLeap;
        return Task.CompletedTask;
    }

    public async Task<InstrumentReply> DefineAsync(Instrument instrument)
    {
        await turn.WaitAsync();
        try
        {
            return await DefineInTurnAsync(instrument);
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task<InstrumentReply> DefineInTurnAsync(Instrument instrument)
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
                Conflated = feed.FindConflated(instrument.Symbol),
            });

    public void Dispose() => turn.Dispose();

    public async Task<ImmutableArray<PostReply>> PostAsync(ImmutableArray<PricePost> prices)
    {
        var begun = time.GetTimestamp();
        if (waiting >= MostWaiting) return Backlogged([], prices.Length);
        waiting++;
        var isMine = await turn.WaitAsync(patience);
        waiting--;
        if (!isMine) return Backlogged([], prices.Length);
        try
        {
            return await PostInTurnAsync(prices, begun);
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task<ImmutableArray<PostReply>> PostInTurnAsync(ImmutableArray<PricePost> prices, long begun)
    {
        if (document.State.Definition is not { } instrument)
        {
            return [.. prices.Select(_ => new PostReply(PostOutcome.Rejected, "instrument_unknown", 0))];
        }

        await TakeEpochAsync();
        if (owed is not null)
        {
            if (IsConflated(instrument, owed)) await feed.PublishNewestAsync(owed);
            else if (!await feed.TryPublishAsync(owed, Left(begun))) return Backlogged([], prices.Length);
            owed = null;
        }

        var replies = new List<PostReply>(prices.Length);
        foreach (var price in prices)
        {
            var (reply, mark) = Make(instrument, price);
            if (mark is not null)
            {
                if (IsConflated(instrument, mark)) await feed.PublishNewestAsync(mark);
                else if (!await feed.TryPublishAsync(mark, Left(begun))) return Backlogged(replies, prices.Length);
                last = mark;
                ownSequence = mark.Sequence;
            }

            heldBack = reply.HeldBack;
            replies.Add(new(reply.Outcome, reply.Code, mark?.Sequence ?? 0));
        }

        return [.. replies];
    }

    /// Changes nothing: a price that finds no room must be as if it had never come.
    private (PostResult Reply, Mark? Mark) Make(Instrument instrument, PricePost price)
    {
        // In live time a price of tomorrow would make every price of today look old.
        if (clock.IsLive && price.Time > clock.Now + FutureTolerance)
        {
            return (new(PostOutcome.Rejected, null, "time_in_future", heldBack), null);
        }

        // A source without numbers gets ours, which leap over what a crash may have forgotten.
        var numbered = price.Sequence is null ? price with { Sequence = ownSequence + 1 } : price;

        // A price from after a split is compared with what the last one is worth after it.
        var before = last is null
            ? null
            : ExMarket.Rebased(last, board.Current.FindActions(instrument.Symbol), price.Time);
        var result = MarkMaker.Make(instrument, before, heldBack, numbered, document.State.Epoch);
        return (result, result.Mark);
    }

    /// An official closing price is one of a kind: it neither replaces nor is replaced.
    private static bool IsConflated(Instrument instrument, Mark mark) =>
        instrument.Delivery == MarkDelivery.Conflate && mark.Kind != MarkKind.Closing;

    private TimeSpan Left(long begun) => patience - time.GetElapsedTime(begun);

    /// The rest found no room. What was made before it has been published, and stays acknowledged.
    private ImmutableArray<PostReply> Backlogged(List<PostReply> made, int prices)
    {
        metrics.Backlogged(prices - made.Count);
        var rest = new PostReply(PostOutcome.Rejected, PostReply.Backlogged, 0);
        return [.. made, .. Enumerable.Repeat(rest, prices - made.Count)];
    }

    /// A silo that hung and came back still holds the old epoch; boards refuse what it sends, and its writes conflict.
    private async Task TakeEpochAsync()
    {
        if (ownsEpoch) return;
        var known = board.Current.FindMark(new(this.GetPrimaryKeyString()));
        await WriteAsync(() => document.State.Epoch = Math.Max(document.State.Epoch, known?.Epoch ?? 0) + 1);
        ownsEpoch = true;

        // The owner before may have stopped before the last mark that it made had reached every board.
        owed = last;
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
