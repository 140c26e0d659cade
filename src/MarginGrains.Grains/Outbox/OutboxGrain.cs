using MarginGrains.Contracts.Streams;
using MarginGrains.Grains.Accounts;
using MarginGrains.Grains.Ports;
using Microsoft.Extensions.Logging;
using Orleans.Placement;
using Orleans.Streams;

namespace MarginGrains.Grains.Outbox;

/// <summary>
/// Publishes the journal of a partition in order. It keeps no cursor in storage: a stream is for speed, and a reader
/// that
/// misses something asks the journal. A new publisher starts at the newest position.
/// </summary>
[KeepAlive, RandomPlacement]
internal sealed partial class OutboxGrain(IJournal journal, ILogger<OutboxGrain> logger) : Grain, IOutboxGrain
{
    private const int PageSize = 500;

    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    private IAsyncStream<PartitionEvents>? stream;
    private long position;

    private int Partition => (int)this.GetPrimaryKeyLong();

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        stream = this.GetStreamProvider(EventStreams.Provider).GetStream<PartitionEvents>(EventStreams.Of(Partition));
        position = await journal.LastPositionAsync(cancellationToken);
        this.RegisterGrainTimer(OnBeatAsync, new() { DueTime = Beat, Period = Beat });
    }

    public Task PokeAsync() => PublishAsync();

    public Task PingAsync() => Task.CompletedTask;

    /// Repeats the newest position, so that a reader notices what it did not get.
    private async Task OnBeatAsync(CancellationToken cancellationToken)
    {
        if (await PublishAsync() == 0) await stream!.OnNextAsync(new(Partition, position, position, []));
    }

    private async Task<int> PublishAsync()
    {
        var published = 0;
        try
        {
            while (true)
            {
                var entries = await journal.ReadPartitionAsync(Partition, position, PageSize, CancellationToken.None);
                if (entries.Count == 0) return published;
                var newest = entries[^1].Position;
                await stream!.OnNextAsync(
                    new(Partition, position, newest, [.. entries.Select(JournalRows.ToContract)]));
                position = newest;
                published += entries.Count;
            }
        }
        catch (Exception e)
        {
            // The position has not moved: the next beat tries again.
            LogUnpublished(logger, e, Partition, position);
            return published;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "Partition {Partition} could not publish after position {Position}.")]
    private static partial void LogUnpublished(ILogger logger, Exception exception, int partition, long position);
}
