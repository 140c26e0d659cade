using MarginGrains.Contracts.Monitors;
using MarginGrains.Core.Accounts;
using MarginGrains.Core.Marks;

namespace MarginGrains.Grains.Monitors;

/// <content>The liquidation map: the index names whom it may hit, Core says at which price.</content>
internal sealed partial class MonitorGrain
{
    /// About 5 ms at 35 µs each; in between the monitor goes on with its marks.
    private const int MapStretch = 128;

    public async Task<LiquidationMapPart> MapLiquidationsAsync(LiquidationMapQuery query)
    {
        // All of it is of this moment, whatever comes in between.
        var (known, at) = (market, Now());
        var mapper = new LiquidationMapper(query, at);
        var asked = 0;
        foreach (var (account, marks) in MapCandidates(mapper, query, known))
        {
            TryMap(mapper, account, marks);
            if (++asked % MapStretch == 0) await Task.Yield();
        }

        return mapper.Part;
    }

    /// Whose guard ends beyond the range cannot come to be liquidated in it by this price alone.
    private List<(Account Account, IMarket Market)> MapCandidates(
        LiquidationMapper mapper, LiquidationMapQuery query, MarketSet known)
    {
        var near = table.Near(query.Symbol, query.From, query.To).ToHashSet();
        var candidates = new List<(Account, IMarket)>();
        foreach (var guarded in table.All)
        {
            if (guarded.Account is not { } account || !mapper.Holds(account)) continue;
            var marks = Market(account);
            if (near.Contains(guarded) || table.IsDirty(guarded) || mapper.MayComeUnwatched(account, known))
            {
                candidates.Add((account, marks));
            }
        }

        return candidates;
    }

    private void TryMap(LiquidationMapper mapper, Account account, IMarket marks)
    {
        try
        {
            mapper.Add(account, marks);
        }
        catch (Exception e)
        {
            // One account that cannot be judged must not hide all others from the desk.
            LogUnjudged(logger, e, account.Id.Value);
        }
    }
}
