namespace MarginGrains.Host.Output;

/// <summary>
/// Lines for a log or a pipe: one of progress every interval, and one per event up to a budget per interval. What the
/// budget leaves out is counted and said before the next line.
/// </summary>
internal sealed class PlainOutput(
    TextWriter output, TextWriter error, TimeProvider clock, PlainOutputOptions? options = null) : IRunOutput
{
    private readonly PlainOutputOptions _options = options ?? new PlainOutputOptions();
    private readonly ProgressWindow _window = new(clock);
    private readonly RunEnd _end = new();
    private readonly Lock _lock = new();
    private long? _intervalStarted;
    private long _eventsShown;
    private long _eventsLeftOut;
    private bool _isProgressShown = true;

    public void Progress(ProgressSnapshot snapshot)
    {
        lock (_lock)
        {
            _end.Require();
            _window.Add(snapshot);
            _isProgressShown = false;
            if (BeginInterval())
                WriteProgress();
        }
    }

    public void Event(OutputEvent happened)
    {
        lock (_lock)
        {
            _end.Require();
            // A run that reports no progress must still get its next interval.
            if (BeginInterval() && !_isProgressShown)
                WriteProgress();
            if (_eventsShown < _options.EventsPerInterval)
            {
                _eventsShown++;
                output.WriteLine(ProgressText.Event(happened));
            }
            else
            {
                _eventsLeftOut++;
            }
        }
    }

    public void Note(string text)
    {
        lock (_lock)
        {
            _end.Require();
            output.WriteLine(PeopleText.OneLine(text));
        }
    }

    public void Fail(string code, string sentence, IReadOnlyDictionary<string, object?>? details = null)
    {
        lock (_lock)
        {
            _end.Reach();
            WriteRest();
            error.WriteLine($"error {code}: {PeopleText.OneLine(sentence)}");
            error.Flush();
        }
    }

    public void Finish(object summary)
    {
        var lines = SummaryText.Lines(summary);
        lock (_lock)
        {
            End();
            var width = lines.Select(line => line.Label.Length).DefaultIfEmpty().Max();
            foreach (var (label, value) in lines)
                output.WriteLine($"{label.PadRight(width)}  {value}");
            output.Flush();
        }
    }

    /// <summary>Ends the run without a result, for an output that says the result elsewhere.</summary>
    public void End()
    {
        lock (_lock)
        {
            _end.Reach();
            WriteRest();
        }
    }

    /// <summary>Ends the output of a run that was broken off: nothing that was held back is lost.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (!_end.IsReached)
                End();
        }
    }

    private bool BeginInterval()
    {
        if (_intervalStarted is { } started && clock.GetElapsedTime(started) < _options.Interval)
            return false;
        _intervalStarted = clock.GetTimestamp();
        WriteLeftOut();
        _eventsShown = 0;
        return true;
    }

    private void WriteRest()
    {
        WriteLeftOut();
        if (!_isProgressShown)
            WriteProgress();
        output.Flush();
    }

    private void WriteLeftOut()
    {
        if (_eventsLeftOut > 0)
            output.WriteLine($"{PeopleText.Number(_eventsLeftOut)} events left out "
                + $"(at most {_options.EventsPerInterval} are shown every {PeopleText.Duration(_options.Interval)})");
        _eventsLeftOut = 0;
    }

    private void WriteProgress()
    {
        _isProgressShown = true;
        var counts = ProgressText.Counts(_window.Snapshot!);
        output.WriteLine(ProgressText.Line(_window) + (counts.Length == 0 ? "" : $" | {counts}"));
    }
}
