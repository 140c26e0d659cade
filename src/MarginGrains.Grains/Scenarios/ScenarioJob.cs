using System.Collections.Immutable;
using MarginGrains.Contracts.Scenarios;

namespace MarginGrains.Grains.Scenarios;

/// <summary>
/// A question about the book on its way. Its answer is written by its own thread and read by the grain.
/// </summary>
internal sealed class ScenarioJob(string id, DateTimeOffset askedAt) : IProgress<BookProgress>, IDisposable
{
    private readonly CancellationTokenSource given = new();
    private volatile BookProgress progress = new(0, null, null, 1);
    private volatile StrongState state = new(ScenarioState.Running);

    public string Id { get; } = id;

    public bool IsRunning => state.Value == ScenarioState.Running;

    public CancellationToken Token => given.Token;

    public ImpactView? Impact { get; set; }

    public ImmutableArray<StressView> Stress { get; set; } = [];

    public void Report(BookProgress value) => progress = value;

    public void Cancel() => given.Cancel();

    public void Dispose() => given.Dispose();

    public void Run(Func<ScenarioJob, Task> run, Action<Exception> failed) => _ = Task.Run(async () =>
    {
        try
        {
            await run(this);
            state = new(ScenarioState.Done);
        }
        catch (OperationCanceledException) when (given.IsCancellationRequested)
        {
            state = new(ScenarioState.Cancelled);
        }
        catch (Exception e)
        {
            failed(e);
            state = new(ScenarioState.Failed);
        }
    });

    public ScenarioView View()
    {
        // The state first: what is done has its answer.
        var (now, at) = (state.Value, progress);
        return new()
        {
            Id = Id,
            State = now,
            AskedAt = askedAt,
            Done = at.Done,
            Total = at.Total,
            Scenario = at.Scenario,
            Round = at.Round,
            Impact = now == ScenarioState.Done ? Impact : null,
            Stress = now == ScenarioState.Done ? Stress : [],
        };
    }

    private sealed record StrongState(ScenarioState Value);
}
