using MarginGrains.Grains.Accounts;

namespace MarginGrains.Grains.Marks;

/// <summary>
/// One silo's part in settling. A call between silos must not outlast the response timeout: false, ask again.
/// </summary>
internal sealed class SiloSettlement(MarkFeed feed, MarkBoard board, AccountEffects effects)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    /// <summary>
    /// True when what was published here is on every board and the notices of this silo's accounts have arrived.
    /// </summary>
    public Task<bool> FlushAsync() => WithinAsync(async cancellationToken =>
    {
        await feed.FlushAsync(cancellationToken);
        await effects.WhenToldAsync(cancellationToken);
    });

    /// <summary>
    /// True when no notice of this silo's accounts is under way and every monitor of it is idle at the same time.
    /// </summary>
    public Task<bool> SettleAsync() => WithinAsync(async cancellationToken =>
    {
        bool settled;
        do
        {
            settled = effects.IsEveryoneTold;

            // What an account has told last may be another monitor's work.
            if (!settled) await effects.WhenToldAsync(cancellationToken);
            foreach (var inbox in board.Inboxes())
            {
                var idle = inbox.WhenIdleAsync();
                if (idle.IsCompleted) continue;
                settled = false;
                await idle.WaitAsync(cancellationToken);
            }
        }
        while (!settled);
    });

    private static async Task<bool> WithinAsync(Func<CancellationToken, Task> wait)
    {
        using var timeout = new CancellationTokenSource(LongestWait);
        try
        {
            await wait(timeout.Token);
            return true;
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            return false;
        }
    }
}
