using System.Collections.Immutable;
using MarginGrains.Contracts.Instruments;
using MarginGrains.Contracts.Marks;
using MarginGrains.Core.Primitives;
using Microsoft.Extensions.Logging;

namespace MarginGrains.Grains.Marks;

/// <summary>
/// Sends to one silo: in order, one batch in flight, everything that arrived meanwhile in the next. A batch that fails
/// is
/// sent again until the silo takes it or leaves the cluster; the board there drops what it had.
/// </summary>
internal sealed partial class MarkPump : IAsyncDisposable
{
    private const int LargestBatch = 1024;

    private readonly MarkQueue queue;
    private readonly Func<MarkBatch, Task> deliver;
    private readonly CancellationTokenSource stop = new();
    private readonly CancellationToken stopped;
    private readonly ILogger logger;
    private readonly Func<CancellationToken, Task<MarkBatch>> snapshot;
    private Task running = Task.CompletedTask;

    public MarkPump(
        Func<MarkBatch, Task> deliver, Func<CancellationToken, Task<MarkBatch>> snapshot, int backlog, ILogger logger)
    {
        this.deliver = deliver;
        this.snapshot = snapshot;
        this.logger = logger;
        stopped = stop.Token;
        queue = new(backlog);
    }

    /// <summary>Begins to send; not before publishers can find the pump, or its snapshot would be too old.</summary>
    public void Start() => running = Task.Run(RunAsync);

    /// <summary>Completes when there is room: a full queue slows the publisher. False when the silo has left.</summary>
    public ValueTask<bool> WriteAsync(FeedItem item) => new(queue.WriteAsync(new(item, null)));

    /// <summary>Completes when the queue has room, or the silo has left.</summary>
    public Task WhenRoomAsync() => queue.WhenRoomAsync();

    /// <summary>Appends a mark at once; see <see cref="MarkQueue.Add"/>. False when the silo has left.</summary>
    public bool Add(in FeedItem mark) => queue.Add(mark);

    /// <summary>Appends a mark in place of an older one; see <see cref="MarkQueue.Conflate"/>.</summary>
    public bool? Conflate(in FeedItem mark) => queue.Conflate(mark);

    /// <summary>What was replaced of an instrument's marks so far, or null.</summary>
    public ConflatedMarks? FindConflated(Symbol symbol) => queue.FindConflated(symbol);

    /// <summary>
    /// Completes when the silo has taken everything up to and including this item. False when it has left.
    /// </summary>
    public async Task<bool> WriteThroughAsync(FeedItem item, CancellationToken cancellationToken = default)
    {
        var taken = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            await using var gone = stopped.Register(() => taken.TrySetCanceled(stopped));
            if (!await queue.WriteAsync(new(item, taken)).WaitAsync(cancellationToken)) return false;
            await taken.Task.WaitAsync(cancellationToken);
            return true;
        }
        catch (Exception e) when (IsGone(e))
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        queue.Close();
        await running;
        stop.Dispose();
    }

    /// A writer may hold a pump whose silo leaves at this moment.
    private bool IsGone(Exception e) => e is OperationCanceledException && stopped.IsCancellationRequested;

    private async Task RunAsync()
    {
        try
        {
            await DeliverAsync(await snapshot(stopped));
            var taken = new List<TaskCompletionSource>();
            var items = ImmutableArray.CreateBuilder<FeedItem>();
            while (true)
            {
                await queue.WhenFilledAsync();
                stopped.ThrowIfCancellationRequested();
                queue.Take(LargestBatch, items, taken);
                await DeliverAsync(new(items.ToImmutable()));
                foreach (var completion in taken) completion.TrySetResult();
                taken.Clear();
                items.Clear();
            }
        }
        catch (OperationCanceledException) when (stopped.IsCancellationRequested)
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
            stopped.ThrowIfCancellationRequested();
            try
            {
                await deliver(batch).WaitAsync(stopped);
                return;
            }
            catch (Exception e) when (e is not OperationCanceledException || !stopped.IsCancellationRequested)
            {
                LogRetry(logger, e, batch.Items.Length);
                await Task.Delay(delay, stopped);
                delay = delay < TimeSpan.FromSeconds(1) ? delay * 2 : delay;
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A batch of {Items} marks was not taken and is sent again.")]
    private static partial void LogRetry(ILogger logger, Exception exception, int items);

    [LoggerMessage(Level = LogLevel.Debug, Message = "A mark pump stopped.")]
    private static partial void LogStopped(ILogger logger);
}
