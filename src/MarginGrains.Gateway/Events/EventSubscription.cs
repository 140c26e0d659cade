using System.Threading.Channels;

namespace MarginGrains.Gateway.Events;

/// <summary>
/// A follower's place in the live events. One that falls behind is sent back to the journal, never skipped.
/// </summary>
internal sealed class EventSubscription(EventFilter filter, int backlog)
{
    private readonly Channel<PublishedEvent> queue = Channel.CreateBounded<PublishedEvent>(
        new BoundedChannelOptions(backlog) { SingleReader = true, SingleWriter = true });

    public ChannelReader<PublishedEvent> Events => queue.Reader;

    /// <summary>False when there is no room: the follower reads what is queued and then the journal.</summary>
    public bool Offer(PublishedEvent e)
    {
        if (!filter.Matches(e.Entry) || queue.Writer.TryWrite(e)) return true;
        queue.Writer.TryComplete();
        return false;
    }
}
