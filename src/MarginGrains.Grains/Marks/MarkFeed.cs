using System.Collections.Immutable;
using MarginGrains.Contracts.Instruments;
using MarginGrains.Contracts.Marks;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Primitives;
using MarginGrains.Grains.Hosting;
using MarginGrains.Grains.Telemetry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MarginGrains.Grains.Marks;

/// <summary>The sending end of the price path: one pump per silo of the cluster, this one included.</summary>
internal sealed partial class MarkFeed : BackgroundService
{
    /// What was accepted should reach the other silos although this one stops; a hung one must not keep it.
    private static readonly TimeSpan LastFlush = TimeSpan.FromSeconds(2);

    private readonly Lock gate = new();
    private readonly IClusterMembershipService membership;
    private readonly MarkFeedClient client;
    private readonly MarkBoard board;
    private readonly int backlog;
    private readonly ILogger<MarkFeed> logger;
    private readonly GrainsMetrics metrics;
    private readonly SiloAddress localSilo;
    private readonly MarkPump localPump;
    private ImmutableDictionary<SiloAddress, MarkPump> pumps;

    public MarkFeed(
        IClusterMembershipService membership, ILocalSiloDetails localSilo, MarkFeedClient client, MarkReceiver receiver,
        MarkBoard board, IOptions<MarginGrainsOptions> options, GrainsMetrics metrics, ILogger<MarkFeed> logger)
    {
        this.membership = membership;
        this.client = client;
        this.board = board;
        this.logger = logger;
        this.metrics = metrics;
        this.localSilo = localSilo.SiloAddress;
        backlog = options.Value.FeedBacklog;

        // There from the start: a publisher that runs before the first membership update still reaches its own silo.
        localPump = new(receiver.DeliverAsync, _ => Task.FromResult(new MarkBatch([])), backlog, logger);
        localPump.Start();
        pumps = ImmutableDictionary<SiloAddress, MarkPump>.Empty.Add(this.localSilo, localPump);
    }

    /// <summary>The silos that are sent to.</summary>
    public ICollection<SiloAddress> Silos => [.. Volatile.Read(ref pumps).Keys];

    /// <summary>
    /// Sends a mark to every silo, or, when there is no room for it in time, to none: false. Whoever gets it gets it in
    /// the order of the calls.
    /// </summary>
    public async ValueTask<bool> TryPublishAsync(Mark mark, TimeSpan patience)
    {
        foreach (var pump in Volatile.Read(ref pumps).Values)
        {
            var room = pump.WhenRoomAsync();
            if (room.IsCompleted) continue;
            if (!await IsInTimeAsync(room, patience)) return false;
        }

        await ToAllAsync(pump => ValueTask.FromResult(pump.Add(new(mark, null, null))));
        return true;
    }

    /// <summary>Sends to every silo; completes when every silo's board has it.</summary>
    public ValueTask PublishThroughAsync(FeedItem item) => ToAllAsync(pump => new(pump.WriteThroughAsync(item)));

    /// <summary>Completes when everything published here so far is on every silo's board.</summary>
    public ValueTask FlushAsync(CancellationToken cancellationToken) =>
        ToAllAsync(pump => new(pump.WriteThroughAsync(default, cancellationToken)));

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(LastFlush);
        try
        {
            await FlushAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            LogStopping(logger);
        }

        foreach (var silo in Silos) await DropAsync(silo);
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
    }

    /// <summary>Sends a mark to every silo, in place of an older one that waits there; never waits.</summary>
    public async ValueTask PublishNewestAsync(Mark mark) => await ToAllAsync(pump =>
    {
        var replaced = pump.Conflate(new(mark, null, null));
        if (replaced == true) metrics.Conflated(mark.Symbol.Value);
        return ValueTask.FromResult(replaced is not null);
    });

    /// <summary>What newer marks of an instrument have replaced, over all silos; null for nothing.</summary>
    public ConflatedMarks? FindConflated(Symbol symbol)
    {
        ConflatedMarks? all = null;
        foreach (var pump in Volatile.Read(ref pumps).Values)
        {
            if (pump.FindConflated(symbol) is not { } one) continue;
            all = all is null
                ? one
                : new(all.Count + one.Count,
                    all.Low.CompareTo(one.Low) < 0 ? all.Low : one.Low,
                    all.High.CompareTo(one.High) > 0 ? all.High : one.High);
        }

        return all;
    }

    private static async Task<bool> IsInTimeAsync(Task room, TimeSpan patience)
    {
        if (patience <= TimeSpan.Zero) return false;
        try
        {
            await room.WaitAsync(patience);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    /// A silo that joins meanwhile is sent to as well: whoever looks at the pumps after it was added, and whoever had
    /// looked
    /// before, which is why its snapshot waits for everything that was written to the local pump by then.
    private async ValueTask ToAllAsync(Func<MarkPump, ValueTask<bool>> send)
    {
        var done = ImmutableDictionary<SiloAddress, MarkPump>.Empty;
        while (Volatile.Read(ref pumps) is var current && current != done)
        {
            foreach (var (silo, pump) in current)
            {
                if (done.TryGetValue(silo, out var sent) && sent == pump) continue;
                if (!await send(pump)) LogGone(logger, silo);
            }

            done = current;
        }
    }

    private async Task FollowAsync(ClusterMembershipSnapshot snapshot)
    {
        foreach (var silo in Silos)
        {
            if (silo.Equals(localSilo)) continue;
            if (!snapshot.Members.TryGetValue(silo, out var member) || member.Status.IsTerminating())
            {
                await DropAsync(silo);
            }
        }

        foreach (var member in snapshot.Members.Values)
        {
            if (member.Status == SiloStatus.Active) Add(member.SiloAddress);
        }
    }

    private void Add(SiloAddress silo)
    {
        lock (gate)
        {
            if (pumps.ContainsKey(silo)) return;
            var pump = new MarkPump(client.Of(silo).DeliverAsync, SnapshotAsync, backlog, logger);
            Volatile.Write(ref pumps, pumps.Add(silo, pump));
            pump.Start();
        }
    }

    /// What a new silo has to know; it drops what it has already.
    private async Task<MarkBatch> SnapshotAsync(CancellationToken cancellationToken)
    {
        await localPump.WriteThroughAsync(default, cancellationToken);
        return new([.. FeedItems.Of(board.Current)]);
    }

    private async Task DropAsync(SiloAddress silo)
    {
        MarkPump? pump;
        lock (gate)
        {
            if (!pumps.TryGetValue(silo, out pump)) return;
            Volatile.Write(ref pumps, pumps.Remove(silo));
        }

        await pump.DisposeAsync();
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Silo {Silo} left while marks were on their way to it.")]
    private static partial void LogGone(ILogger logger, SiloAddress silo);

    [LoggerMessage(Level = LogLevel.Debug, Message = "The mark feed stops.")]
    private static partial void LogStopping(ILogger logger);
}
