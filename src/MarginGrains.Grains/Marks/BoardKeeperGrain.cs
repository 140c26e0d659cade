using MarginGrains.Contracts.Marks;
using MarginGrains.Contracts.Statements;
using MarginGrains.Grains.Statements;
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

    private readonly List<CapturedDay> unstoredDays = [];
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
        await StoreDaysAsync();
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

    /// What fails is tried again with the next second; it is a copy of what stood at the border.
    private async Task StoreDaysAsync()
    {
        unstoredDays.AddRange(board.TakeCaptured());
        while (unstoredDays is [var day, ..])
        {
            try
            {
                await GrainFactory.GetGrain<IDayMarksGrain>(DayMarksDocument.KeyOf(day.Date))
                    .StoreAsync(new([.. day.Market.Marks.OrderBy(m => m.Symbol)]));
                unstoredDays.RemoveAt(0);
            }
            catch (Exception e)
            {
                LogUnstored(logger, e);
                return;
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The newest marks could not be stored.")]
    private static partial void LogUnstored(ILogger logger, Exception exception);
}
