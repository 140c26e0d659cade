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

    private long stored;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        this.RegisterGrainTimer(StoreAsync, new() { DueTime = Interval, Period = Interval });
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) =>
        WriteAsync();

    public Task PingAsync() => Task.CompletedTask;

    public Task<DayMarks> FindDayAsync(DateOnly date) => Task.FromResult(
        new DayMarks(document.State.Days.FirstOrDefault(d => d.Date == date)?.Marks ?? []));

    private async Task StoreAsync(CancellationToken cancellationToken)
    {
        if (await WriteAsync()) await MoveDaysAsync();
    }

    /// False when nothing could be written.
    private async Task<bool> WriteAsync()
    {
        var captured = board.TakeCaptured();
        if (captured.Count > 0)
        {
            document.State.Days = document.State.Days.AddRange(captured.Select(
                c => new DayToStore(c.Date, [.. c.Market.Marks.OrderBy(m => m.Symbol)])));
            stored = -1;
        }

        var accepted = board.AcceptedMarks;
        if (accepted == stored) return true;
        var settled = board.TakeSettled();
        var isNewest = settled == board.Current;
        document.State.Marks = [.. settled.Marks.OrderBy(m => m.Symbol)];
        try
        {
            // Not cancelled with the grain: the last write before a shutdown is the one that counts.
            await document.WriteStateAsync(CancellationToken.None);
            stored = isNewest ? accepted : -1;
            return true;
        }
        catch (Exception e)
        {
            // The next second tries again; accounts keep what they were judged at by themselves.
            LogUnstored(logger, e);
            DeactivateOnIdle();
            return false;
        }
    }

    /// What is moved leaves the document with its next write; moved twice it counts once.
    private async Task MoveDaysAsync()
    {
        while (document.State.Days is [var day, ..])
        {
            try
            {
                await GrainFactory.GetGrain<IDayMarksGrain>(DayMarksDocument.KeyOf(day.Date))
                    .StoreAsync(new(day.Marks));
                document.State.Days = document.State.Days.RemoveAt(0);
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
