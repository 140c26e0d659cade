using MarginGrains.Contracts.Journal;
using MarginGrains.Contracts.Streams;

namespace MarginGrains.Gateway.Events;

/// <summary>
/// Puts the events of all partitions into the order of the journal. What is contiguous goes on at once; behind a gap
/// everything waits until the journal says what belongs there, or that nothing does.
/// </summary>
/// <param name="position">Everything up to here was passed on.</param>
internal sealed class EventSequencer(long position)
{
    /// More than this behind a gap is dropped: the journal has it.
    private const int MostWaiting = 10_000;

    private readonly SortedDictionary<long, JournalEvent> waiting = [];
    private long highest = position;

    /// <summary>The position of the last event that was passed on.</summary>
    public long Position { get; private set; } = position;

    /// <summary>Whether events are known to exist that were not passed on: the journal has to be asked.</summary>
    public bool IsBehind => highest > Position;

    /// <summary>Takes what a stream brought and returns what may be passed on.</summary>
    public List<JournalEvent> Take(PartitionEvents message)
    {
        highest = Math.Max(highest, message.Position);
        foreach (var e in message.Events)
        {
            if (e.Position > Position && waiting.Count < MostWaiting) waiting[e.Position] = e;
        }

        var next = new List<JournalEvent>();
        while (waiting.Remove(Position + 1, out var e)) Pass(e, next);
        return next;
    }

    /// <summary>Takes the journal's next events after <see cref="Position"/>; gaps in them are final.</summary>
    public List<JournalEvent> Take(IReadOnlyList<JournalEvent> page)
    {
        var next = new List<JournalEvent>(page.Count);
        foreach (var e in page)
        {
            if (e.Position > Position) Pass(e, next);
        }

        while (waiting.Count > 0 && waiting.First().Key <= Position) waiting.Remove(waiting.First().Key);
        while (waiting.Remove(Position + 1, out var e)) Pass(e, next);
        return next;
    }

    /// <summary>The journal has nothing after <see cref="Position"/>: whatever was announced is not there.</summary>
    public void NothingFollows() => highest = Position;

    private void Pass(JournalEvent e, List<JournalEvent> next)
    {
        next.Add(e);
        Position = e.Position;
        highest = Math.Max(highest, Position);
    }
}
