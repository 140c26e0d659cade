using System.Diagnostics.Metrics;
using MarginGrains.Grains.Ports;
using MarginGrains.Storage.GrainStorage;
using Orleans.Storage;

namespace MarginGrains.Storage.Tests.GrainStorage;

public sealed class GroupCommitTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly OpenStorage _storage;

    public GroupCommitTests() => _storage = new OpenStorage(_folder.Database);

    [Fact]
    public async Task Every_acknowledged_write_of_many_writers_is_found_on_another_connection()
    {
        await Task.WhenAll(Enumerable.Range(0, 200).Select(async n =>
        {
            var account = _storage.Account($"A-{n}", n % 8);
            for (var sequence = 1; sequence <= 5; sequence++)
            {
                account.State.PendingJournal = [Rows.Event($"A-{n}", sequence, n % 8)];
                await account.WriteAsync();
            }
        }));

        _folder.Query("SELECT count(*), min(version), max(version) FROM account").ShouldBe(["200|5|5"]);
        _folder.Query("SELECT count(*), count(DISTINCT account || ':' || sequence) FROM journal")
            .ShouldBe(["1000|1000"]);
    }

    [Fact]
    public async Task A_write_is_seen_elsewhere_as_soon_as_it_is_acknowledged()
    {
        var account = _storage.Account("A-1");
        for (var version = 1; version <= 20; version++)
        {
            await account.WriteAsync();
            _folder.Query("SELECT version FROM account").ShouldBe([$"{version}"]);
        }
    }

    [Fact]
    public async Task What_waits_shares_one_transaction()
    {
        var batches = new List<int>();
        using var meters = new MeterListener();
        meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument is { Meter.Name: WriterMetrics.MeterName, Name: "margingrains.storage.batch.size" })
                listener.EnableMeasurementEvents(instrument);
        };
        meters.SetMeasurementEventCallback<int>((_, size, _, _) =>
        {
            lock (batches)
                batches.Add(size);
        });
        meters.Start();
        using var gate = Gate.Hold(_storage.Writer);
        var writes = Enumerable.Range(0, 37).Select(n => _storage.Account($"A-{n}").WriteAsync()).ToList();
        _storage.Writer.QueueDepth.ShouldBe(37);

        gate.Open();
        await Task.WhenAll(writes);

        _storage.Writer.QueueDepth.ShouldBe(0);
        // Callers are answered before the batch is counted; closing waits for both.
        _storage.Dispose();
        lock (batches)
            batches.ShouldContain(37);
    }

    [Fact]
    public async Task One_failing_row_does_not_fail_its_neighbours()
    {
        await _storage.Account("A-1").WriteAsync();
        using var gate = Gate.Hold(_storage.Writer);
        var before = _storage.Account("A-2").WriteAsync();
        var conflict = _storage.Account("A-1").WriteAsync();
        var negative = _storage.Account("A-3");
        negative.State.PendingJournal = [Rows.Event("A-3", sequence: 0)];
        var refused = negative.WriteAsync();
        var missing = _storage.Account("A-4");
        missing.State.PendingReplies = [Rows.Reply("A-4", "t", body: null!)];
        var invalid = missing.WriteAsync();
        var after = _storage.Account("A-5").WriteAsync();

        gate.Open();

        await before;
        await after;
        await Should.ThrowAsync<InconsistentStateException>(conflict);
        (await Should.ThrowAsync<StorageException>(refused)).Code.ShouldBe(StorageErrors.RowRefused);
        await Should.ThrowAsync<InvalidOperationException>(invalid);
        _folder.Query("SELECT key FROM account ORDER BY key").ShouldBe(["A-1", "A-2", "A-5"]);
        _folder.Query("SELECT * FROM journal").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_reply_that_exists_is_handed_back_and_nothing_is_stored()
    {
        var account = _storage.Account("A-1");
        account.State.PendingReplies = [Rows.Reply("A-1", "t-1", """{"first":true}""")];
        await account.WriteAsync();
        account.State.PendingJournal = [Rows.Event("A-1", 1)];
        account.State.PendingReplies = [Rows.Reply("A-1", "t-0"), Rows.Reply("A-1", "t-1", """{"first":false}""")];

        var exists = await Should.ThrowAsync<ReplyExistsException>(account.WriteAsync);

        exists.Existing.ShouldBe(Rows.Reply("A-1", "t-1", """{"first":true}"""));
        account.ETag.ShouldBe("1");
        _folder.Query("SELECT version FROM account").ShouldBe(["1"]);
        _folder.Query("SELECT id FROM reply").ShouldBe(["t-1"]);
        _folder.Query("SELECT * FROM journal").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_reply_stored_by_a_neighbour_of_the_same_batch_counts()
    {
        using var gate = Gate.Hold(_storage.Writer);
        var first = _storage.Account("A-1");
        first.State.PendingReplies = [Rows.Reply("fund-USD", "claim-1", """{"by":1}""")];
        var second = _storage.Account("A-2");
        second.State.PendingReplies = [Rows.Reply("fund-USD", "claim-1", """{"by":2}""")];
        var (one, two) = (first.WriteAsync(), second.WriteAsync());

        gate.Open();

        await one;
        (await Should.ThrowAsync<ReplyExistsException>(two)).Existing.Body.ShouldBe("""{"by":1}""");
    }

    [Fact]
    public async Task A_sequence_number_given_twice_is_a_conflict()
    {
        var account = _storage.Account("A-1");
        account.State.PendingJournal = [Rows.Event("A-1", 1)];
        await account.WriteAsync();

        await Should.ThrowAsync<InconsistentStateException>(account.WriteAsync);

        _folder.Query("SELECT version FROM account").ShouldBe(["1"]);
        _folder.Query("SELECT count(*) FROM journal").ShouldBe(["1"]);
    }

    [Fact]
    public async Task Closing_writes_what_is_queued_and_refuses_the_rest()
    {
        var gate = Gate.Hold(_storage.Writer);
        var queued = Enumerable.Range(0, 50).Select(n => _storage.Account($"A-{n}").WriteAsync()).ToList();
        var late = _storage.Account("late");

        var closing = Task.Run(_storage.Dispose);
        gate.Open();
        await closing;

        await Task.WhenAll(queued);
        _folder.Query("SELECT count(*) FROM account").ShouldBe(["50"]);
        (await Should.ThrowAsync<StorageException>(late.WriteAsync)).Code.ShouldBe(StorageErrors.StorageClosed);
        (await Should.ThrowAsync<StorageException>(late.ReadAsync)).Code.ShouldBe(StorageErrors.StorageClosed);
        gate.Dispose();
    }

    [Fact]
    public async Task A_write_cancelled_before_it_is_queued_is_not_written()
    {
        var state = new GrainState<InstrumentState>(new InstrumentState());

        await Should.ThrowAsync<OperationCanceledException>(() => _storage.Grains.WriteStateAsync(
            "instrument", GrainId.Create("test", "X"), state, new CancellationToken(canceled: true)));

        _folder.Query("SELECT * FROM grain_state").ShouldBeEmpty();
    }

    public void Dispose()
    {
        _storage.Dispose();
        _folder.Dispose();
    }
}
