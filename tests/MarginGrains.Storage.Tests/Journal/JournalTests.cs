using MarginGrains.Grains.Ports;
using MarginGrains.Storage.Settings;

namespace MarginGrains.Storage.Tests.Journal;

public sealed class JournalTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly OpenStorage _storage;

    public JournalTests() => _storage = new OpenStorage(_folder.Database);

    private IJournal Journal => _storage.Get<IJournal>();

    [Fact]
    public async Task An_empty_journal_has_position_zero()
    {
        (await Journal.LastPositionAsync(CancellationToken.None)).ShouldBe(0);
        (await Journal.ReadAllAsync(0, 10, CancellationToken.None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Events_come_back_as_they_were_with_their_position()
    {
        var time = new DateTimeOffset(2026, 3, 4, 20, 30, 15, 123, TimeSpan.FromHours(8)).AddTicks(4567);
        var row = new JournalRow("A-1", 1, 3, "call.opened", time, """{"amount":"1000.00"}""");
        await AppendAsync(row);

        var entry = (await Journal.ReadAllAsync(0, 10, CancellationToken.None)).Single();

        entry.ShouldBe(new JournalEntry(1, "A-1", 1, 3, "call.opened", time.ToUniversalTime(), row.Body));
        entry.Time.Offset.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public async Task Each_cursor_reads_its_own_events_in_order()
    {
        await AppendAsync(Rows.Event("A-1", 1, 1));
        await AppendAsync(Rows.Event("A-2", 1, 2), Rows.Event("A-2", 2, 2));
        await AppendAsync(Rows.Event("A-3", 1, 1));

        (await Journal.LastPositionAsync(CancellationToken.None)).ShouldBe(4);
        Positions(await Journal.ReadAllAsync(0, 3, CancellationToken.None)).ShouldBe([1, 2, 3]);
        Positions(await Journal.ReadAllAsync(3, 3, CancellationToken.None)).ShouldBe([4]);
        Positions(await Journal.ReadPartitionAsync(1, 0, 10, CancellationToken.None)).ShouldBe([1, 4]);
        Positions(await Journal.ReadPartitionAsync(1, 1, 10, CancellationToken.None)).ShouldBe([4]);
        Positions(await Journal.ReadAccountAsync("A-2", 0, 10, CancellationToken.None)).ShouldBe([2, 3]);
        Positions(await Journal.ReadAccountAsync("A-2", 1, 10, CancellationToken.None)).ShouldBe([3]);
    }

    [Fact]
    public async Task By_account_events_come_in_the_order_of_ids_and_sequences_up_to_an_instant()
    {
        await AppendAsync(Rows.Event("b", 1), Rows.Event("b", 2) with { Time = Rows.Noon.AddTicks(1) });
        await AppendAsync(Rows.Event("a", 1), Rows.Event("a", 2));
        await AppendAsync(Rows.Event("B", 1));
        var until = Rows.Noon.AddTicks(1);

        var first = await Journal.ReadByAccountAsync(JournalPlace.Start, until, 2, CancellationToken.None);
        var rest = await Journal.ReadByAccountAsync(
            new(first[^1].AccountId, first[^1].Sequence), until, 10, CancellationToken.None);

        first.Concat(rest).Select(e => (e.AccountId, e.Sequence)).ShouldBe([("B", 1), ("a", 1), ("a", 2), ("b", 1)]);
        (await Journal.ReadByAccountAsync(new("b", 1), until.AddTicks(1), 10, CancellationToken.None))
            .ShouldHaveSingleItem().Sequence.ShouldBe(2);
    }

    [Fact]
    public async Task A_write_that_was_refused_takes_no_position_that_anyone_saw()
    {
        await AppendAsync(Rows.Event("A-1", 1));
        await Should.ThrowAsync<Exception>(() => AppendAsync(Rows.Event("A-2", 1), Rows.Event("A-1", 1)));
        await AppendAsync(Rows.Event("A-2", 1));

        var entries = await Journal.ReadAllAsync(0, 10, CancellationToken.None);

        entries.Select(entry => entry.AccountId).ShouldBe(["A-1", "A-2"]);
    }

    [Fact]
    public async Task A_reply_is_found_by_its_id()
    {
        var account = _storage.Account("A-1");
        account.State.PendingReplies = [Rows.Reply("A-1", "t-1", """{"ok":true}""")];
        await account.WriteAsync();
        var replies = _storage.Get<IReplyStore>();

        (await replies.FindAsync("A-1", "transfer", "t-1", CancellationToken.None))
            .ShouldBe(Rows.Reply("A-1", "t-1", """{"ok":true}"""));
        (await replies.FindAsync("A-1", "fill", "t-1", CancellationToken.None)).ShouldBeNull();
        (await replies.FindAsync("A-2", "transfer", "t-1", CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task Reference_states_are_read_whole_by_name()
    {
        await _storage.Cell<InstrumentState>("instrument", "USDJPY").WriteAsync();
        await _storage.Cell<InstrumentState>("instrument", "EURUSD").WriteAsync();
        await _storage.Cell<InstrumentState>("regime", "us-reg-t").WriteAsync();

        var instruments = await _storage.Get<IReferenceStore>().ReadAllAsync("instrument", CancellationToken.None);

        instruments.Select(pair => pair.Key).ShouldBe(["EURUSD", "USDJPY"]);
        instruments[0].Value.ShouldBe("""{"name":""}""");
    }

    [Fact]
    public async Task The_partition_count_is_fixed_at_the_first_start()
    {
        var settings = _storage.Get<SqliteSettings>();
        (await settings.FindAsync("partition_count", CancellationToken.None)).ShouldBeNull();
        await settings.FixPartitionCountAsync(64, CancellationToken.None);
        await settings.FixPartitionCountAsync(64, CancellationToken.None);

        var error = await Should.ThrowAsync<StorageException>(
            () => settings.FixPartitionCountAsync(32, CancellationToken.None));

        error.Code.ShouldBe(StorageErrors.PartitionCountMismatch);
        (await settings.FindAsync("partition_count", CancellationToken.None)).ShouldBe("64");
    }

    public void Dispose()
    {
        _storage.Dispose();
        _folder.Dispose();
    }

    private static IEnumerable<long> Positions(IEnumerable<JournalEntry> entries) =>
        entries.Select(entry => entry.Position);

    private async Task AppendAsync(params JournalRow[] rows)
    {
        var account = _storage.Account(rows[0].AccountId, rows[0].Partition);
        account.State.PendingJournal = rows;
        await account.WriteAsync();
    }
}
