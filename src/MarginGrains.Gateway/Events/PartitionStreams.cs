using MarginGrains.Contracts.Streams;
using Microsoft.Extensions.Logging;
using Orleans.Streams;

namespace MarginGrains.Gateway.Events;

/// <summary>
/// The subscriptions to the partitions' streams. Every partition is heard of each second; one that is silent for long
/// has
/// lost its subscription with a silo and gets another.
/// </summary>
internal sealed partial class PartitionStreams(
    IClusterClient client, int partitions, TimeProvider time, Action<PartitionEvents> heard, ILogger logger)
{
    private static readonly TimeSpan Lost = TimeSpan.FromSeconds(10);

    private readonly StreamSubscriptionHandle<PartitionEvents>?[] handles =
        new StreamSubscriptionHandle<PartitionEvents>?[partitions];

    private readonly long[] heardAt = new long[partitions];

    /// <summary>Whether a partition has not been heard of for so long.</summary>
    public bool AnySilentFor(TimeSpan silence) =>
        heardAt.Any(t => time.GetElapsedTime(Interlocked.Read(ref t)) >= silence);

    /// <summary>
    /// Subscribes where there is no subscription, or a dead one. What fails is tried again the next time.
    /// </summary>
    public async Task RenewAsync()
    {
        for (var partition = 0; partition < partitions; partition++)
        {
            if (handles[partition] is not null && time.GetElapsedTime(heardAt[partition]) < Lost) continue;
            try
            {
                await RenewAsync(partition);
            }
            catch (Exception e)
            {
                LogUnsubscribed(logger, e, partition);
                return;
            }
        }
    }

    /// <summary>Ends all subscriptions as far as the cluster still answers.</summary>
    public async Task EndAsync()
    {
        for (var partition = 0; partition < partitions; partition++)
        {
            if (handles[partition] is not { } handle) continue;
            try
            {
                await handle.UnsubscribeAsync();
            }
            catch (Exception e)
            {
                LogUnsubscribed(logger, e, partition);
                return;
            }
        }
    }

    private async Task RenewAsync(int partition)
    {
        if (handles[partition] is { } old)
        {
            handles[partition] = null;
            await old.UnsubscribeAsync();
        }

        var stream = client.GetStreamProvider(EventStreams.Provider)
            .GetStream<PartitionEvents>(EventStreams.Of(partition));
        handles[partition] = await stream.SubscribeAsync((message, _) =>
        {
            Interlocked.Exchange(ref heardAt[partition], time.GetTimestamp());
            heard(message);
            return Task.CompletedTask;
        });
        Interlocked.Exchange(ref heardAt[partition], time.GetTimestamp());
    }

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "The stream of partition {Partition} is out of reach; the journal is read instead.")]
    private static partial void LogUnsubscribed(ILogger logger, Exception exception, int partition);
}
