using Spectre.Console;

namespace MarginGrains.Host.Output;

/// <summary>A live display for a person at a terminal, redrawn at most a few times a second.</summary>
internal sealed class TerminalOutput(IAnsiConsole console, TextWriter error, TimeProvider clock) : IRunOutput
{
    private const int EventsShown = 10;
    private static readonly TimeSpan RedrawInterval = TimeSpan.FromMilliseconds(200);

    private readonly ProgressWindow _window = new(clock);
    private readonly LatestEvents _events = new(EventsShown);
    private readonly RunEnd _end = new();
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _stopped = new();
    private LiveDisplayContext? _display;
    private Task _live = Task.CompletedTask;
    private long _drawn;

    public void Progress(ProgressSnapshot snapshot)
    {
        lock (_lock)
        {
            _end.Require();
            _window.Add(snapshot);
            Redraw();
        }
    }

    public void Event(OutputEvent happened)
    {
        lock (_lock)
        {
            _end.Require();
            _events.Add(happened);
            Redraw();
        }
    }

    public void Note(string text)
    {
        lock (_lock)
        {
            _end.Require();
            console.WriteLine(PeopleText.OneLine(text));
        }
    }

    public void Fail(string code, string sentence, IReadOnlyDictionary<string, object?>? details = null)
    {
        lock (_lock)
        {
            _end.Reach();
            Stop();
            error.WriteLine($"error {code}: {PeopleText.OneLine(sentence)}");
            error.Flush();
        }
    }

    public void Finish(object summary)
    {
        var view = TerminalView.Summary(summary);
        lock (_lock)
        {
            _end.Reach();
            Stop();
            console.Write(view);
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            if (_end.IsReached)
                return;
            _end.Reach();
            Stop();
        }
    }

    private void Redraw()
    {
        if (_display is null)
            Start();
        else if (clock.GetElapsedTime(_drawn) >= RedrawInterval)
            Draw(_display);
    }

    /// <summary>The library's display lives as long as a callback: this one waits until the run ends.</summary>
    private void Start()
    {
        _drawn = clock.GetTimestamp();
        _live = console.Live(TerminalView.Live(_window, _events)).StartAsync(display =>
        {
            _display = display;
            return _stopped.Task;
        });
    }

    private void Draw(LiveDisplayContext display)
    {
        _drawn = clock.GetTimestamp();
        display.UpdateTarget(TerminalView.Live(_window, _events));
    }

    private void Stop()
    {
        if (_display is not null)
            Draw(_display);
        _stopped.TrySetResult();
        _live.GetAwaiter().GetResult();
    }
}
