namespace MarginGrains.Host.Output;

/// <summary>The latest events, and how many there were.</summary>
internal sealed class LatestEvents(int capacity)
{
    private readonly Queue<OutputEvent> _shown = new(capacity);

    public long Total { get; private set; }

    public IReadOnlyCollection<OutputEvent> Shown => _shown;

    public void Add(OutputEvent happened)
    {
        if (_shown.Count == capacity)
            _shown.Dequeue();
        _shown.Enqueue(happened);
        Total++;
    }
}
