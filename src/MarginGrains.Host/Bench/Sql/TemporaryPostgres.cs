using System.ComponentModel;
using System.Diagnostics;
using MarginGrains.Host.Server;
using Npgsql;

namespace MarginGrains.Host.Bench.Sql;

/// <summary>
/// A PostgreSQL of its own in a temporary folder that only its user can enter, on a Unix socket there; both go with it.
/// It writes as durably as PostgreSQL does by default.
/// </summary>
internal sealed class TemporaryPostgres : IAsyncDisposable
{
    private const string Settings =
        "-c listen_addresses= -c shared_buffers=256MB -c max_wal_size=4GB -c log_min_messages=fatal";

    private readonly PostgresBinaries binaries;
    private readonly string folder;

    private TemporaryPostgres(PostgresBinaries binaries, string folder)
    {
        this.binaries = binaries;
        this.folder = folder;
    }

    public string ConnectionString =>
        new NpgsqlConnectionStringBuilder { Host = folder, Username = "bench", Database = "postgres" }.ConnectionString;

    private string DatabaseFolder => Path.Combine(folder, "database");

    private string Log => Path.Combine(folder, "log");

    /// <summary>Throws <c>postgres_not_started</c>, with the reason that PostgreSQL gave.</summary>
    public static async Task<TemporaryPostgres> StartAsync(
        PostgresBinaries binaries, CancellationToken cancellationToken)
    {
        var made = await RunAsync("mktemp", ["-d", "-t", "margingrains-sql-XXXXXX"], cancellationToken);
        var server = new TemporaryPostgres(binaries, made.Trim());
        try
        {
            await RunAsync(
                binaries.InitDb,
                [
                    "-D", server.DatabaseFolder, "--username=bench", "--auth=trust", "--encoding=UTF8", "--locale=C",
                    "--no-sync",
                ],
                cancellationToken);
            await RunAsync(
                binaries.PgCtl,
                [
                    "-D", server.DatabaseFolder, "-w", "-t", "120", "-l", server.Log,
                    "-o", $"-k {server.folder} {Settings}", "start",
                ],
                cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        // Present while it runs; what it holds is thrown away, so that it need not end in good order.
        if (File.Exists(Path.Combine(DatabaseFolder, "postmaster.pid")))
        {
            await RunAsync(
                binaries.PgCtl, ["-D", DatabaseFolder, "-m", "immediate", "-w", "stop"], CancellationToken.None);
        }

        Directory.Delete(folder, recursive: true);
    }

    private static async Task<string> RunAsync(
        string program, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        using var process = Start([.. AsUser(), program, .. arguments]);
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var error = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        if (process.ExitCode == 0) return await output;
        throw new ServerException(
            "postgres_not_started",
            $"{Path.GetFileName(program)} of PostgreSQL failed: {(await error).Trim()}");
    }

    private static Process Start(string[] line)
    {
        var start = new ProcessStartInfo(line[0], line[1..])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetTempPath(),
        };
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new ServerException("postgres_not_started", $"{line[0]} cannot be run: {e.Message}", e);
        }
    }

    /// PostgreSQL refuses to run as root.
    private static string[] AsUser() => Environment.IsPrivilegedProcess && !OperatingSystem.IsWindows()
        ? ["runuser", "-u", HasUser("postgres") ? "postgres" : "nobody", "--"]
        : [];

    private static bool HasUser(string name) => File.Exists("/etc/passwd")
        && File.ReadLines("/etc/passwd").Any(l => l.StartsWith($"{name}:", StringComparison.Ordinal));
}
