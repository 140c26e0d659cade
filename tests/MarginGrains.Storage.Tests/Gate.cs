using MarginGrains.Storage.GrainStorage;

namespace MarginGrains.Storage.Tests;

/// <summary>A request that holds the writer until opened, so that what is queued meanwhile shares a batch.</summary>
internal sealed class Gate : WriteRequest<bool>, IDisposable
{
    private readonly ManualResetEventSlim _reached = new();
    private readonly ManualResetEventSlim _open = new();

    /// <summary>Holds the writer; returns once it stands at the gate, with nothing else in its batch.</summary>
    public static Gate Hold(GroupCommitWriter writer)
    {
        var gate = new Gate();
        gate.Passed = writer.SubmitAsync(gate, CancellationToken.None);
        gate._reached.Wait();
        return gate;
    }

    public Task Passed { get; private set; } = Task.CompletedTask;

    public void Open() => _open.Set();

    public void Dispose()
    {
        _reached.Dispose();
        _open.Dispose();
    }

    protected override bool Write(WriteSession session)
    {
        _reached.Set();
        _open.Wait();
        return true;
    }
}
