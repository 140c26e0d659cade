using System.Text.Json;
using MarginGrains.Contracts.Calendars;
using MarginGrains.Core.Accounts;
using MarginGrains.Core.Regimes;
using MarginGrains.Core.Statements;
using MarginGrains.Grains.Hosting;
using MarginGrains.Grains.Ports;
using MarginGrains.Grains.Statements;
using MarginGrains.Testing.Core;

namespace MarginGrains.Grains.Tests.Statements;

/// <summary>The book's day is that of its accounts, wherever the pages of the journal end.</summary>
public sealed class StatementReaderTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(1_000)]
    [Trait("Rule", "DAYC-002")]
    [Trait("Rule", "DAYC-004")]
    public async Task TheBook_ReadPageByPage_HasEveryAccountsStatementOnce(int pageSize)
    {
        var market = new TestMarket().Add(TestInstruments.Cfd("GOLD", 1m, 1m)).Mark("GOLD", 100m);
        var day = ClosedDay.At(market.Now, market.Set);
        var prices = new ClosingPrices(day, market.Set, [.. market.Set.Marks]);
        var journal = new ListedJournal();
        for (var i = 1; i <= 7; i++)
        {
            market.Now = TestMarket.Monday.AddHours(i % 2);
            var scenario = Given.Account(market, RegimePresets.FxRetail).Deposits(1_000m * i);
            for (var fill = 0; fill < i % 4; fill++) scenario.Fills("GOLD", 1m, 100m, 0.01m);
            market.Now = day.Until;
            journal.Add($"a-{i}", scenario.Deposits(9m).Events);
        }

        // Opened after the border: the day knows nothing of it.
        journal.Add("a-8", Given.Account(market, RegimePresets.FxRetail).Deposits(1m).Events);
        journal.Add(new(99, "calendar:x", 1, 0, MarketEvents.Opened, day.From, "{}"));
        var reader = new StatementReader(journal, pageSize);
        var read = 0L;
        List<DailyStatement> book = [];
        await foreach (var statement in reader.ReadBookAsync(prices, n => read = n, CancellationToken.None)) book.Add(statement);

        book.Select(s => s.AccountId.Value).ShouldBe(Enumerable.Range(1, 7).Select(i => $"a-{i}"));
        read.ShouldBe(journal.Before(day.Until));
        foreach (var statement in book)
        {
            var (_, alone) = await reader.ReadAsync(statement.AccountId.Value, prices, CancellationToken.None);
            Text(statement).ShouldBe(Text(alone!));
        }

        var sums = BookDay.Of(day, book);
        sums.IsBalanced.ShouldBeTrue();
        sums.Closing.ShouldHaveSingleItem().Amount.ShouldBe(28_000m - 0.01m * (1 + 2 + 3 + 0 + 1 + 2 + 3));
    }

    private static string Text(DailyStatement statement) =>
        JsonSerializer.Serialize(statement, GrainsJson.Of<DailyStatement>());

    private sealed class ListedJournal : IJournal
    {
        private readonly List<JournalEntry> entries = [];

        public void Add(JournalEntry entry) => entries.Add(entry);

        public void Add(string id, IEnumerable<AccountEvent> events) => entries.AddRange(events.Select(e => new JournalEntry(
            entries.Count + 1, id, e.Sequence, 0, "", e.Time,
            JsonSerializer.Serialize(e, GrainsJson.Event).Replace("\"a-1\"", $"\"{id}\"", StringComparison.Ordinal))));

        public long Before(DateTimeOffset until) => entries.Count(e => e.Time < until);

        public Task<IReadOnlyList<JournalEntry>> ReadByAccountAsync(
            JournalPlace after, DateTimeOffset before, int limit, CancellationToken cancellationToken) => Page(
                entries.Where(e => e.Time < before).OrderBy(e => e.AccountId, StringComparer.Ordinal).ThenBy(e => e.Sequence)
                    .Where(e => string.CompareOrdinal(e.AccountId, after.AccountId) is var order
                        && (order > 0 || (order == 0 && e.Sequence > after.Sequence))), limit);

        public Task<IReadOnlyList<JournalEntry>> ReadAccountAsync(
            string accountId, long afterSequence, int limit, CancellationToken cancellationToken) =>
            Page(entries.Where(e => e.AccountId == accountId && e.Sequence > afterSequence), limit);

        public Task<IReadOnlyList<JournalEntry>> ReadAllAsync(
            long afterPosition, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<JournalEntry>> ReadPartitionAsync(
            int partition, long afterPosition, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<long> LastPositionAsync(CancellationToken cancellationToken) => Task.FromResult((long)entries.Count);

        private static Task<IReadOnlyList<JournalEntry>> Page(IEnumerable<JournalEntry> rows, int limit) =>
            Task.FromResult<IReadOnlyList<JournalEntry>>([.. rows.Take(limit)]);
    }
}
