using System.Collections.Immutable;
using MarginGrains.Contracts.Instruments;
using MarginGrains.Contracts.Marks;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Grains.Marks;

/// <summary>What waits to be sent to one silo, in order and bounded.</summary>
internal sealed class MarkQueue(int backlog)
{
    private readonly Lock gate = new();
    private readonly LinkedList<Envelope> waiting = [];
    private readonly Conflation conflation = new();
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

    /// <summary>
    /// Appends a mark in place of the one of its instrument that waits, without waiting itself: the order stays, and
    /// what waits is bounded by two of each instrument. Whether one was replaced; null when the queue was closed.
    /// </summary>
    public bool? Conflate(in FeedItem mark)
    {
        lock (gate)
        {
            if (closed) return null;
            var older = conflation.Replace(mark.Mark!.Symbol);
            if (older is not null) waiting.Remove(older);
            Append(new(mark, null) { IsConflated = true });
            conflation.Wait(waiting.Last!);
            return older is not null;
        }
    }

    /// <summary>What was replaced of an instrument's marks so far, or null.</summary>
    public ConflatedMarks? FindConflated(Symbol symbol)
    {
        lock (gate) return conflation.Find(symbol);
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
                if (first.Value.IsConflated) conflation.Taken(first);
                waiting.RemoveFirst();
                if (first.Value.Item != default) items.Add(first.Value.Item);
                if (first.Value.Taken is { } completion) taken.Add(completion);
            }

            conflation.Pin();
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
        if (envelope.Taken is not null) conflation.Keep();
        waiting.AddLast(envelope);
        filled?.TrySetResult();
        filled = null;
    }

    /// <summary>An item, and whom to tell when the silo has it.</summary>
    internal readonly record struct Envelope(FeedItem Item, TaskCompletionSource? Taken)
    {
        /// <summary>Whether a newer mark may have replaced it.</summary>
        public bool IsConflated { get; init; }
    }
}
