using System.Diagnostics;
using MarginGrains.Core.Accounts;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Scenarios;
using MarginGrains.Grains.Scenarios;
using MarginGrains.Host.Bench;
using MarginGrains.Host.Output;
using MarginGrains.Host.Server;

namespace MarginGrains.Host.Scenarios;

/// <summary>Measures questions about a book: over what is stored, and the computing alone.</summary>
internal sealed class ScenarioBench(IRunOutput output, BenchArguments arguments)
{
    private const int Partitions = 4;

    public async Task<BenchSummary> RunAsync(CancellationToken cancellationToken)
    {
        using var file = DatabaseFile.Of(null, "bench");
        var generated = new GeneratedBook(arguments.Positions, arguments.Seed);
        var started = Clock.Start();
        await StoreAsync(file.FullPath, generated, cancellationToken);
        var writing = started.Elapsed;
        await using var book = await OpenBook.OpenAsync(file.FullPath, cancellationToken);
        output.Note("Stress without cascade, over what is stored.");
        var scenarios = GeneratedBook.Scenarios(arguments.Scenarios, generated.Instruments);
        var runs = Runs(book, scenarios, cascades: false);
        started = Clock.Start();
        var reports = await BookRuns.StressAsync(
            book.Accounts, runs, Settings(false), new ShownProgress(output), cancellationToken);
        var stress = started.Elapsed;

        output.Note("Impact of a margin rise, over what is stored.");
        var draft = Draft(book, generated);
        started = Clock.Start();
        var impact = await BookRuns.ImpactAsync(
            book.Accounts, draft, 20, new ShownProgress(output), cancellationToken);
        var preview = started.Elapsed;

        output.Note("The same without storage, and one scenario with its cascade.");
        var accounts = await LoadAsync(book, cancellationToken);
        var compute = Runs(book, scenarios, cascades: false);
        started = Clock.Start();
        Judge(compute, accounts, cancellationToken);
        var computing = started.Elapsed;
        var cascade = Runs(book, [scenarios[^1]], cascades: true)[0];
        started = Clock.Start();
        BookRuns.Cascade(cascade, accounts, new ShownProgress(output), cancellationToken);
        var cascading = started.Elapsed;
        return new()
        {
            Accounts = arguments.Accounts,
            Positions = arguments.Positions,
            Scenarios = arguments.Scenarios,
            Seed = arguments.Seed,
            Processors = Environment.ProcessorCount,
            DatabaseMegabytes = new FileInfo(file.FullPath).Length / 1_000_000,
            WritingSeconds = writing.Seconds,
            StressSeconds = stress.Seconds,
            StressProcessorSeconds = stress.Processor,
            StressComputeSeconds = computing.Seconds,
            StressComputeProcessorSeconds = computing.Processor,
            StressCalled = [.. reports.Select(r => r.Totals.Called)],
            StressLiquidated = [.. reports.Select(r => r.Totals.Liquidated)],
            SameWithoutStorage = reports.Zip(compute).All(p =>
                p.First.Totals.Called == p.Second.Report!.Totals.Called
                && p.First.Totals.Liquidated == p.Second.Report.Totals.Liquidated),
            ImpactSeconds = preview.Seconds,
            ImpactProcessorSeconds = preview.Processor,
            ImpactConcerned = impact.Concerned,
            ImpactCalled = impact.Called,
            ImpactLiquidated = impact.Liquidated,
            CascadeSeconds = cascading.Seconds,
            CascadeProcessorSeconds = cascading.Processor,
            CascadeRounds = cascade.Report!.Rounds,
            CascadeBrokenOff = cascade.Report.IsBrokenOff,
            CascadeExecutions = cascade.Report.Executions,
            CascadeLiquidated = cascade.Report.Totals.Liquidated,
        };
    }

    private StressSettings Settings(bool cascades) => new(cascades, arguments.Seed, 20);

    private List<StressRun> Runs(OpenBook book, IReadOnlyList<StressScenario> scenarios, bool cascades) =>
        [.. scenarios.Select(s => new StressRun(s, book.Market, book.Now, Settings(cascades)))];

    /// The first index is held by more accounts than any other instrument; its margin doubles in a month.
    private static TermsDraft Draft(OpenBook book, GeneratedBook generated)
    {
        var held = generated.Instruments.First(i => i.AssetClass == AssetClass.Cfd);
        return TermsDraft.Of(
            book.Market,
            held with
            {
                Margin = new([
                    .. held.Margin.Dated,
                    new(book.Now.AddDays(30), new MarginTerms.Rate(new(0.10m), new(0.08m)))]),
            },
            book.Now);
    }

    private async Task StoreAsync(string path, GeneratedBook generated, CancellationToken cancellationToken)
    {
        await using var writer = new BookWriter(path, Partitions, output);
        await writer.WriteTermsAsync(generated.Instruments, [], generated.Marks, cancellationToken);
        await writer.WriteAccountsAsync(arguments.Accounts, generated.Create, cancellationToken);
    }

    private static async Task<Account[]> LoadAsync(OpenBook book, CancellationToken cancellationToken)
    {
        var all = new List<Account>();
        await book.Accounts.ForEachPageAsync(a => a, (a, _) => all.AddRange(a), cancellationToken);
        return [.. all];
    }

    private static void Judge(List<StressRun> runs, Account[] accounts, CancellationToken cancellationToken)
    {
        var wholes = runs.Select(r => r.Judge([])).ToArray();
        var gate = new Lock();
        var chunks = accounts.Chunk(2_000).ToArray();
        Parallel.ForEach(
            chunks,
            new ParallelOptions { MaxDegreeOfParallelism = StoredBook.Workers, CancellationToken = cancellationToken },
            chunk =>
            {
                for (var i = 0; i < wholes.Length; i++)
                {
                    var part = runs[i].Judge(chunk);
                    lock (gate) wholes[i].Add(part);
                }
            });
        for (var i = 0; i < wholes.Length; i++) runs[i].Close(wholes[i]);
    }
}

/// <summary>Time by the clock, and of the processors that this process used.</summary>
internal readonly record struct Clock(long At, TimeSpan Used)
{
    public (double Seconds, double Processor) Elapsed => (
        Math.Round(Stopwatch.GetElapsedTime(At).TotalSeconds, 2),
        Math.Round((Environment.CpuUsage.TotalTime - Used).TotalSeconds, 2));

    public static Clock Start() => new(Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
}

/// <summary>What is measured.</summary>
internal sealed record BenchArguments(int Accounts, int Positions, int Scenarios, ulong Seed);

/// <summary>What was measured.</summary>
internal sealed record BenchSummary
{
    public required int Accounts { get; init; }

    public required int Positions { get; init; }

    public required int Scenarios { get; init; }

    public required ulong Seed { get; init; }

    public required int Processors { get; init; }

    public required long DatabaseMegabytes { get; init; }

    public required double WritingSeconds { get; init; }

    /// <summary>All scenarios without cascade over what is stored, reading included.</summary>
    public required double StressSeconds { get; init; }

    /// <summary>
    /// Of all processors together, whatever else the machine does: half of it is the time on two idle cores.
    /// </summary>
    public required double StressProcessorSeconds { get; init; }

    /// <summary>The same over accounts in memory.</summary>
    public required double StressComputeSeconds { get; init; }

    public required double StressComputeProcessorSeconds { get; init; }

    public required IReadOnlyList<long> StressCalled { get; init; }

    public required IReadOnlyList<long> StressLiquidated { get; init; }

    public required bool SameWithoutStorage { get; init; }

    public required double ImpactSeconds { get; init; }

    public required double ImpactProcessorSeconds { get; init; }

    public required long ImpactConcerned { get; init; }

    public required long ImpactCalled { get; init; }

    public required long ImpactLiquidated { get; init; }

    /// <summary>The last scenario with its cascade over accounts in memory.</summary>
    public required double CascadeSeconds { get; init; }

    public required double CascadeProcessorSeconds { get; init; }

    public required int CascadeRounds { get; init; }

    public required bool CascadeBrokenOff { get; init; }

    public required long CascadeExecutions { get; init; }

    public required long CascadeLiquidated { get; init; }
}
