using MarginGrains.Contracts.Marks;
using Microsoft.Extensions.Logging;

namespace MarginGrains.Grains.Marks;

/// <summary>Stores what the board of its silo knows, all marks of one moment in one write.</summary>
[KeepAlive]
internal sealed partial class BoardKeeperGrain(
    [PersistentState(BoardDocument.StateName)] IPersistentState<BoardDocument> document,
    MarkBoard board,
    ILogger<BoardKeeperGrain> logger) : Grain, IBoardKeeperGrain
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private long stored;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        this.RegisterGrainTimer(StoreAsync, new() { DueTime = Interval, Period = Interval });
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) =>
        StoreAsync(cancellationToken);

    public Task PingAsync() => Task.CompletedTask;

    private async Task StoreAsync(CancellationToken cancellationToken)
    {
        var accepted = board.AcceptedMarks;
        if (accepted == stored) return;
        var settled = board.TakeSettled();
        var isNewest = settled == board.Current;
        document.State.Marks = [.. settled.Marks.OrderBy(m => m.Symbol)];
        try
        {
            // Not cancelled with the grain: the last write before a shutdown is the one that counts.
            await document.WriteStateAsync(CancellationToken.None);
            stored = isNewest ? accepted : -1;
        }
        catch (Exception e)
        {
            // The next second tries again; accounts keep what they were judged at by themselves.
            LogUnstored(logger, e);
            DeactivateOnIdle();
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The newest marks could not be stored.")]
    private static partial void LogUnstored(ILogger logger, Exception exception);
}
