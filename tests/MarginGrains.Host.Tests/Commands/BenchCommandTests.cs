using MarginGrains.Host.Bench.Sql;
using MarginGrains.Host.Server;

namespace MarginGrains.Host.Tests.Commands;

/// <summary>What <c>margingrains bench</c> prints, and what it refuses.</summary>
public sealed class BenchCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Guards_WakeWhomAPriceChanges_AndNobodyIsMissed()
    {
        var outcome = await Executable.RunAsync(
            "bench", "guards", "--accounts", "500", "--instruments", "5", "--ticks", "200000", "--json");

        outcome.ExitCode.ShouldBe(0, outcome.Error);
        outcome.Json.GetProperty("disagreements").GetInt64().ShouldBe(0);
        outcome.Json.GetProperty("stageChanges").GetInt64().ShouldBeGreaterThan(0);
        foreach (var figure in (string[])["ticksPerSecond", "naiveTicksPerSecond", "ratio", "wakesPerTick"])
        {
            Number(outcome, figure).ShouldBeGreaterThan(0m, figure);
        }

        outcome.Json.GetProperty("bytesPerAccount").GetInt64().ShouldBeInRange(1, 400);
    }

    [PostgresFact]
    public async Task Sql_JudgesAsCoreDoes_AndLeavesNothingBehind()
    {
        var outcome = await Executable.RunAsync(
            "bench", "sql", "--accounts", "200", "--instruments", "5", "--seconds", "1", "--json");

        outcome.ExitCode.ShouldBe(0, outcome.Error);
        outcome.Json.GetProperty("disagreements").GetInt64().ShouldBe(0);
        outcome.Json.GetProperty("changesAtGaps").GetInt64().ShouldBeGreaterThan(0);
        outcome.Json.GetProperty("accounts").GetInt32().ShouldBe(200);
        outcome.Json.GetProperty("postgresVersion").GetString().ShouldNotBeNullOrEmpty();
        Number(outcome, "ticksPerSecond").ShouldBeGreaterThan(0m);
        Number(outcome, "p99Ms").ShouldBeGreaterThanOrEqualTo(Number(outcome, "p50Ms"));
    }

    [PostgresFact]
    public async Task Sql_OnAServerThatRuns_DropsWhatItMade()
    {
        await using var server = await TemporaryPostgres.StartAsync(PostgresBinaries.Require(), CancellationToken.None);

        var outcome = await Executable.RunAsync(
            "bench", "sql", "--accounts", "50", "--instruments", "5", "--seconds", "1", "--connection",
            server.ConnectionString, "--json");

        outcome.ExitCode.ShouldBe(0, outcome.Error);
        outcome.Json.GetProperty("disagreements").GetInt64().ShouldBe(0);
        await using var source = Npgsql.NpgsqlDataSource.Create(server.ConnectionString);
        await using var left = source.CreateCommand("SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'margingrains%'");
        (await left.ExecuteScalarAsync()).ShouldBe(0L);
    }

    [Theory]
    [InlineData("--accounts", "0")]
    [InlineData("--positions", "0")]
    [InlineData("--instruments", "many")]
    [InlineData("--seconds", "-1")]
    public async Task Sql_ImpossibleArgument_IsNamed(string option, string value)
    {
        var outcome = await Executable.RunAsync("bench", "sql", option, value);

        outcome.ExitCode.ShouldNotBe(0);
        outcome.Error.ShouldContain(option);
        outcome.Error.ShouldContain(value);
    }

    [Theory]
    [InlineData("sql")]
    [InlineData("guards")]
    public async Task MorePositionsThanInstruments_AreRefused(string bench)
    {
        var outcome = await Executable.RunAsync("bench", bench, "--positions", "4", "--instruments", "3");

        outcome.ExitCode.ShouldNotBe(0);
        outcome.Error.ShouldContain("--positions must not be more than --instruments");
    }

    [Theory]
    [InlineData("nonsense", "connection_malformed")]
    [InlineData("Host=/nowhere/at/all;Username=bench", "postgres_unreachable")]
    public async Task Sql_OnAConnectionThatCannotBe_IsSaidByItsCode(string connection, string code)
    {
        var outcome = await Executable.RunAsync("bench", "sql", "--connection", connection, "--json");

        outcome.ExitCode.ShouldBe(2, outcome.Error);
        outcome.ErrorCode.ShouldBe(code);
        outcome.Error.ShouldNotContain("   at ");
    }

    [Fact]
    public void WithoutPostgres_TheReasonAndTheWayOutAreSaid()
    {
        var missing = Should.Throw<ServerException>(() => PostgresBinaries.Require(folder["bin"], folder["none"]));

        missing.Code.ShouldBe("postgres_missing");
        missing.Message.ShouldContain("--connection");
    }

    [Fact]
    public void OfSeveralPostgres_TheHighestVersionCounts_AndPathGoesFirst()
    {
        foreach (var version in (string[])["9.6", "16", "17", "18"]) Install($"installed/{version}/bin", complete: version != "18");
        Install("path", complete: true);

        PostgresBinaries.Require(null, folder["installed"]).Folder.ShouldBe(folder["installed/17/bin"]);
        PostgresBinaries.Require(folder["path"], folder["installed"]).Folder.ShouldBe(folder["path"]);
    }

    private void Install(string under, bool complete)
    {
        Directory.CreateDirectory(folder[under]);
        foreach (var program in complete ? (string[])["initdb", "pg_ctl", "postgres"] : ["initdb"])
        {
            File.WriteAllText(folder[$"{under}/{program}"], "");
        }
    }

    private static decimal Number(Outcome outcome, string name) =>
        decimal.Parse(outcome.Json.GetProperty(name).GetString()!, System.Globalization.CultureInfo.InvariantCulture);
}
