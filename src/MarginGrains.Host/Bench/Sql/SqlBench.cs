using System.Diagnostics;
using MarginGrains.Host.Output;
using MarginGrains.Host.Server;
using Npgsql;

namespace MarginGrains.Host.Bench.Sql;

/// <summary>What a run of the benchmark of PostgreSQL came to.</summary>
internal sealed record SqlBenchResult(
    int Accounts, int Positions, int Instruments, long Ticks, decimal TicksPerSecond, decimal P50Ms, decimal P99Ms,
    long StageChanges, long ChangesAtGaps, long Disagreements, string PostgresVersion, ulong Seed);

/// <summary>
/// What many brokers do: on every tick one statement over positions and prices, committed before the next tick. One
/// connection, because ticks come in an order. At the end every stored stage is compared with what Core says.
/// </summary>
internal sealed class SqlBench(IRunOutput output, BenchBook book, CancellationToken cancellationToken)
{
    /// The first executions are planned anew each time, and read pages for the first time.
    private const int WarmUpTicks = 20;

    /// So few ticks as SQL manages hardly change a stage: a few gaps, not measured, give the check something to find.
    private const int Gaps = 10;

    /// <summary>Runs it.</summary>
    /// <param name="connectionString">A server that runs, or null for a temporary one.</param>
    /// <param name="time">How long to measure.</param>
    public async Task<SqlBenchResult> RunAsync(string? connectionString, TimeSpan time)
    {
        try
        {
            if (connectionString is not null) return await OnAsync(connectionString, time);
            var binaries = PostgresBinaries.Require();
            output.Note($"Starting a temporary PostgreSQL from {binaries.Folder}.");
            await using var server = await TemporaryPostgres.StartAsync(binaries, cancellationToken);
            return await OnAsync(server.ConnectionString, time);
        }
        catch (NpgsqlException e)
        {
            throw new ServerException("postgres_failed", $"PostgreSQL could not go on: {e.Message}", e);
        }
    }

    private async Task<SqlBenchResult> OnAsync(string connectionString, TimeSpan time)
    {
        await using var sql = await SqlBook.OpenAsync(connectionString, cancellationToken);
        book.Open(Progress);
        await sql.WriteAsync(book, Stage, Progress, cancellationToken);
        for (var i = 0; i < WarmUpTicks; i++)
        {
            Progress("ticks to warm up", i, WarmUpTicks);
            await TickAsync(sql);
        }

        var (taken, seconds, changes) = await MeasureAsync(sql, time);
        return new(
            book.Accounts.Length, book.PositionsEach, book.Symbols.Count, taken.Count,
            Math.Round(taken.Count / (decimal)seconds, 2), Quantile(taken, 0.50), Quantile(taken, 0.99), changes,
            await GapsAsync(sql), await DisagreementsAsync(sql), await sql.VersionAsync(cancellationToken), book.Seed);
    }

    private Task<int> TickAsync(SqlBook sql)
    {
        book.Move(out var moved);
        return sql.TickAsync(moved, book.Prices[moved], cancellationToken);
    }

    private async Task<(List<double> TakenMs, double Seconds, long Changes)> MeasureAsync(SqlBook sql, TimeSpan time)
    {
        var taken = new List<double>();
        var changes = 0L;
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < time)
        {
            var from = Stopwatch.GetTimestamp();
            changes += await TickAsync(sql);
            taken.Add(Stopwatch.GetElapsedTime(from).TotalMilliseconds);
            output.Progress(new(taken.Count, null, watch.Elapsed / time, "ticks", [new("stage changes", changes)]));
        }

        return (taken, watch.Elapsed.TotalSeconds, changes);
    }

    private async Task<long> GapsAsync(SqlBook sql)
    {
        var changes = 0L;
        for (var i = 0; i < Math.Min(Gaps, book.Symbols.Count); i++)
        {
            Progress("gaps", i, Math.Min(Gaps, book.Symbols.Count));
            book.Move(i, i % 2 == 0 ? -0.3m : 0.3m);
            changes += await sql.TickAsync(i, book.Prices[i], cancellationToken);
        }

        return changes;
    }

    private async Task<long> DisagreementsAsync(SqlBook sql)
    {
        var stored = await sql.StagesAsync(book.Accounts.Length, cancellationToken);
        var wrong = 0L;
        for (var a = 0; a < stored.Length; a++)
        {
            if (stored[a] != Stage(a)) wrong++;
            if (a % 65_536 == 0) Progress("accounts judged by Core", a, stored.Length);
        }

        return wrong;
    }

    private int Stage(int account) => SqlStages.Of(book.Accounts[account], book.Market);

    private void Progress(string unit, long done, long total)
    {
        cancellationToken.ThrowIfCancellationRequested();
        output.Progress(new(done, total, null, unit, []));
    }

    private static decimal Quantile(List<double> taken, double share)
    {
        var sorted = taken.Order().ToArray();
        return Math.Round((decimal)sorted[(int)Math.Ceiling(share * sorted.Length) - 1], 3);
    }
}
