using MarginGrains.Contracts.Marks;
using Microsoft.Extensions.Logging;
using Orleans.Runtime.Services;

namespace MarginGrains.Grains.Marks;

/// <summary>The receiver under an address that other silos can call: one per silo, found without a directory.</summary>
internal sealed class MarkFeedService(
    GrainId id, Silo silo, ILoggerFactory loggerFactory, MarkReceiver receiver, SiloSettlement settlement)
    : GrainService(id, silo, loggerFactory), IMarkFeedService
{
    public Task DeliverAsync(MarkBatch batch) => receiver.DeliverAsync(batch);

    public Task<bool> FlushAsync() => settlement.FlushAsync();

    public Task<bool> SettleAsync() => settlement.SettleAsync();
}

/// <summary>Addresses the receiver of any silo.</summary>
internal sealed class MarkFeedClient(IServiceProvider services) : GrainServiceClient<IMarkFeedService>(services)
{
    public IMarkFeedService Of(SiloAddress silo) => GetGrainService(silo);
}
