using MarginGrains.Storage.Databases;

namespace MarginGrains.Storage.Tests.Crash;

/// <summary>
/// SIGKILL loses the process, not the operating system's cache: this proves that nothing is acknowledged before its
/// commit and that a commit is whole. That the flush reaches the disk is SQLite's synchronous=FULL.
/// </summary>
public sealed class CrashTests : IDisposable
{
    private const int KillAfter = 2_000;

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Every_write_acknowledged_before_a_kill_is_there_exactly_once()
    {
        for (var round = 1; round <= 3; round++)
        {
            var acknowledged = await WriteUntilKilledAsync();
            acknowledged.Count.ShouldBeGreaterThanOrEqualTo(KillAfter);

            // Opening repairs the log, as a restarted program would.
            SqliteDatabase.Open(_folder.Database, TimeProvider.System).Dispose();

            var stored = _folder.Query("SELECT account || ' ' || sequence FROM journal");
            stored.ShouldBeUnique();
            acknowledged.Except(stored).ShouldBeEmpty();
            _folder.Query("PRAGMA integrity_check").ShouldBe(["ok"]);
            StatesThatDisagreeWithTheirEvents().ShouldBeEmpty();
            _folder.Run("DELETE FROM account; DELETE FROM journal; DELETE FROM reply");
        }
    }

    public void Dispose() => _folder.Dispose();

    private async Task<IReadOnlyList<string>> WriteUntilKilledAsync()
    {
        using var child = ChildProcess.Start("write", _folder.Database);
        var lines = new List<string>();
        while (lines.Count < KillAfter && await child.ReadLineAsync() is { } line)
            lines.Add(line);
        child.Kill();
        lines.AddRange(await child.ReadRestAsync());
        return lines;
    }

    private IReadOnlyList<string> StatesThatDisagreeWithTheirEvents() => _folder.Query("""
        SELECT key, version FROM account
        WHERE version <> document ->> 'balance'
           OR version <> (SELECT count(*) FROM journal WHERE account = key)
           OR version <> (SELECT max(sequence) FROM journal WHERE account = key)
           OR version <> (SELECT count(*) FROM reply WHERE owner = key)
        """);
}
