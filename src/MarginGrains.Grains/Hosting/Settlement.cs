using MarginGrains.Contracts.Marks;
using MarginGrains.Core.Marks;
using MarginGrains.Grains.Accounts;
using MarginGrains.Grains.Marks;
using MarginGrains.Grains.Monitors;

namespace MarginGrains.Grains.Hosting;

/// <summary>For whoever drives the market from inside the process: replays, demos, tests.</summary>
public sealed class Settlement
{
    private readonly MarkFeed feed;
    private readonly MarkFeedClient client;
    private readonly MarkBoard board;
    private readonly MonitorKeeper keeper;
    private readonly AccountEffects effects;

    internal Settlement(
        MarkFeed feed, MarkFeedClient client, MarkBoard board, MonitorKeeper keeper, AccountEffects effects)
    {
        this.effects = effects;
        this.feed = feed;
        this.client = client;
        this.board = board;
        this.keeper = keeper;
    }

    /// <summary>The market as this silo knows it.</summary>
    public MarketSet Market => board.Current;

    /// <summary>How many marks this silo's board took.</summary>
    public long AcceptedMarks => board.AcceptedMarks;

    /// <summary>
    /// How many decisions of this silo's accounts were stored so far: unchanged means an unchanged journal.
    /// </summary>
    public long Commits => effects.Commits;

    /// <summary>Completes when every monitor and every publisher is up.</summary>
    public Task WhenWatchingAsync() => keeper.PingAllAsync();

    /// <summary>
    /// Completes when everything that was answered before, on whatever silo, is judged in every partition: marks and
    /// terms
    /// that were published, commands that were carried out, and the orders and claims that come of them answered. While
    /// the
    /// venue or the fund does not answer it goes on waiting; the token ends that.
    /// </summary>
    public async Task SettleAsync(CancellationToken cancellationToken = default)
    {
        // Without its monitor a partition would look as if it had nothing to do.
        await keeper.PingMonitorsAsync();

        // First what is on its way on every silo, then what came of it: one silo's notice is another's work.
        await EverywhereAsync(silo => silo.FlushAsync(), cancellationToken);
        await EverywhereAsync(silo => silo.SettleAsync(), cancellationToken);
        if (feed.Silos.Count == 1) return;

        // A silo that was found idle may have been told something by another since: money on its way between accounts.
        await EverywhereAsync(silo => silo.FlushAsync(), cancellationToken);
        await EverywhereAsync(silo => silo.SettleAsync(), cancellationToken);
    }

    private Task EverywhereAsync(Func<IMarkFeedService, Task<bool>> ask, CancellationToken cancellationToken) =>
        Task.WhenAll(feed.Silos.Select(async silo =>
        {
            while (feed.Silos.Contains(silo))
            {
                cancellationToken.ThrowIfCancellationRequested();
                try
                {
                    if (await ask(client.Of(silo))) return;
                }
                catch (Exception e) when (e is TimeoutException or OrleansException)
                {
                    // A silo that dies leaves the feed, and nothing is asked of it any more.
                    await Task.Delay(TimeSpan.FromMilliseconds(50), cancellationToken);
                }
            }
        }));
}
