using System.Collections.Immutable;
using System.Threading.Channels;
using MarginGrains.Contracts.Marks;
using Microsoft.Extensions.Logging;

namespace MarginGrains.Grains.Marks;

/// <summary>
/// Sends to one silo: in order, one batch in flight, everything that arrived meanwhile in the next. A batch that fails is
/// sent again until the silo takes it or leaves the cluster; the board there drops what it had.
/// </summary>
internal sealed partial class MarkPump : IAsyncDisposable
{
    private const int LargestBatch = 1024;

    private readonly Channel<Envelope> channel;
    private readonly Func<MarkBatch, Task> deliver;
    private readonly Func<Task<bool>> settle;
    private readonly CancellationTokenSource stop = new();
    private readonly ILogger logger;
    private readonly Task running;

    public MarkPump(
        Func<MarkBatch, Task> deliver, Func<Task<bool>> settle, int backlog, MarkBatch snapshot, ILogger logger)
    {
        this.deliver = deliver;
        this.settle = settle;
        this.logger = logger;
        channel = Channel.CreateBounded<Envelope>(new BoundedChannelOptions(backlog) { SingleReader = true });
        running = Task.Run(() => RunAsync(snapshot));
    }

    /// <summary>Completes when there is room: a full queue slows the publisher.</summary>
    public ValueTask WriteAsync(FeedItem item) => channel.Writer.WriteAsync(new(item, null), stop.Token);

    /// <summary>Completes when the silo has taken everything up to and including this item.</summary>
    public async Task WriteThroughAsync(FeedItem item)
    {
        var taken = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var gone = stop.Token.Register(() => taken.TrySetCanceled(stop.Token));
        await channel.Writer.WriteAsync(new(item, taken), stop.Token);
        await taken.Task;
    }

    /// <summary>Completes when the silo has taken and judged everything written so far.</summary>
    public async Task SettleAsync()
    {
        await WriteThroughAsync(default);
        while (!await settle()) stop.Token.ThrowIfCancellationRequested();
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        channel.Writer.TryComplete();
        await running;
        stop.Dispose();
    }

    private async Task RunAsync(MarkBatch snapshot)
    {
        try
        {
            await DeliverAsync(snapshot);
            var taken = new List<TaskCompletionSource>();
            var items = ImmutableArray.CreateBuilder<FeedItem>();
            while (await channel.Reader.WaitToReadAsync(stop.Token))
            {
                while (items.Count < LargestBatch && channel.Reader.TryRead(out var envelope))
                {
                    if (envelope.Item != default) items.Add(envelope.Item);
                    if (envelope.Taken is not null) taken.Add(envelope.Taken);
                }

                await DeliverAsync(new(items.ToImmutable()));
                foreach (var completion in taken) completion.TrySetResult();
                taken.Clear();
                items.Clear();
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            LogStopped(logger);
        }
    }

    private async Task DeliverAsync(MarkBatch batch)
    {
        if (batch.Items.IsEmpty) return;
        var delay = TimeSpan.FromMilliseconds(50);
        while (true)
        {
            stop.Token.ThrowIfCancellationRequested();
            try
            {
                await deliver(batch).WaitAsync(stop.Token);
                return;
            }
            catch (Exception e) when (e is not OperationCanceledException || !stop.IsCancellationRequested)
            {
                LogRetry(logger, e, batch.Items.Length);
                await Task.Delay(delay, stop.Token);
                delay = delay < TimeSpan.FromSeconds(1) ? delay * 2 : delay;
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A batch of {Items} marks was not taken and is sent again.")]
    private static partial void LogRetry(ILogger logger, Exception exception, int items);

    [LoggerMessage(Level = LogLevel.Debug, Message = "A mark pump stopped.")]
    private static partial void LogStopped(ILogger logger);

    private readonly record struct Envelope(FeedItem Item, TaskCompletionSource? Taken);
}
