using System.Diagnostics;
using System.Globalization;
using MarginGrains.Core.Accounts;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;
using MarginGrains.Grains.Ports;
using MarginGrains.Host.Output;
using MarginGrains.Host.Scenarios;
using MarginGrains.Host.Server;

namespace MarginGrains.Host.Bench;

/// <summary>What a flash crash came to.</summary>
internal sealed record FlashCrashResult(
    int Accounts, decimal DecidedSeconds, decimal PublishedSeconds, long Stored, long Published,
    decimal EndangeredFirstShare, decimal PeakMegabytes, int Processors);

/// <summary>
/// Every account crosses its line on one tick: until all are decided, stored and published. Stored on disk, each commit
/// flushed.
/// </summary>
internal sealed class FlashCrashBench(IRunOutput output, int accounts)
{
    private const int Partitions = 4;

    private static readonly Symbol Index = new("INDEX");
    private static readonly Currency Usd = new("USD");
    private static readonly DateTimeOffset Opened = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);

    private static readonly Instrument Traded = new()
    {
        Symbol = Index, AssetClass = AssetClass.Cfd, QuoteCurrency = Usd,
        Margin = MarginSchedule.Always(new MarginTerms.Rate(new(0.10m), new(0.05m))),
    };

    private readonly WakeWatch watch = new(TimeProvider.System);

    public async Task<FlashCrashResult> RunAsync(CancellationToken cancellationToken)
    {
        using var file = DatabaseFile.Of(null, "bench");
        var mark = new Mark(Index, new(1_000m), Opened, 1, 1, MarkKind.Given);
        await using (var writer = new BookWriter(file.FullPath, Partitions, output))
        {
            await writer.WriteTermsAsync([Traded], [], [mark], cancellationToken);
            await writer.WriteAccountsAsync(accounts, i => Create(i, mark), cancellationToken);
        }

        var options = new ServerOptions
        {
            DatabasePath = file.FullPath, Partitions = Partitions, Venue = v => v.Latency = TimeSpan.FromMinutes(10),
            Services = s => s.AddSingleton<IIncomingGrainCallFilter>(watch),
        };
        await using var server = await EmbeddedServer.StartAsync(options, cancellationToken);
        var market = new LiveMarket(server.Services);
        await market.PostAsync(Index, [1_000m]);
        await market.SettleAsync(cancellationToken);
        var journal = server.Services.GetRequiredService<IJournal>();
        var before = await journal.LastPositionAsync(cancellationToken);
        var published = await PublishedEvents.FollowAsync(server.Services, Partitions);
        watch.Take();
        var clock = Stopwatch.StartNew();
        await market.PostAsync(Index, [900m]);
        var decided = new List<StoredWake>();
        while (decided.Count < accounts)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), cancellationToken);
            decided.AddRange(watch.Take());
            output.Progress(new(decided.Count, accounts, null, "accounts decided and stored", []));
        }

        // Not settled: the venue has all the orders and has answered none.
        var seconds = clock.Elapsed;
        var stored = await journal.LastPositionAsync(cancellationToken) - before;
        while (published.Count < stored)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), cancellationToken);
            output.Progress(new(published.Count, stored, null, "events published", []));
        }

        return new(
            accounts, Rounded(seconds), Rounded(clock.Elapsed), stored, published.Count,
            Math.Round(FirstShare(decided), 4),
            Math.Round(Process.GetCurrentProcess().PeakWorkingSet64 / 1_000_000m, 0), Environment.ProcessorCount);
    }

    private static decimal Rounded(TimeSpan time) => Math.Round((decimal)time.TotalSeconds, 2);

    /// Healthy before, with 5 to 49 % of what is needed after the crash; the higher the number, the more endangered.
    private Account Create(int number, Mark mark)
    {
        var position = new Position(Index, new(10m), new(1_000m));
        var balance = 1_440m - 390m * number / accounts;
        return new()
        {
            Id = GeneratedBook.IdOf(number),
            RegimeId = RegimePresets.FxRetail.Id, Sequence = 3, Now = Opened, OpenedAt = Opened, SettledAt = Opened,
            Portfolio = new(Usd, [new(decimal.Round(balance, 2), Usd)], [position]), JudgedMarks = [mark],
        };
    }

    /// Of the tenth that was decided first, the share that belongs to the most endangered tenth.
    private decimal FirstShare(List<StoredWake> decided)
    {
        var tenth = accounts / 10;
        if (tenth == 0) return 1m;
        var worst = decided.Take(tenth).Count(w => Number(w.AccountId) >= accounts - tenth);
        return worst / (decimal)tenth;
    }

    private static int Number(string id) => int.Parse(id.AsSpan("bench-".Length), CultureInfo.InvariantCulture);
}
