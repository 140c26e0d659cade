using MarginGrains.Storage.Databases;
using MarginGrains.Storage.Tests.Crash;
using Microsoft.Data.Sqlite;

namespace MarginGrains.Storage.Tests.Databases;

public sealed class OpeningTests : IDisposable
{
    // Kernel files refuse writing to every user, so these tests hold for root as well.
    private const string UnwritableFolder = "/sys";
    private const string UnwritableFile = "/sys/kernel/uevent_seqnum";

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_second_opening_in_the_same_process_is_refused()
    {
        using var open = SqliteDatabase.Open(_folder.Database, TimeProvider.System);

        Opening(_folder.Database).ShouldBe(StorageErrors.DatabaseLocked);
    }

    [Fact]
    public async Task A_database_open_in_another_process_is_refused_until_that_process_ends()
    {
        using (var other = ChildProcess.Start("hold", _folder.Database))
        {
            (await other.ReadLineAsync()).ShouldBe("open");
            Opening(_folder.Database).ShouldBe(StorageErrors.DatabaseLocked);
            other.Kill();
        }

        using var open = SqliteDatabase.Open(_folder.Database, TimeProvider.System);
        open.SchemaVersion.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void A_closed_database_opens_again()
    {
        SqliteDatabase.Open(_folder.Database, TimeProvider.System).Dispose();
        SqliteDatabase.Open(_folder.Database, TimeProvider.System).Dispose();
    }

    [Fact]
    public void A_failed_opening_lets_go_of_the_lock()
    {
        File.WriteAllText(_folder.Database, new string('x', 5_000));
        Opening(_folder.Database).ShouldBe(StorageErrors.DatabaseUnreadable);
        File.Delete(_folder.Database);

        SqliteDatabase.Open(_folder.Database, TimeProvider.System).Dispose();
    }

    [Fact]
    public void A_missing_folder_is_said_and_not_created()
    {
        Opening(_folder.File("no/such/margin.db")).ShouldBe(StorageErrors.DatabaseDirectoryMissing);
        Directory.Exists(_folder.File("no")).ShouldBeFalse();
    }

    [Fact]
    public void A_folder_that_is_a_file_is_a_missing_folder()
    {
        File.WriteAllText(_folder.File("file"), "");

        Opening(_folder.File("file/margin.db")).ShouldBe(StorageErrors.DatabaseDirectoryMissing);
    }

    [Fact]
    public void A_database_that_is_a_folder_is_unreadable()
    {
        Directory.CreateDirectory(_folder.Database);

        Opening(_folder.Database).ShouldBe(StorageErrors.DatabaseUnreadable);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(5_000)]
    [InlineData(100_000)]
    public void A_file_that_is_no_database_is_unreadable_and_left_alone(int length)
    {
        var content = new string('x', length);
        File.WriteAllText(_folder.Database, content);

        Opening(_folder.Database).ShouldBe(StorageErrors.DatabaseUnreadable);

        File.ReadAllText(_folder.Database).ShouldBe(content);
    }

    [Fact]
    public void A_database_whose_pages_are_damaged_is_unreadable()
    {
        SqliteDatabase.Open(_folder.Database, TimeProvider.System).Dispose();
        using (var file = File.OpenWrite(_folder.Database))
        {
            file.Position = 100;
            file.Write(Enumerable.Repeat((byte)0xA5, (int)file.Length - 100).ToArray());
        }

        Opening(_folder.Database).ShouldBe(StorageErrors.DatabaseUnreadable);
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_said()
    {
        if (OperatingSystem.IsLinux())
            Opening(Path.Combine(UnwritableFolder, "margin.db")).ShouldBe(StorageErrors.DatabaseReadOnly);
    }

    [Fact]
    public void A_file_that_cannot_be_written_is_said()
    {
        if (!OperatingSystem.IsLinux())
            return;
        File.CreateSymbolicLink(_folder.Database, UnwritableFile);

        Opening(_folder.Database).ShouldBe(StorageErrors.DatabaseReadOnly);
    }

    [Theory]
    [InlineData(5, StorageErrors.DatabaseLocked)] // busy
    [InlineData(8, StorageErrors.DatabaseReadOnly)] // read-only
    [InlineData(10, StorageErrors.WriteFailed)] // I/O error
    [InlineData(11, StorageErrors.DatabaseUnreadable)] // damaged
    [InlineData(13, StorageErrors.WriteFailed)] // disk full
    [InlineData(14, StorageErrors.DatabaseUnreadable)] // cannot open
    public void What_SQLite_says_while_opening_becomes_a_code_of_ours(int sqliteCode, string code) =>
        SqliteFailures.WhileOpening(new SqliteException("message", sqliteCode), "margin.db").Code.ShouldBe(code);

    [Fact]
    public void A_schema_from_the_future_is_refused()
    {
        SqliteDatabase.Open(_folder.Database, TimeProvider.System).Dispose();
        _folder.Run("INSERT INTO schema_version VALUES (999, 'future', 'x', 'x')");

        Opening(_folder.Database).ShouldBe(StorageErrors.SchemaNewer);
    }

    public void Dispose() => _folder.Dispose();

    private static string Opening(string path)
    {
        var error = Should.Throw<StorageException>(() => SqliteDatabase.Open(path, TimeProvider.System));
        error.Message.ShouldEndWith(".");
        return error.Code;
    }
}
