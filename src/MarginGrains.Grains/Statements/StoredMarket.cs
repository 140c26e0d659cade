using MarginGrains.Core.Marks;
using MarginGrains.Core.Regimes;
using MarginGrains.Grains.Marks;
using MarginGrains.Grains.Ports;

namespace MarginGrains.Grains.Statements;

/// <summary>The market as it is stored, for what reads a stored book without starting a silo.</summary>
public static class StoredMarket
{
    /// <summary>Terms, the newest stored marks and everything published.</summary>
    public static async Task<MarketSet> ReadAsync(IReferenceStore references, CancellationToken cancellationToken)
    {
        var market = RegimePresets.All.Aggregate(
            MarketSet.Empty, (m, r) => m.With(new RegimeHistory(r.Id, [r])));
        foreach (var item in (await BoardLoader.ReadAsync(references, cancellationToken)).Items)
        {
            FeedItems.Take(item, ref market);
        }

        return market;
    }

    /// <summary>The marks that stood at the border of a day; empty when none were stored.</summary>
    public static async Task<IReadOnlyCollection<Mark>> ReadDayAsync(
        IReferenceStore references, DateOnly date, CancellationToken cancellationToken)
    {
        var key = DayMarksDocument.KeyOf(date);
        foreach (var (name, text) in await references.ReadAllAsync(DayMarksDocument.StateName, cancellationToken))
        {
            if (!name.EndsWith(key, StringComparison.Ordinal)) continue;
            return System.Text.Json.JsonSerializer.Deserialize(
                text, Hosting.GrainsJson.Of<DayMarksDocument>())?.Marks ?? [];
        }

        return [];
    }
}
