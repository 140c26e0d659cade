using System.Text.Json;
using MarginGrains.Contracts.Calendars;
using MarginGrains.Core.Accounts;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Statements;
using MarginGrains.Grains.Hosting;
using MarginGrains.Grains.Ports;

namespace MarginGrains.Grains.Statements;

/// <summary>Folds the journal into statements of one day.</summary>
/// <param name="journal">The journal.</param>
public sealed class StatementReader(IJournal journal)
{
    private const int PageSize = 5_000;

    /// <summary>One account's day, and whether the account has any event at all.</summary>
    public async Task<(bool Exists, DailyStatement? Statement)> ReadAsync(
        string accountId, ClosingPrices prices, CancellationToken cancellationToken)
    {
        var fold = new StatementFold(prices.Day);
        var after = 0L;
        while (await journal.ReadAccountAsync(accountId, after, PageSize, cancellationToken) is { Count: > 0 } page)
        {
            foreach (var entry in page)
            {
                if (!fold.Add(Event(entry))) return (true, fold.Close(prices.Market, prices.Captured));
            }

            after = page[^1].Sequence;
        }

        return (after > 0, fold.Close(prices.Market, prices.Captured));
    }

    /// <summary>Every account's day, in the order of the ids. Needs memory for the accounts as they stood.</summary>
    /// <param name="prices">Terms and prices of the day.</param>
    /// <param name="read">Told after each page how many events were read.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<IReadOnlyList<DailyStatement>> ReadBookAsync(
        ClosingPrices prices, Action<long> read, CancellationToken cancellationToken)
    {
        var folds = new SortedDictionary<string, StatementFold>(StringComparer.Ordinal);
        var (after, count, last) = (0L, 0L, await journal.LastPositionAsync(cancellationToken));
        while (after < last
            && await journal.ReadAllAsync(after, PageSize, cancellationToken) is { Count: > 0 } page)
        {
            foreach (var entry in page)
            {
                // Openings and closings of markets are no account's.
                if (MarketEvents.Is(entry.Type)) continue;
                if (!folds.TryGetValue(entry.AccountId, out var fold))
                {
                    folds.Add(entry.AccountId, fold = new(prices.Day));
                }

                if (entry.Time < prices.Day.Until) fold.Add(Event(entry));
            }

            (after, count) = (page[^1].Position, count + page.Count);
            read(count);
        }

        var captured = prices.Captured.ToList();
        return [.. folds.Values.Select(f => f.Close(prices.Market, captured)).OfType<DailyStatement>()];
    }

    private static AccountEvent Event(JournalEntry entry) =>
        JsonSerializer.Deserialize(entry.Body, GrainsJson.Event)
        ?? throw new JsonException($"The body of event {entry.Position} is null.");
}

/// <summary>What a day is closed with.</summary>
/// <param name="Day">The day.</param>
/// <param name="Market">Terms, calendars and official closing prices.</param>
/// <param name="Captured">The marks that stood at the border.</param>
public sealed record ClosingPrices(ClosedDay Day, IMarket Market, IReadOnlyCollection<Mark> Captured);
