using MarginGrains.Contracts.Marks;

namespace MarginGrains.Grains.Marks;

/// <summary>The receiving end of the price path, as this silo's own pump and other silos' pumps reach it.</summary>
internal sealed class MarkReceiver(MarkBoard board)
{
    /// A call between silos must not outlast the response timeout; whoever settles asks again.
    private static readonly TimeSpan LongestSettle = TimeSpan.FromSeconds(2);

    public async Task DeliverAsync(MarkBatch batch)
    {
        foreach (var inbox in board.Inboxes()) await inbox.WhenRoomAsync();
        board.Apply(batch);
    }

    public async Task<bool> SettleAsync()
    {
        using var timeout = new CancellationTokenSource(LongestSettle);
        try
        {
            bool settled;
            do
            {
                settled = true;
                foreach (var inbox in board.Inboxes())
                {
                    var idle = inbox.WhenIdleAsync();
                    if (idle.IsCompleted) continue;
                    settled = false;
                    await idle.WaitAsync(timeout.Token);
                }
            }
            while (!settled);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
