using System.Collections.Concurrent;
using MarginGrains.Contracts.Marks;
using MarginGrains.Grains.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MarginGrains.Grains.Marks;

/// <summary>The sending end of the price path: one pump per silo of the cluster, this one included.</summary>
internal sealed partial class MarkFeed(
    IClusterMembershipService membership,
    ILocalSiloDetails localSilo,
    MarkFeedClient client,
    MarkReceiver receiver,
    MarkBoard board,
    IOptions<MarginGrainsOptions> options,
    ILogger<MarkFeed> logger) : BackgroundService
{
    private readonly Lock gate = new();
    private readonly ConcurrentDictionary<SiloAddress, MarkPump> pumps = new();

    /// <summary>Sends to every silo; completes when every pump has room for it.</summary>
    public async ValueTask PublishAsync(FeedItem item)
    {
        foreach (var (silo, pump) in Pumps())
        {
            try
            {
                await pump.WriteAsync(item);
            }
            catch (OperationCanceledException)
            {
                LogGone(logger, silo);
            }
        }
    }

    /// <summary>Sends to every silo; completes when every silo's board has it.</summary>
    public async Task PublishThroughAsync(FeedItem item)
    {
        foreach (var (silo, pump) in Pumps())
        {
            try
            {
                await pump.WriteThroughAsync(item);
            }
            catch (OperationCanceledException)
            {
                LogGone(logger, silo);
            }
        }
    }

    /// <summary>Completes when every silo has judged everything published so far, orders and claims answered.</summary>
    public async Task SettleAsync()
    {
        foreach (var (_, pump) in Pumps()) await pump.SettleAsync();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var snapshot in membership.MembershipUpdates.WithCancellation(stoppingToken))
            {
                await FollowAsync(snapshot);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            LogStopping(logger);
        }
        finally
        {
            foreach (var silo in pumps.Keys) await DropAsync(silo);
        }
    }

    private async Task FollowAsync(ClusterMembershipSnapshot snapshot)
    {
        foreach (var silo in pumps.Keys)
        {
            if (!snapshot.Members.TryGetValue(silo, out var member) || member.Status.IsTerminating()) await DropAsync(silo);
        }

        foreach (var member in snapshot.Members.Values)
        {
            if (member.Status == SiloStatus.Active) Add(member.SiloAddress);
        }
    }

    /// A publisher that runs before the first membership update still reaches its own silo.
    private ConcurrentDictionary<SiloAddress, MarkPump> Pumps()
    {
        if (pumps.IsEmpty) Add(localSilo.SiloAddress);
        return pumps;
    }

    private void Add(SiloAddress silo)
    {
        lock (gate)
        {
            if (!pumps.ContainsKey(silo)) pumps[silo] = Start(silo);
        }
    }

    private MarkPump Start(SiloAddress silo)
    {
        var backlog = options.Value.FeedBacklog;
        if (silo.Equals(localSilo.SiloAddress))
        {
            return new(receiver.DeliverAsync, receiver.SettleAsync, backlog, new([]), logger);
        }

        var remote = client.Of(silo);
        return new(remote.DeliverAsync, remote.SettleAsync, backlog, Snapshot(), logger);
    }

    /// What a new silo has to know; it drops what it has already.
    private MarkBatch Snapshot()
    {
        var market = board.Current;
        return new([
            .. market.Regimes.Select(r => new FeedItem(null, null, r)),
            .. market.Instruments.Select(i => new FeedItem(null, i, null)),
            .. market.Marks.Select(m => new FeedItem(m, null, null))]);
    }

    private async Task DropAsync(SiloAddress silo)
    {
        if (pumps.TryRemove(silo, out var pump)) await pump.DisposeAsync();
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Silo {Silo} left while marks were on their way to it.")]
    private static partial void LogGone(ILogger logger, SiloAddress silo);

    [LoggerMessage(Level = LogLevel.Debug, Message = "The mark feed stops.")]
    private static partial void LogStopping(ILogger logger);
}
