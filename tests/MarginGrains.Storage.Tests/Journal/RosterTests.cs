using MarginGrains.Grains.Ports;

namespace MarginGrains.Storage.Tests.Journal;

public sealed class RosterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private OpenStorage _storage;

    public RosterTests() => _storage = new OpenStorage(_folder.Database);

    private IAccountRoster Roster => _storage.Get<IAccountRoster>();

    [Fact]
    public async Task A_row_moves_to_the_end_with_every_write()
    {
        var first = _storage.Account("A-1");
        await first.WriteAsync();
        await _storage.Account("A-2").WriteAsync();
        first.State.Exposed = true;
        await first.WriteAsync();

        var rows = await Roster.ReadAsync(0, 0, 10, CancellationToken.None);

        rows.Select(row => (row.AccountId, row.Change, row.Exposed)).ShouldBe([("A-2", 2, false), ("A-1", 3, true)]);
        rows[1].Document.ShouldContain("\"exposed\":true");
    }

    [Fact]
    public async Task Documents_come_as_they_are_stored_and_all_accounts_count()
    {
        await _storage.Account("A-1").WriteAsync();
        await _storage.Account("A-2", partition: 2).WriteAsync();

        var rows = await Roster.ReadAsync(0, 0, 10, CancellationToken.None);
        var documents = await Roster.ReadDocumentsAsync(0, 0, 10, CancellationToken.None);

        documents.Select(d => (d.AccountId, d.Change, System.Text.Encoding.UTF8.GetString(d.Document.Span)))
            .ShouldBe(rows.Select(r => (r.AccountId, r.Change, r.Document)));
        (await Roster.CountAsync(CancellationToken.None)).ShouldBe(2);
    }

    [Fact]
    public async Task A_partition_sees_its_own_accounts_only()
    {
        await _storage.Account("A-1", partition: 1).WriteAsync();
        await _storage.Account("A-2", partition: 2).WriteAsync();

        (await Roster.ReadAsync(2, 0, 10, CancellationToken.None)).Single().AccountId.ShouldBe("A-2");
    }

    [Fact]
    public async Task A_follower_that_pages_while_others_write_misses_no_account()
    {
        const int accounts = 300;
        var seen = new Dictionary<string, decimal>();
        var writing = Task.WhenAll(Enumerable.Range(0, accounts).Select(WriteThreeTimesAsync));
        long cursor = 0;
        for (var final = false; !final;)
        {
            // Whether this pass is the last one is decided before it reads: then it must find what is left.
            final = writing.IsCompleted;
            while (await Roster.ReadAsync(0, cursor, 7, CancellationToken.None) is { Count: > 0 } page)
            {
                page.Select(row => row.Change).ShouldBeInOrder();
                page[0].Change.ShouldBeGreaterThan(cursor);
                cursor = page[^1].Change;
                foreach (var row in page)
                    seen[row.AccountId] = Balance(row.Document);
            }
        }

        await writing;
        seen.Count.ShouldBe(accounts);
        seen.Values.ShouldAllBe(balance => balance == 3);

        async Task WriteThreeTimesAsync(int n)
        {
            var account = _storage.Account($"A-{n}");
            for (account.State.Balance = 1; account.State.Balance <= 3; account.State.Balance++)
                await account.WriteAsync();
        }
    }

    [Fact]
    public async Task Change_numbers_go_on_after_a_restart_even_if_the_newest_row_is_gone()
    {
        var account = _storage.Account("A-1");
        await account.WriteAsync();
        await account.WriteAsync();
        await account.ClearAsync();
        _storage.Dispose();
        _storage = new OpenStorage(_folder.Database);

        await _storage.Account("A-2").WriteAsync();

        (await Roster.ReadAsync(0, 0, 10, CancellationToken.None)).Single().Change.ShouldBe(4);
    }

    [Theory]
    [InlineData(-1, 0, 1)]
    [InlineData(0, -1, 1)]
    [InlineData(0, 0, 0)]
    [InlineData(0, 0, 10_001)]
    public Task A_page_out_of_bounds_is_refused(int partition, long after, int limit) =>
        Should.ThrowAsync<ArgumentOutOfRangeException>(
            () => Roster.ReadAsync(partition, after, limit, CancellationToken.None));

    public void Dispose()
    {
        _storage.Dispose();
        _folder.Dispose();
    }

    private static decimal Balance(string document) =>
        System.Text.Json.JsonDocument.Parse(document).RootElement.GetProperty("balance").GetDecimal();
}
