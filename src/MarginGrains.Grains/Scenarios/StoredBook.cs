using System.Text;
using System.Threading.Channels;
using MarginGrains.Core.Accounts;
using MarginGrains.Core.Marks;
using MarginGrains.Grains.Hosting;
using MarginGrains.Grains.Marks;
using MarginGrains.Grains.Ports;
using Microsoft.Extensions.Options;

namespace MarginGrains.Grains.Scenarios;

/// <summary>
/// Every account as it is stored, read page by page without waking a grain. One page is in each worker's hands and a
/// few wait, so memory does not grow with the book.
/// </summary>
/// <param name="roster">The account table.</param>
/// <param name="partitions">How many partitions it has.</param>
public sealed class StoredBook(IAccountRoster roster, int partitions)
{
    private const int PageSize = 2_000;

    /// <summary>How many threads judge: as many as there are processors.</summary>
    public static int Workers => Math.Max(1, Environment.ProcessorCount);

    /// <summary>How many accounts there are.</summary>
    public Task<long> CountAsync(CancellationToken cancellationToken) => roster.CountAsync(cancellationToken);

    /// <summary>The market as it is stored: terms, regimes, and the marks of the last stored moment.</summary>
    public static async Task<MarketSet> ReadMarketAsync(
        IReferenceStore references, CancellationToken cancellationToken)
    {
        var clock = new MarketClock(
            Options.Create(new MarginGrainsOptions { Clock = ClockSource.Marks }), TimeProvider.System);
        var board = new MarkBoard(clock);
        board.Apply(await BoardLoader.ReadAsync(references, cancellationToken));
        return board.Current;
    }

    /// <summary>
    /// Hands every account to <paramref name="judge"/>, in pages, on all processors; what comes of a page goes to
    /// <paramref name="collect"/>, one at a time and in any order. An account that changes meanwhile counts once.
    /// </summary>
    public Task ForEachPageAsync<TPart>(
        Func<IReadOnlyList<Account>, TPart> judge, Action<TPart, int> collect, CancellationToken cancellationToken) =>
        ForEachPageAsync(null, judge, collect, cancellationToken);

    /// <summary>
    /// The same, but only accounts in whose document a name stands are read out; how many rows there were is told with
    /// each page. Names need no escapes in JSON, so an account without the text has nothing of that name.
    /// </summary>
    public async Task ForEachPageAsync<TPart>(
        string? name, Func<IReadOnlyList<Account>, TPart> judge, Action<TPart, int> collect,
        CancellationToken cancellationToken)
    {
        var text = name is null ? [] : Encoding.UTF8.GetBytes($"\"{name}\"");
        using var failed = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var pages = Channel.CreateBounded<IReadOnlyList<RosterDocument>>(
            new BoundedChannelOptions(4) { SingleWriter = true });
        var gate = new Lock();
        var workers = Enumerable.Range(0, Workers).Select(_ => Task.Run(WorkAsync, CancellationToken.None)).ToList();
        try
        {
            await ReadAsync(pages.Writer, failed.Token);
            pages.Writer.Complete();
        }
        catch (Exception e)
        {
            pages.Writer.TryComplete(e);
            if (workers.Find(w => w.IsFaulted) is { } worker) await worker;
            throw;
        }

        await Task.WhenAll(workers);

        async Task WorkAsync()
        {
            try
            {
                await foreach (var page in pages.Reader.ReadAllAsync(failed.Token))
                {
                    var accounts = new List<Account>(page.Count);
                    foreach (var row in page)
                    {
                        if (text.Length > 0 && row.Document.Span.IndexOf(text) < 0) continue;
                        if (ScenarioJson.Read(row.Document.Span) is { } account) accounts.Add(account);
                    }

                    var part = judge(accounts);
                    lock (gate) collect(part, page.Count);
                }
            }
            catch
            {
                await failed.CancelAsync();
                throw;
            }
        }
    }

    private async Task ReadAsync(
        ChannelWriter<IReadOnlyList<RosterDocument>> pages, CancellationToken cancellationToken)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var partition = 0; partition < partitions; partition++)
        {
            IReadOnlyList<RosterDocument> rows;
            var after = 0L;
            do
            {
                rows = await roster.ReadDocumentsAsync(partition, after, PageSize, cancellationToken);
                if (rows.Count == 0) break;
                after = rows[^1].Change;
                var fresh = new List<RosterDocument>(rows.Count);
                foreach (var row in rows)
                {
                    if (seen.Add(row.AccountId)) fresh.Add(row);
                }

                await pages.WriteAsync(fresh, cancellationToken);
            }
            while (rows.Count == PageSize);
        }
    }
}

/// <summary>How far a run over a book is.</summary>
/// <param name="Done">Accounts judged, of a cascade in all its rounds.</param>
/// <param name="Total">How many there will be, where that is known.</param>
/// <param name="Scenario">Which scenario runs; null when all run together.</param>
/// <param name="Round">Its round, from 1.</param>
public sealed record BookProgress(long Done, long? Total, string? Scenario, int Round);
