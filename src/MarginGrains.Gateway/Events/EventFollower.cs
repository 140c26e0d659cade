using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using MarginGrains.Contracts.Journal;

namespace MarginGrains.Gateway.Events;

/// <summary>Reads events of all accounts after a position.</summary>
internal delegate Task<ImmutableArray<JournalEvent>> ReadJournal(long afterPosition, int limit);

/// <summary>
/// Events after a position, for ever: from the journal until the newest is reached, then live, and from the journal
/// again
/// whenever the reader was too slow. In order, without gap or duplicate.
/// </summary>
internal sealed class EventFollower(ReadJournal readJournal, EventBroadcast broadcast, int backlog)
{
    private const int PageSize = 500;

    public async IAsyncEnumerable<PublishedEvent> FollowAsync(
        long after, EventFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var position = after;
        while (true)
        {
            if (broadcast.TryJoin(position, filter, backlog, out var subscription))
            {
                try
                {
                    await foreach (var e in subscription.Events.ReadAllAsync(cancellationToken))
                    {
                        // The journal may have been ahead of the live events when this follower joined.
                        if (e.Position <= position) continue;
                        position = e.Position;
                        yield return e;
                    }
                }
                finally
                {
                    broadcast.Leave(subscription);
                }
            }

            cancellationToken.ThrowIfCancellationRequested();
            foreach (var entry in await readJournal(position, PageSize))
            {
                position = entry.Position;
                if (filter.Matches(entry)) yield return new(entry);
            }
        }
    }
}
