using System.Diagnostics.CodeAnalysis;

namespace MarginGrains.Gateway.Events;

/// <summary>The followers that are at the newest event.</summary>
/// <param name="position">Everything up to here was published.</param>
internal sealed class EventBroadcast(long position)
{
    private readonly Lock gate = new();
    private readonly List<EventSubscription> subscriptions = [];
    private long published = position;

    public int Followers
    {
        get
        {
            lock (gate) return subscriptions.Count;
        }
    }

    /// <summary>
    /// Adds a follower that has everything up to a position, unless newer events were published already.
    /// </summary>
    public bool TryJoin(
        long position, EventFilter filter, int backlog, [NotNullWhen(true)] out EventSubscription? subscription)
    {
        lock (gate)
        {
            subscription = null;
            if (published > position) return false;
            subscription = new(filter, backlog);
            subscriptions.Add(subscription);
            return true;
        }
    }

    public void Leave(EventSubscription subscription)
    {
        lock (gate) subscriptions.Remove(subscription);
    }

    public void Publish(IReadOnlyList<PublishedEvent> events)
    {
        if (events.Count == 0) return;
        lock (gate)
        {
            foreach (var e in events) subscriptions.RemoveAll(s => !s.Offer(e));
            published = events[^1].Position;
        }
    }
}
