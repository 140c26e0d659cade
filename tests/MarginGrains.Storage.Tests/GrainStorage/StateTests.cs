using Orleans.Storage;

namespace MarginGrains.Storage.Tests.GrainStorage;

public sealed class StateTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly OpenStorage _storage;

    public StateTests() => _storage = new OpenStorage(_folder.Database);

    [Fact]
    public async Task A_state_never_written_reads_as_new()
    {
        var instrument = _storage.Cell<InstrumentState>("instrument", "EURUSD");
        instrument.State.Name = "left over";

        await instrument.ReadAsync();

        instrument.State.Name.ShouldBe("");
        instrument.ETag.ShouldBeNull();
        instrument.Exists.ShouldBeFalse();
    }

    [Fact]
    public async Task A_plain_state_goes_to_the_general_table_and_comes_back()
    {
        var instrument = _storage.Cell<InstrumentState>("instrument", "EURUSD");
        instrument.State.Name = "Euro / US dollar";
        await instrument.WriteAsync();
        await instrument.WriteAsync();

        var again = _storage.Cell<InstrumentState>("instrument", "EURUSD");
        await again.ReadAsync();

        again.State.Name.ShouldBe("Euro / US dollar");
        (again.ETag, again.Exists).ShouldBe(("2", true));
        _folder.Query("SELECT kind, key, version FROM grain_state").ShouldBe(["instrument|EURUSD|2"]);
    }

    [Fact]
    public async Task An_account_goes_to_the_account_table_with_partition_and_exposure()
    {
        var account = _storage.Account("A-1", partition: 7);
        account.State.Balance = 12.50m;
        account.State.Exposed = true;
        await account.WriteAsync();

        _folder.Query("SELECT key, partition, version, exposed, document ->> 'balance' FROM account")
            .ShouldBe(["A-1|7|1|1|12.5"]);
        _folder.Query("SELECT modified LIKE '____-__-__T__:__:__._______Z' FROM account").ShouldBe(["1"]);
        var again = _storage.Cell<LedgerState>("account", "A-1");
        await again.ReadAsync();
        again.State.Balance.ShouldBe(12.50m);
        again.State.Partition.ShouldBe(7);
    }

    [Fact]
    public async Task Pending_rows_are_stored_beside_the_document_and_not_in_it()
    {
        var account = _storage.Account("A-1");
        account.State.PendingJournal = [Rows.Event("A-1", 1), Rows.Event("A-1", 2)];
        account.State.PendingReplies = [Rows.Reply("A-1", "t-1")];
        await account.WriteAsync();

        _folder.Query("SELECT position, account, sequence, type, time FROM journal").ShouldBe([
            "1|A-1|1|funds.deposited|2026-03-04T12:00:00.0000000Z",
            "2|A-1|2|funds.deposited|2026-03-04T12:00:00.0000000Z"]);
        _folder.Query("SELECT owner, kind, id FROM reply").ShouldBe(["A-1|transfer|t-1"]);
        _folder.Query("SELECT document FROM account")[0].ShouldNotContain("pending");
    }

    [Fact]
    public async Task A_stale_version_is_refused_with_everything_it_brought()
    {
        var first = _storage.Account("A-1");
        await first.WriteAsync();
        var second = _storage.Cell<LedgerState>("account", "A-1");
        await second.ReadAsync();
        await first.WriteAsync();
        second.State.PendingJournal = [Rows.Event("A-1", 1)];

        var conflict = await Should.ThrowAsync<InconsistentStateException>(second.WriteAsync);

        (conflict.StoredEtag, conflict.CurrentEtag).ShouldBe(("2", "1"));
        second.ETag.ShouldBe("1");
        _folder.Query("SELECT version FROM account").ShouldBe(["2"]);
        _folder.Query("SELECT * FROM journal").ShouldBeEmpty();
    }

    [Fact]
    public async Task Two_first_writes_leave_one_row()
    {
        await _storage.Account("A-1").WriteAsync();
        await _storage.Cell<InstrumentState>("instrument", "X").WriteAsync();

        await Should.ThrowAsync<InconsistentStateException>(_storage.Account("A-1").WriteAsync);
        await Should.ThrowAsync<InconsistentStateException>(
            _storage.Cell<InstrumentState>("instrument", "X").WriteAsync);
    }

    [Fact]
    public async Task An_account_cannot_change_its_partition()
    {
        var account = _storage.Account("A-1", partition: 3);
        await account.WriteAsync();
        account.State.Partition = 4;

        await Should.ThrowAsync<InconsistentStateException>(account.WriteAsync);

        _folder.Query("SELECT partition FROM account").ShouldBe(["3"]);
    }

    [Fact]
    public async Task Keys_differ_by_case_and_by_state_name()
    {
        await _storage.Account("acc-1").WriteAsync();
        await _storage.Account("ACC-1").WriteAsync();
        var fund = _storage.Cell<LedgerState>("fund", "acc-1");
        await fund.ReadAsync();

        fund.Exists.ShouldBeFalse();
        await fund.WriteAsync();
        _folder.Query("SELECT key FROM account ORDER BY key").ShouldBe(["ACC-1", "acc-1"]);
        _folder.Query("SELECT kind, key FROM grain_state").ShouldBe(["fund|acc-1"]);
    }

    [Fact]
    public async Task A_state_that_becomes_an_account_moves_and_keeps_its_version()
    {
        var account = _storage.Cell<LedgerState>("account", "A-1");
        await account.WriteAsync();
        var stale = _storage.Cell<LedgerState>("account", "A-1");
        await stale.ReadAsync();
        account.State.Partition = 5;
        await account.WriteAsync();

        account.ETag.ShouldBe("2");
        _folder.Query("SELECT * FROM grain_state").ShouldBeEmpty();
        _folder.Query("SELECT partition, version FROM account").ShouldBe(["5|2"]);
        await Should.ThrowAsync<InconsistentStateException>(stale.WriteAsync);
        await Should.ThrowAsync<InconsistentStateException>(_storage.Cell<LedgerState>("account", "A-1").WriteAsync);
        await account.WriteAsync();
        account.ETag.ShouldBe("3");
    }

    [Fact]
    public async Task Clearing_deletes_the_row_of_the_known_version_only()
    {
        var account = _storage.Account("A-1");
        await account.WriteAsync();
        var stale = _storage.Cell<LedgerState>("account", "A-1");
        await stale.ReadAsync();
        await account.WriteAsync();

        await Should.ThrowAsync<InconsistentStateException>(stale.ClearAsync);
        await account.ClearAsync();

        account.ETag.ShouldBeNull();
        account.Exists.ShouldBeFalse();
        account.State.Partition.ShouldBeNull();
        _folder.Query("SELECT * FROM account").ShouldBeEmpty();
        await account.ClearAsync();
    }

    [Fact]
    public async Task A_damaged_document_is_named()
    {
        await _storage.Cell<InstrumentState>("instrument", "EURUSD").WriteAsync();
        _folder.Run("UPDATE grain_state SET document = '{'");

        var error = await Should.ThrowAsync<StorageException>(
            _storage.Cell<InstrumentState>("instrument", "EURUSD").ReadAsync);

        error.Code.ShouldBe(StorageErrors.DocumentUnreadable);
        error.Message.ShouldContain("instrument 'EURUSD'");
    }

    [Fact]
    public async Task An_etag_of_another_storage_is_a_conflict()
    {
        var state = new GrainState<InstrumentState>(new InstrumentState()) { ETag = "W/abc" };

        await Should.ThrowAsync<InconsistentStateException>(() => _storage.Grains.WriteStateAsync(
            "instrument", GrainId.Create("test", "X"), state));
    }

    public void Dispose()
    {
        _storage.Dispose();
        _folder.Dispose();
    }
}
