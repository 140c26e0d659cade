using System.Collections.Immutable;
using MarginGrains.Contracts.Journal;

namespace MarginGrains.Gateway.Events;

/// <summary>
/// Reads the journal newest first, although it is kept oldest first: in windows of positions, from the end. A request
/// reads
/// so many rows at most and says where the next one has to go on.
/// </summary>
internal static class EventHistory
{
    private const int Window = 1_000;
    private const int MostWindows = 20;

    /// <summary>The newest matching events at or before a position and after another, newest first.</summary>
    /// <returns>The events, and the position from which to go on, or null at the end.</returns>
    public static async Task<(List<JournalEvent> Events, long? Next)> NewestAsync(
        IJournalGrain journal, long from, long after, EventFilter filter, int limit)
    {
        var found = new List<JournalEvent>();
        var end = from;
        for (var window = 0; window < MostWindows && end > after; window++)
        {
            var start = Math.Max(after, end - Window);
            var rows = (await journal.ReadAllAsync(start, Window)).Where(e => e.Position <= end && filter.Matches(e));
            foreach (var e in rows.Reverse())
            {
                if (found.Count == limit) return (found, found[^1].Position - 1);
                found.Add(e);
            }

            end = start;
        }

        return (found, end > after ? end : null);
    }

    /// <summary>The oldest matching events after a position, oldest first.</summary>
    public static async Task<(List<JournalEvent> Events, long? Next)> OldestAsync(
        IJournalGrain journal, long after, EventFilter filter, int limit)
    {
        var found = new List<JournalEvent>();
        for (var window = 0; window < MostWindows; window++)
        {
            ImmutableArray<JournalEvent> rows = await journal.ReadAllAsync(after, Window);
            foreach (var e in rows.Where(filter.Matches))
            {
                if (found.Count == limit) return (found, found[^1].Position);
                found.Add(e);
            }

            if (rows.Length < Window) return (found, null);
            after = rows[^1].Position;
        }

        return (found, after);
    }

    /// <summary>The newest matching event at or before a position, 0 when there is none.</summary>
    public static async Task<long> LastAsync(IJournalGrain journal, long from, EventFilter filter)
    {
        long? end = from;
        while (end is { } position)
        {
            (var found, end) = await NewestAsync(journal, position, 0, filter, 1);
            if (found.Count > 0) return found[0].Position;
        }

        return 0;
    }
}
