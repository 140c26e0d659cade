using System.Runtime.CompilerServices;
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
/// <param name="pageSize">How many events are read at a time.</param>
public sealed class StatementReader(IJournal journal, int pageSize = 5_000)
{
    /// <summary>One account's day, and whether the account has any event at all.</summary>
    public async Task<(bool Exists, DailyStatement? Statement)> ReadAsync(
        string accountId, ClosingPrices prices, CancellationToken cancellationToken)
    {
        var fold = new StatementFold(prices.Day);
        var after = 0L;
        while (await journal.ReadAccountAsync(accountId, after, pageSize, cancellationToken) is { Count: > 0 } page)
        {
            foreach (var entry in page)
            {
                if (!fold.Add(Event(entry))) return (true, fold.Close(prices.Market, prices.Captured));
            }

            after = page[^1].Sequence;
        }

        return (after > 0, fold.Close(prices.Market, prices.Captured));
    }

    /// <summary>The day of the whole book; no statement of it is kept.</summary>
    /// <param name="prices">Terms and prices of the day.</param>
    /// <param name="read">Told after each page how many events were read.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<BookDay> ReadDayAsync(
        ClosingPrices prices, Action<long> read, CancellationToken cancellationToken)
    {
        var sums = new BookDaySums(prices.Day);
        await foreach (var statement in ReadBookAsync(prices, read, cancellationToken)) sums.Add(statement);
        return sums.Close();
    }

    /// <summary>
    /// Every account's day, in the order of the ids, as they are read: of the book only a page is in memory, whose
    /// accounts are folded on all processors.
    /// </summary>
    /// <param name="prices">Terms and prices of the day.</param>
    /// <param name="read">Told after each page how many events were read.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async IAsyncEnumerable<DailyStatement> ReadBookAsync(
        ClosingPrices prices, Action<long> read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var markets = DayMarkets.Of(prices.Market, prices.Day, prices.Captured);
        AccountDay? open = null;
        var count = 0L;
        var next = PageAsync(JournalPlace.Start);
        for (var isLast = false; !isLast;)
        {
            var page = await next;
            isLast = page.Count < pageSize;
            if (!isLast) next = PageAsync(new(page[^1].AccountId, page[^1].Sequence));
            var days = Days(open, page, prices.Day);
            var statements = new DailyStatement?[days.Count];
            await Task.Run(
                () => Parallel.For(
                    0, days.Count, new ParallelOptions { CancellationToken = cancellationToken }, i =>
                    {
                        days[i].Read();
                        // Of the last account of a page the next one may have more.
                        if (i < days.Count - 1 || isLast) statements[i] = days[i].Fold.Close(markets);
                    }),
                cancellationToken);
            open = isLast || days.Count == 0 ? null : days[^1];
            read(count += page.Count);
            foreach (var statement in statements)
            {
                if (statement is not null) yield return statement;
            }
        }

        // The next page is read while this one is folded.
        Task<IReadOnlyList<JournalEntry>> PageAsync(JournalPlace after) =>
            journal.ReadByAccountAsync(after, prices.Day.Until, pageSize, cancellationToken);
    }

    private static List<AccountDay> Days(AccountDay? open, IReadOnlyList<JournalEntry> page, ClosedDay day)
    {
        var days = new List<AccountDay>();
        if (open is not null) days.Add(open);
        foreach (var entry in page)
        {
            // Openings and closings of markets are no account's.
            if (MarketEvents.Is(entry.Type)) continue;
            if (days.Count == 0 || days[^1].AccountId != entry.AccountId) days.Add(new(entry.AccountId, new(day)));
            days[^1].Unread.Add(entry);
        }

        return days;
    }

    private static AccountEvent Event(JournalEntry entry) =>
        JsonSerializer.Deserialize(entry.Body, GrainsJson.Event)
        ?? throw new JsonException($"The body of event {entry.Position} is null.");

    private sealed record AccountDay(string AccountId, StatementFold Fold)
    {
        public List<JournalEntry> Unread { get; } = [];

        public void Read()
        {
            foreach (var entry in Unread) Fold.Add(Event(entry));
            Unread.Clear();
        }
    }
}

/// <summary>What a day is closed with.</summary>
/// <param name="Day">The day.</param>
/// <param name="Market">Terms, calendars and official closing prices.</param>
/// <param name="Captured">The marks that stood at the border.</param>
public sealed record ClosingPrices(ClosedDay Day, IMarket Market, IReadOnlyCollection<Mark> Captured);
