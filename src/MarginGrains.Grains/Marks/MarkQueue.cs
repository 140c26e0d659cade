using System.Collections.Immutable;
using MarginGrains.Contracts.Marks;

namespace MarginGrains.Grains.Marks;

/// <summary>What waits to be sent to one silo, in order and bounded.</summary>
internal sealed class MarkQueue(int backlog)
{
    private readonly Lock gate = new();
    private readonly LinkedList<Envelope> waiting = [];
    private readonly Queue<(Envelope Envelope, TaskCompletionSource<bool> Admitted)> held = new();
    private TaskCompletionSource? room;
    private TaskCompletionSource? filled;
    private bool closed;

    /// <summary>How much waits.</summary>
    public int Count
    {
        get
        {
            lock (gate) return waiting.Count;
        }
    }

    /// <summary>Completes in the order of the callers when it has a place; false when the queue was closed.</summary>
    public Task<bool> WriteAsync(in Envelope envelope)
    {
        lock (gate)
        {
            if (closed) return Task.FromResult(false);
            if (held.Count == 0 && waiting.Count < backlog)
            {
                Append(envelope);
                return Task.FromResult(true);
            }

            var admitted = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            held.Enqueue((envelope, admitted));
            return admitted.Task;
        }
    }

    /// <summary>Completes when less than the bound waits, or the queue was closed.</summary>
    public Task WhenRoomAsync()
    {
        lock (gate)
        {
            if (closed || HasRoom) return Task.CompletedTask;
            room ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            return room.Task;
        }
    }

    /// <summary>
    /// Appends a mark at once, beyond the bound too: whoever has waited for room in every queue must not find that one
    /// of them has none. At most one per publisher comes in like that. False when the queue was closed.
    /// </summary>
    public bool Add(in FeedItem mark)
    {
        lock (gate)
        {
            if (closed) return false;
            Append(new(mark, null));
            return true;
        }
    }

    /// <summary>Completes when something waits, or the queue was closed.</summary>
    public Task WhenFilledAsync()
    {
        lock (gate)
        {
            if (closed || waiting.Count > 0) return Task.CompletedTask;
            filled = new(TaskCreationOptions.RunContinuationsAsynchronously);
            return filled.Task;
        }
    }

    /// <summary>Takes the next batch and lets in whom it made room for.</summary>
    public void Take(int most, ImmutableArray<FeedItem>.Builder items, List<TaskCompletionSource> taken)
    {
        lock (gate)
        {
            while (items.Count < most && waiting.First is { } first)
            {
                waiting.RemoveFirst();
                if (first.Value.Item != default) items.Add(first.Value.Item);
                if (first.Value.Taken is { } completion) taken.Add(completion);
            }

            while (waiting.Count < backlog && held.TryDequeue(out var next))
            {
                Append(next.Envelope);
                next.Admitted.TrySetResult(true);
            }

            if (!HasRoom) return;
            room?.TrySetResult();
            room = null;
        }
    }

    /// <summary>Nothing is taken in any more; whoever waits is let go.</summary>
    public void Close()
    {
        lock (gate)
        {
            closed = true;
            while (held.TryDequeue(out var next)) next.Admitted.TrySetResult(false);
            room?.TrySetResult();
            filled?.TrySetResult();
        }
    }

    private bool HasRoom => held.Count == 0 && waiting.Count < backlog;

    private void Append(in Envelope envelope)
    {
        waiting.AddLast(envelope);
        filled?.TrySetResult();
        filled = null;
    }

    /// <summary>An item, and whom to tell when the silo has it.</summary>
    internal readonly record struct Envelope(FeedItem Item, TaskCompletionSource? Taken);
}
