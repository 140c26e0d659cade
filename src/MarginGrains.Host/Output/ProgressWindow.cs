namespace MarginGrains.Host.Output;

/// <summary>
/// Rate and time left from the progress of the last seconds, which follows a run that gets faster or slower.
/// </summary>
internal sealed class ProgressWindow(TimeProvider clock)
{
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan SampleSpacing = TimeSpan.FromMilliseconds(100);

    private readonly Queue<Sample> _samples = new();
    private readonly long _started = clock.GetTimestamp();
    private Sample _newest;
    private TimeSpan _lastKept;

    public ProgressSnapshot? Snapshot { get; private set; }

    public TimeSpan Elapsed => clock.GetElapsedTime(_started);

    /// <summary>Units per second; null before there are two samples with time between them.</summary>
    public double? Rate => Seconds is > 0 and var seconds ? (_newest.Done - _samples.Peek().Done) / seconds : null;

    /// <summary>Null when the fraction is unknown or does not move.</summary>
    public TimeSpan? TimeLeft
    {
        get
        {
            if (_newest.Part is not { } part || _samples.Count == 0 || _samples.Peek().Part is not { } before)
                return null;
            var seconds = part >= 1 ? 0 : part > before ? (1 - part) * Seconds / (part - before) : double.NaN;
            return seconds <= TimeSpan.MaxValue.TotalSeconds / 2 ? TimeSpan.FromSeconds(Math.Ceiling(seconds)) : null;
        }
    }

    private double Seconds => _samples.Count == 0 ? 0 : (_newest.At - _samples.Peek().At).TotalSeconds;

    public void Add(ProgressSnapshot snapshot)
    {
        // Another unit, or the same from the start: what was counted before says nothing about it.
        if (snapshot.Unit != Snapshot?.Unit || snapshot.Done < Snapshot.Done)
            _samples.Clear();
        Snapshot = snapshot;
        _newest = new Sample(Elapsed, snapshot.Done, snapshot.Part);
        if (_samples.Count > 0 && _newest.At - _lastKept < SampleSpacing)
            return;
        _lastKept = _newest.At;
        _samples.Enqueue(_newest);
        while (_samples.Count > 2 && _newest.At - _samples.Peek().At > Length)
            _samples.Dequeue();
    }

    private readonly record struct Sample(TimeSpan At, long Done, double? Part);
}
