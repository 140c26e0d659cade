using System.Net;
using System.Net.Sockets;

namespace MarginGrains.Host.Tests.Commands;

public sealed class BadInputTests : IDisposable
{
    private const string Header = "time_utc,symbol,bid,ask,last";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("2026-03-02T00:00:01Z,EURUSD,1.1,1.2", "line_malformed", "a column is missing")]
    [InlineData("2026-03-02T00:00:01Z,EURUSD,-1.1,1.2,", "price_not_positive", "a negative price")]
    [InlineData("2026-03-02T00:00:01Z,EURUSD,0,1.2,", "price_not_positive", "a price of zero")]
    [InlineData("2026-03-02T00:00:01Z,EURUSD,1e0,1.2,", "price_malformed", "an exponent")]
    [InlineData("2026-03-01T00:00:01Z,EURUSD,1.1,1.2,", "time_going_back", "a time before the line above")]
    [InlineData("2026-03-02T00:00:01Z,EURUSD,1.3,1.2,", "bid_above_ask", "a crossed quote")]
    public async Task BrokenLine_EndsTheReplay_WithItsNumberAndReason(string line, string code, string what)
    {
        var file = folder.Write("prices.csv", Header, "2026-03-02T00:00:00Z,EURUSD,1.1,1.2,", line);

        var outcome = await Executable.RunAsync("replay", file, "--json");

        outcome.ExitCode.ShouldBe(2, what);
        outcome.ErrorCode.ShouldBe(code, what);
        outcome.ErrorMessage!.ShouldContain("line 3");
        outcome.Error.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task BrokenLines_AreSkippedAndCounted_WhenAskedTo()
    {
        var file = folder.Write(
            "prices.csv", Header, "2026-03-02T00:00:00Z,EURUSD,1.1,1.2,", "nonsense", "2026-03-02T00:00:01Z,EURUSD,1.1,1.2,");

        var outcome = await Executable.RunAsync("replay", file, "--skip-bad-lines", "--accounts", "2", "--json");

        outcome.ExitCode.ShouldBe(0);
        outcome.Json.GetProperty("badLines").GetInt64().ShouldBe(1);
        outcome.Json.GetProperty("ticks").GetInt64().ShouldBe(2);
        outcome.Error.ShouldContain("line 3");
    }

    [Fact]
    public async Task UnknownInstrument_IsNamed()
    {
        var file = folder.Write("prices.csv", Header, "2026-03-02T00:00:00Z,UNOBTAINIUM,1.1,1.2,");

        var outcome = await Executable.RunAsync("replay", file, "--json");

        outcome.ExitCode.ShouldBe(2);
        outcome.ErrorCode.ShouldBe("instrument_unknown");
        outcome.ErrorMessage!.ShouldContain("UNOBTAINIUM");
    }

    [Fact]
    public async Task MissingFile_IsNamed()
    {
        var outcome = await Executable.RunAsync("replay", folder["nothing.csv"], "--json");

        outcome.ExitCode.ShouldBe(2);
        outcome.ErrorCode.ShouldBe("file_not_found");
    }

    [Fact]
    public async Task PortInUse_IsSaid_AndNothingIsLeftBehind()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        var outcome = await Executable.RunAsync("serve", "--port", $"{port}", "--database", folder["desk.db"]);

        outcome.ExitCode.ShouldBe(2);
        outcome.Error.ShouldContain("port_in_use");
        outcome.Error.ShouldContain($"{port}");
        File.Exists(folder["desk.db"]).ShouldBeFalse();
    }

    [Fact]
    public async Task DatabaseOfAnotherProcess_IsLocked()
    {
        using var first = Executable.Start("serve", "--port", "0", "--database", folder["desk.db"]);
        try
        {
            string? line;
            do line = await first.StandardOutput.ReadLineAsync();
            while (line is not null && !line.Contains("Risk desk", StringComparison.Ordinal));

            var outcome = await Executable.RunAsync("serve", "--port", "0", "--database", folder["desk.db"]);

            outcome.ExitCode.ShouldBe(2);
            outcome.Error.ShouldContain("database_locked");
        }
        finally
        {
            first.Kill();
            await first.WaitForExitAsync();
        }
    }

    [Theory]
    [InlineData("/sys/kernel/margingrains.db", "a folder that cannot be written")]
    public async Task DatabaseInAReadOnlyPlace_IsRefused(string path, string what)
    {
        var outcome = await Executable.RunAsync("serve", "--port", "0", "--database", path);

        outcome.ExitCode.ShouldBe(2, what);
        outcome.Error.ShouldContain("database_read_only");
        outcome.Error.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task DatabaseOfAnotherShape_IsRefused()
    {
        var file = folder.Write("prices.csv", Header, "2026-03-02T00:00:00Z,EURUSD,1.1,1.2,");
        await Executable.RunAsync("replay", file, "--database", folder["run.db"], "--partitions", "2", "--json");

        var outcome = await Executable.RunAsync(
            "replay", file, "--database", folder["run.db"], "--partitions", "3", "--json");

        outcome.ExitCode.ShouldBe(2);
        outcome.ErrorCode.ShouldBe("partition_count_mismatch");
    }

    [Theory]
    [InlineData("--accounts", "none")]
    [InlineData("--accounts", "0")]
    [InlineData("--port", "70000")]
    public async Task ImpossibleArgument_IsNamed(string option, string value)
    {
        var outcome = await Executable.RunAsync("demo", option, value);

        outcome.ExitCode.ShouldNotBe(0);
        outcome.Error.ShouldContain(option);
        outcome.Error.ShouldContain(value);
    }
}
