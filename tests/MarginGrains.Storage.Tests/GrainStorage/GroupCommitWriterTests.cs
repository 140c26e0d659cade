using MarginGrains.Storage.Databases;
using MarginGrains.Storage.GrainStorage;
using MarginGrains.Storage.Migrations;
using Microsoft.Data.Sqlite;

namespace MarginGrains.Storage.Tests.GrainStorage;

public sealed class GroupCommitWriterTests : IDisposable
{
    private const int QueueCapacity = 64;

    // Extended result code SQLITE_IOERR_FSYNC.
    private const int FlushFailed = 10 | (4 << 8);

    private readonly TemporaryFolder _folder = new();
    private readonly SqliteConnection _connection;
    private readonly GroupCommitWriter _writer;

    public GroupCommitWriterTests()
    {
        _connection = SqliteConnections.OpenWriter(_folder.Database);
        SqliteMigrator.Migrate(_connection, MigrationScript.Embedded("sqlite"), TimeProvider.System);
        _writer = new GroupCommitWriter(_connection, QueueCapacity, TimeProvider.System);
    }

    [Fact]
    public void Every_commit_is_flushed_to_disk()
    {
        SqliteConnections.Scalar(_connection, "PRAGMA journal_mode").ShouldBe("wal");
        SqliteConnections.Scalar(_connection, "PRAGMA synchronous").ShouldBe(2L);
    }

    [Fact]
    public async Task A_full_queue_makes_callers_wait_and_loses_nothing()
    {
        using var gate = Gate.Hold(_writer);
        var writes = Enumerable.Range(0, 3 * QueueCapacity).Select(n => Write($"K-{n}", "{}")).ToList();
        _writer.QueueDepth.ShouldBe(QueueCapacity);

        gate.Open();
        await Task.WhenAll(writes);

        _folder.Query("SELECT count(*) FROM grain_state").ShouldBe([$"{writes.Count}"]);
    }

    [Fact]
    public async Task A_full_disk_fails_the_batch_and_writing_goes_on_once_there_is_room()
    {
        var pages = _folder.Query("PRAGMA page_count")[0];
        SqliteConnections.Run(_connection, $"PRAGMA max_page_count = {pages}");
        using var gate = Gate.Hold(_writer);
        var small = Write("A", "{}");
        var large = Write("B", new string('x', 100_000));
        gate.Open();

        (await Should.ThrowAsync<StorageException>(large)).Code.ShouldBe(StorageErrors.WriteFailed);
        (await Should.ThrowAsync<StorageException>(small)).Code.ShouldBe(StorageErrors.WriteFailed);
        _folder.Query("SELECT * FROM grain_state").ShouldBeEmpty();

        SqliteConnections.Run(_connection, "PRAGMA max_page_count = 1000000");
        await Write("A", "{}");
        _folder.Query("SELECT key FROM grain_state").ShouldBe(["A"]);
        _writer.Failure.ShouldBeNull();
    }

    [Fact]
    public async Task A_commit_that_fails_fails_every_request_of_its_batch()
    {
        // The only way to make COMMIT itself fail at will: a foreign key that is checked no earlier.
        SqliteConnections.Run(_connection, """
            CREATE TABLE parent (id INTEGER PRIMARY KEY);
            CREATE TABLE child (id INTEGER REFERENCES parent DEFERRABLE INITIALLY DEFERRED);
            CREATE TRIGGER poison AFTER INSERT ON grain_state WHEN new.key = 'poison'
            BEGIN INSERT INTO child VALUES (1); END;
            """);
        using var gate = Gate.Hold(_writer);
        Task<long>[] batch = [Write("A", "{}"), Write("poison", "{}"), Write("B", "{}")];
        gate.Open();

        foreach (var write in batch)
            (await Should.ThrowAsync<StorageException>(write)).Code.ShouldBe(StorageErrors.WriteFailed);

        _folder.Query("SELECT * FROM grain_state").ShouldBeEmpty();
        await Write("C", "{}");
        _folder.Query("SELECT key FROM grain_state").ShouldBe(["C"]);
    }

    [Fact]
    public async Task After_a_failed_flush_nothing_is_written_any_more()
    {
        var failing = _writer.SubmitAsync(
            new Throwing(new SqliteException("disk I/O error", 10, FlushFailed)), CancellationToken.None);
        (await Should.ThrowAsync<StorageException>(failing)).Code.ShouldBe(StorageErrors.WriteFailed);

        (await Should.ThrowAsync<StorageException>(Write("A", "{}"))).Code.ShouldBe(StorageErrors.WriteFailed);

        _writer.Failure.ShouldNotBeNull();
        _folder.Query("SELECT * FROM grain_state").ShouldBeEmpty();
    }

    [Fact]
    public async Task An_error_that_ends_the_transaction_early_fails_the_neighbours_too()
    {
        using var gate = Gate.Hold(_writer);
        var before = Write("A", "{}");
        var failing = _writer.SubmitAsync(new RollingBack(_connection), CancellationToken.None);
        var after = Write("B", "{}");
        gate.Open();

        foreach (var write in (Task[])[before, failing, after])
            (await Should.ThrowAsync<StorageException>(write)).Code.ShouldBe(StorageErrors.WriteFailed);
        _folder.Query("SELECT * FROM grain_state").ShouldBeEmpty();
    }

    public void Dispose()
    {
        _writer.Dispose();
        _folder.Dispose();
    }

    private Task<long> Write(string key, string document) => _writer.SubmitAsync(
        new StateWrite(new StateRow(new StateKey("test", key), 0, document), together: null), CancellationToken.None);

    private sealed class Throwing(Exception error) : WriteRequest<bool>
    {
        protected override bool Write(WriteSession session) => throw error;
    }

    private sealed class RollingBack(SqliteConnection connection) : WriteRequest<bool>
    {
        protected override bool Write(WriteSession session)
        {
            SqliteConnections.Run(connection, "ROLLBACK");
            return true;
        }
    }
}
