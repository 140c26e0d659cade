using MarginGrains.Contracts.Monitors;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Primitives;
using MarginGrains.Grains.Hosting;
using MarginGrains.Grains.Marks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MarginGrains.Grains.Monitors;

/// <summary>
/// Book-level factors travel as terms, at most once a minute, so that a guard depends on nothing that moves faster.
/// Only securities that some regime caps are summed, and only changes are published.
/// </summary>
[KeepAlive]
internal sealed partial class CollateralBookGrain(
    [PersistentState(CollateralBookDocument.StateName)] IPersistentState<CollateralBookDocument> document,
    MarkBoard board, MarkFeed feed, IOptions<MarginGrainsOptions> options, TimeProvider time,
    ILogger<CollateralBookGrain> logger) : Grain, ICollateralBookGrain
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        this.RegisterGrainTimer(OnTimeAsync, new() { DueTime = Interval, Period = Interval });
        return Task.CompletedTask;
    }

    public Task PingAsync() => Task.CompletedTask;

    public async Task PublishAsync()
    {
        var capped = board.Current.Regimes.SelectMany(r => r.Versions).SelectMany(v => v.Collateral)
            .Where(c => c.BookCap is not null).Select(c => c.Symbol).ToHashSet();
        if (capped.Count == 0) return;
        var partitions = await Task.WhenAll(Enumerable.Range(0, options.Value.Partitions)
            .Select(p => GrainFactory.GetGrain<IMonitorGrain>(p).SumCollateralAsync()));
        var sums = partitions.SelectMany(p => p).Where(c => capped.Contains(c.Symbol)).GroupBy(c => c.Symbol)
            .ToDictionary(g => g.Key, g => g.Aggregate(default(Quantity), (sum, c) => sum + c.Quantity));
        var changed = capped.Order()
            .Where(s => sums.GetValueOrDefault(s) != (board.Current.FindBookCollateral(s) ?? default))
            .Select(s => new BookCollateral(s, sums.GetValueOrDefault(s), NextVersion(s))).ToList();
        if (changed.Count == 0) return;
        await StoreAsync(changed);
        foreach (var book in changed) await feed.PublishThroughAsync(new() { Collateral = book });
    }

    private long NextVersion(Symbol symbol) => Math.Max(
        time.GetUtcNow().ToUnixTimeMilliseconds(), (board.Current.FindBook(symbol)?.Version ?? 0) + 1);

    private async Task StoreAsync(IReadOnlyList<BookCollateral> changed)
    {
        var others = document.State.Books.Where(b => changed.All(c => c.Symbol != b.Symbol));
        document.State.Books = [.. others.Concat(changed).OrderBy(b => b.Symbol)];
        try
        {
            await document.WriteStateAsync();
        }
        catch
        {
            DeactivateOnIdle();
            throw;
        }
    }

    private async Task OnTimeAsync(CancellationToken cancellationToken)
    {
        try
        {
            await PublishAsync();
        }
        catch (Exception e)
        {
            // The factor that was published last stands until the next minute.
            LogUnpublished(logger, e);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The collateral of the whole book could not be summed.")]
    private static partial void LogUnpublished(ILogger logger, Exception exception);
}
