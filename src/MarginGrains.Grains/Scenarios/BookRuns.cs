using MarginGrains.Core.Accounts;
using MarginGrains.Core.Scenarios;

namespace MarginGrains.Grains.Scenarios;

/// <summary>Questions about a whole book. Core judges; here is who reads and on how many processors.</summary>
public static class BookRuns
{
    private const int ChunkSize = 4_096;

    /// <summary>What a draft would do to every account.</summary>
    public static async Task<ImpactTotals> ImpactAsync(
        StoredBook book, TermsDraft draft, int mostAccounts, IProgress<BookProgress> progress,
        CancellationToken cancellationToken)
    {
        var impact = new TermsImpact(draft);
        var totals = new ImpactTotals(mostAccounts);
        var count = await book.CountAsync(cancellationToken);
        var done = 0L;
        await book.ForEachPageAsync(
            NameIn(draft),
            accounts =>
            {
                var part = new ImpactTotals(mostAccounts);
                foreach (var account in accounts) part.Add(impact.Of(account));
                return part;
            },
            (part, read) =>
            {
                totals.Add(part);
                totals.AddOthers(read - part.Accounts);
                progress.Report(new(done += read, count, null, 1));
            },
            cancellationToken);
        return totals;
    }

    /// <summary>
    /// What scenarios do to every account. Without cascade each account is read once and judged in all of them; with it
    /// the book is held in memory, some two kilobytes an account, and the scenarios run one after the other.
    /// </summary>
    public static async Task<IReadOnlyList<StressReport>> StressAsync(
        StoredBook book, IReadOnlyList<StressRun> runs, StressSettings settings, IProgress<BookProgress> progress,
        CancellationToken cancellationToken)
    {
        if (settings.Cascades) await CascadesAsync(book, runs, progress, cancellationToken);
        else await OnceAsync(book, runs, progress, cancellationToken);
        return [.. runs.Select(r => r.Report!)];
    }

    /// <summary>One scenario with its cascade over accounts that are in memory.</summary>
    public static void Cascade(
        StressRun run, Account[] accounts, IProgress<BookProgress> progress, CancellationToken cancellationToken)
    {
        var states = new StressedAccount?[accounts.Length];
        var gate = new Lock();
        var done = 0L;
        StressPart whole;
        do
        {
            whole = run.Judge([], []);
            var chunks = (accounts.Length + ChunkSize - 1) / ChunkSize;
            Parallel.For(
                0, chunks,
                new ParallelOptions
                {
                    MaxDegreeOfParallelism = StoredBook.Workers, CancellationToken = cancellationToken,
                },
                chunk =>
                {
                    var from = chunk * ChunkSize;
                    var length = Math.Min(ChunkSize, accounts.Length - from);
                    var part = run.Judge(accounts.AsSpan(from, length), states.AsSpan(from, length));
                    lock (gate)
                    {
                        whole.Add(part);
                        progress.Report(new(done += length, null, run.Scenario.Name, run.Round + 1));
                    }
                });
        }
        while (run.Close(whole));
    }

    /// What the document of an account has to name if the draft concerns it; null when that cannot be told by a name.
    private static string? NameIn(TermsDraft draft) =>
        draft.RegimeId?.Value ?? (draft.ChangesMarks ? null : draft.Symbol?.Value);

    private static async Task OnceAsync(
        StoredBook book, IReadOnlyList<StressRun> runs, IProgress<BookProgress> progress,
        CancellationToken cancellationToken)
    {
        var wholes = runs.Select(r => r.Judge([])).ToArray();
        var count = await book.CountAsync(cancellationToken);
        var done = 0L;
        await book.ForEachPageAsync(
            accounts => runs.Select(r => r.Judge(accounts)).ToArray(),
            (parts, read) =>
            {
                for (var i = 0; i < parts.Length; i++) wholes[i].Add(parts[i]);
                progress.Report(new(done += read, count, null, 1));
            },
            cancellationToken);
        for (var i = 0; i < wholes.Length; i++) runs[i].Close(wholes[i]);
    }

    private static async Task CascadesAsync(
        StoredBook book, IReadOnlyList<StressRun> runs, IProgress<BookProgress> progress,
        CancellationToken cancellationToken)
    {
        var all = new List<Account>();
        await book.ForEachPageAsync(
            accounts => accounts,
            (accounts, _) =>
            {
                all.AddRange(accounts);
                progress.Report(new(all.Count, null, null, 1));
            },
            cancellationToken);
        Account[] accounts = [.. all];
        foreach (var run in runs) Cascade(run, accounts, progress, cancellationToken);
    }
}
