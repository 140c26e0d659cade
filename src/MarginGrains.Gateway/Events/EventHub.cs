using System.Threading.Channels;
using MarginGrains.Contracts.Journal;
using MarginGrains.Contracts.Streams;
using MarginGrains.Gateway.Endpoints;
using MarginGrains.Gateway.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MarginGrains.Gateway.Events;

/// <summary>
/// Follows the events of all partitions and hands them, in the order of the journal, to whoever follows this gateway.
/// Streams make it fast; the journal makes it right: after a gap, and whenever a partition is silent, it is asked.
/// </summary>
internal sealed partial class EventHub(
    IClusterClient client, GatewayGrains grains, IOptions<GatewayOptions> options, TimeProvider time,
    IHostApplicationLifetime lifetime, ILogger<EventHub> logger) : BackgroundService, IHostedLifecycleService
{
    private const int PageSize = 500;

    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(3);

    /// Dropping loses nothing: a later message tells how far its partition is, and the journal has the rest.
    private readonly Channel<PartitionEvents> inbox = Channel.CreateBounded<PartitionEvents>(
        new BoundedChannelOptions(4096) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    private readonly TaskCompletionSource<EventFollower> ready = new(
        TaskCreationOptions.RunContinuationsAsynchronously);
    private EventBroadcast? broadcast;
    private EventSequencer? sequencer;
    private long lastPublicId;
    private long journalReadAt;

    /// <summary>The newest event that is delivered without filters, or null when there is none.</summary>
    public long? LastPublicId => Interlocked.Read(ref lastPublicId) is > 0 and var id ? id : null;

    /// <summary>Whether events flow.</summary>
    public bool IsReady => ready.Task.IsCompletedSuccessfully;

    /// <summary>Events after a position, for ever.</summary>
    public async Task<EventFollower> FollowerAsync(CancellationToken cancellationToken) =>
        await ready.Task.WaitAsync(cancellationToken);

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Ends the subscriptions while the silo of this process still answers.</summary>
    public Task StoppingAsync(CancellationToken cancellationToken) => StopAsync(cancellationToken);

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        PartitionStreams? streams = null;
        try
        {
            await WhenStartedAsync(stoppingToken);
            await BeginAsync(stoppingToken);
            streams = new(client, options.Value.Partitions, time, m => inbox.Writer.TryWrite(m), logger);
            while (true)
            {
                await TurnAsync(streams, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            LogStopping(logger);
        }

        if (streams is not null) await streams.EndAsync();
    }

    /// The cluster client of a silo in this process answers only after the silo has started.
    private async Task WhenStartedAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = lifetime.ApplicationStarted.Register(() => started.TrySetResult());
        await started.Task.WaitAsync(stoppingToken);
    }

    private async Task BeginAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                var position = await grains.Journal.LastPositionAsync();
                lastPublicId = await EventHistory.LastAsync(grains.Journal, position, EventFilter.Public);
                sequencer = new(position);
                broadcast = new(position);
                ready.SetResult(new(grains.Journal.ReadAllAsync, broadcast, options.Value.EventBacklog));
                return;
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogUnread(logger, e);
                await Task.Delay(Tick, time, stoppingToken);
            }
        }
    }

    private async Task TurnAsync(PartitionStreams streams, CancellationToken stoppingToken)
    {
        await streams.RenewAsync();
        await WaitAsync(stoppingToken);
        while (inbox.Reader.TryRead(out var message)) Publish(sequencer!.Take(message));
        var silent = streams.AnySilentFor(Silence) && time.GetElapsedTime(journalReadAt) >= Silence;
        if (!sequencer!.IsBehind && !silent) return;
        try
        {
            await CatchUpAsync();
        }
        catch (Exception e) when (!stoppingToken.IsCancellationRequested)
        {
            LogUnread(logger, e);
            await Task.Delay(Tick, time, stoppingToken);
        }
    }

    private async Task WaitAsync(CancellationToken stoppingToken)
    {
        using var tick = new CancellationTokenSource(Tick, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, tick.Token);
        Task arrived = inbox.Reader.WaitToReadAsync(either.Token).AsTask();
        await arrived.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stoppingToken.ThrowIfCancellationRequested();
    }

    private async Task CatchUpAsync()
    {
        while (true)
        {
            var page = await grains.Journal.ReadAllAsync(sequencer!.Position, PageSize);
            journalReadAt = time.GetTimestamp();
            Publish(sequencer.Take(page));
            if (page.Length == PageSize) continue;
            if (page.IsEmpty) sequencer.NothingFollows();
            if (!sequencer.IsBehind) return;
        }
    }

    private void Publish(List<JournalEvent> events)
    {
        if (events.Count == 0) return;
        if (events.FindLast(EventFilter.Public.Matches) is { } newest)
        {
            Interlocked.Exchange(ref lastPublicId, newest.Position);
        }

        broadcast!.Publish([.. events.Select(e => new PublishedEvent(e))]);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The journal could not be read; it is tried again.")]
    private static partial void LogUnread(ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Debug, Message = "The event hub stops.")]
    private static partial void LogStopping(ILogger logger);
}
