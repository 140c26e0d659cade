using System.Threading.Channels;
using MarginGrains.Contracts.Marks;
using MarginGrains.Core.Marks;

namespace MarginGrains.Grains.Marks;

/// <summary>One step of the board.</summary>
/// <param name="Item">What is new.</param>
/// <param name="Market">The market with it; made once per silo and shared by its monitors.</param>
internal readonly record struct BoardChange(FeedItem Item, MarketSet Market);

/// <summary>What a monitor is told, in order; it also says when the monitor has nothing left to do.</summary>
internal sealed class MonitorInbox(int backlog)
{
    private readonly Lock gate = new();
    private readonly Channel<IReadOnlyList<BoardChange>?> channel =
        Channel.CreateUnbounded<IReadOnlyList<BoardChange>?>(new() { SingleReader = true });

    private int waiting;
    private int busy = 1; // arming, until the monitor says otherwise
    private bool nudged;
    private bool unfinished;
    private TaskCompletionSource? room;
    private TaskCompletionSource? idle;

    /// <summary>
    /// Hands on marks and terms; bounded by <see cref="WhenRoomAsync"/>, which every sender awaits first.
    /// </summary>
    public void Deliver(IReadOnlyList<BoardChange> items)
    {
        lock (gate)
        {
            waiting += items.Count;
            busy++;
        }

        channel.Writer.TryWrite(items);
    }

    /// <summary>
    /// Asks the monitor to look at what it has noted down for itself; at most one such request waits.
    /// </summary>
    public void Nudge()
    {
        lock (gate)
        {
            if (nudged) return;
            nudged = true;
            busy++;
        }

        channel.Writer.TryWrite(null);
    }

    /// <summary>The monitor begins with a nudge: what is noted down from now on needs another.</summary>
    public void TakeNudge()
    {
        lock (gate) nudged = false;
    }

    /// <summary>The next delivery, or null for a nudge; ends with <see cref="Close"/>.</summary>
    public IAsyncEnumerable<IReadOnlyList<BoardChange>?> ReadAsync() => channel.Reader.ReadAllAsync();

    /// <summary>The monitor is done with something it read.</summary>
    public void Done(int items, bool isUnfinished)
    {
        lock (gate)
        {
            waiting -= items;
            busy--;
            Settle(isUnfinished);
        }
    }

    /// <summary>Accounts of the monitor wait for the venue, the fund or another wake, or no longer do.</summary>
    public void Unfinished(bool isUnfinished)
    {
        lock (gate) Settle(isUnfinished);
    }

    /// <summary>No further delivery; whoever waits here is let go.</summary>
    public void Close()
    {
        lock (gate)
        {
            waiting = busy = 0;
            Settle(isUnfinished: false);
        }

        channel.Writer.TryComplete();
    }

    /// <summary>Completes when less than the backlog is waiting.</summary>
    public Task WhenRoomAsync()
    {
        lock (gate)
        {
            if (waiting < backlog) return Task.CompletedTask;
            room ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            return room.Task;
        }
    }

    /// <summary>
    /// Whether everything delivered is judged, and no account waits for an answer or has to be woken.
    /// </summary>
    public bool IsIdle
    {
        get
        {
            lock (gate) return busy == 0 && !unfinished;
        }
    }

    /// <summary>Completes when the inbox is idle.</summary>
    public Task WhenIdleAsync()
    {
        lock (gate)
        {
            if (busy == 0 && !unfinished) return Task.CompletedTask;
            idle ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            return idle.Task;
        }
    }

    private void Settle(bool isUnfinished)
    {
        unfinished = isUnfinished;
        if (waiting < backlog)
        {
            room?.TrySetResult();
            room = null;
        }

        if (busy > 0 || unfinished) return;
        idle?.TrySetResult();
        idle = null;
    }
}
