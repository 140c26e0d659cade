using MarginGrains.Contracts.Streams;
using Orleans.Streams;

namespace MarginGrains.Host.Bench;

/// <summary>Counts what arrives on the partitions' streams.</summary>
internal sealed class PublishedEvents
{
    private long count;

    /// <summary>Events that have arrived.</summary>
    public long Count => Interlocked.Read(ref count);

    public static async Task<PublishedEvents> FollowAsync(IServiceProvider services, int partitions)
    {
        var published = new PublishedEvents();
        var provider = services.GetRequiredService<IClusterClient>().GetStreamProvider(EventStreams.Provider);
        for (var partition = 0; partition < partitions; partition++)
        {
            await provider.GetStream<PartitionEvents>(EventStreams.Of(partition)).SubscribeAsync((events, _) =>
            {
                Interlocked.Add(ref published.count, events.Events.Length);
                return Task.CompletedTask;
            });
        }

        return published;
    }
}
