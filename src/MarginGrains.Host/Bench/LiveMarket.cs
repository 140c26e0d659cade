using System.Collections.Immutable;
using MarginGrains.Contracts.Instruments;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Primitives;
using MarginGrains.Grains.Hosting;
using MarginGrains.Host.Server;

namespace MarginGrains.Host.Bench;

/// <summary>Posts prices to the grains of a running server and waits until everybody is judged by them.</summary>
internal sealed class LiveMarket(IServiceProvider services)
{
    private readonly IGrainFactory grains = services.GetRequiredService<IGrainFactory>();
    private readonly Settlement settlement = services.GetRequiredService<Settlement>();

    /// <summary>Decisions of all accounts that were stored so far.</summary>
    public long Commits => settlement.Commits;

    /// <summary>Completes when the prices are accepted, in their order.</summary>
    /// <exception cref="ServerException">One of them was not.</exception>
    public async Task PostAsync(Symbol symbol, IEnumerable<decimal> prices)
    {
        var now = TimeProvider.System.GetUtcNow();
        ImmutableArray<PricePost> posts = [.. prices.Select(p => new PricePost(symbol, now) { Mark = new(p) })];
        var replies = await grains.GetGrain<IInstrumentGrain>(symbol.Value).PostAsync(posts);
        foreach (var reply in replies)
        {
            if (reply.Outcome == PostOutcome.Accepted) continue;
            throw new ServerException(reply.Code ?? "price_refused", $"A price of {symbol} was refused: {reply.Code}.");
        }
    }

    /// <summary>Completes when everything accepted is judged in every partition.</summary>
    public Task SettleAsync(CancellationToken cancellationToken) => settlement.SettleAsync(cancellationToken);
}
