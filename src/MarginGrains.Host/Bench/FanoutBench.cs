using System.Diagnostics;
using MarginGrains.Contracts.Accounts;
using MarginGrains.Core.Accounts;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Primitives;
using MarginGrains.Host.Market;
using MarginGrains.Host.Output;
using MarginGrains.Host.Scenarios;
using MarginGrains.Host.Server;

namespace MarginGrains.Host.Bench;

/// <summary>What a run of the fan-out benchmark came to.</summary>
internal sealed record FanoutResult(
    int Accounts, int Positions, int Instruments, decimal HoldersPerInstrument, decimal TicksPerSecond,
    decimal AskAllTicksPerSecond, decimal ObserverTicksPerSecond, decimal Ratio, decimal HalfLoadTicksPerSecond,
    long StageChanges, decimal P50Ms, decimal P99Ms, decimal RearmSeconds, ulong Seed, int Processors);

/// <summary>
/// Real grains in one process, storage in memory: ticks a second behind guards, when every holder is asked, and when
/// every account is a plain observer.
/// </summary>
internal sealed class FanoutBench(IRunOutput output, int accounts, ulong seed)
{
    private const int Partitions = 4;
    private const int Positions = 4;
    private const int Batch = 64;
    private const decimal Step = 0.000_08m;

    private static readonly TimeSpan Guarded = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Baseline = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(5);

    private readonly GeneratedBook book = new(Positions, seed);
    private readonly MarketRandom random = new(seed);
    private readonly WakeWatch watch = new(TimeProvider.System);
    private readonly Dictionary<Symbol, decimal> prices = [];
    private int next;

    public async Task<FanoutResult> RunAsync(CancellationToken cancellationToken)
    {
        using var file = DatabaseFile.InMemory("bench");
        await using (var writer = new BookWriter(file.FullPath, Partitions, output))
        {
            await writer.WriteTermsAsync(book.Instruments, [], book.Marks, cancellationToken);
            await writer.WriteAccountsAsync(accounts, book.Create, cancellationToken);
        }

        foreach (var mark in book.Marks) prices[mark.Symbol] = mark.Price.Value;
        var options = new ServerOptions
        {
            DatabasePath = file.FullPath, Partitions = Partitions,
            Services = s => s.AddSingleton<IIncomingGrainCallFilter>(watch),
        };
        await using var server = await EmbeddedServer.StartAsync(options, cancellationToken);
        var market = new LiveMarket(server.Services);
        foreach (var symbol in prices.Keys) await market.PostAsync(symbol, [prices[symbol]]);
        await market.SettleAsync(cancellationToken);
        var rearm = await Rearm.MeasureAsync(server.Services, Partitions, market, cancellationToken);
        output.Note("Behind guards, as fast as it goes.");
        var guarded = await GuardedAsync(market, cancellationToken);
        output.Note("The same at half that load.");
        watch.Take();
        var half = await HalfLoadAsync(market, guarded / 2m, cancellationToken);
        var latencies = watch.Take().Select(w => (decimal)w.After.TotalMilliseconds).Order().ToList();
        output.Note("Every holder asked at every tick.");
        var holders = Holders();
        var askAll = await AskAllAsync(server.Services, holders, cancellationToken);
        output.Note("Every account a plain observer.");
        var observers = await ObserveAsync(server.Services, holders, cancellationToken);
        return new(
            accounts, Positions, book.Instruments.Count,
            Math.Round(holders.Values.Average(h => (decimal)h.Count), 1), Rounded(guarded), Rounded(askAll),
            Rounded(observers), Rounded(guarded / Math.Max(askAll, 0.01m)), Rounded(half), latencies.Count,
            Percentile(latencies, 0.50m), Percentile(latencies, 0.99m), rearm, seed, Environment.ProcessorCount);
    }

    private static decimal Rounded(decimal value) => Math.Round(value, 1);

    private static decimal Percentile(List<decimal> sorted, decimal share) =>
        sorted.Count == 0 ? 0m : Math.Round(sorted[(int)(share * (sorted.Count - 1))], 2);

    private async Task<decimal> GuardedAsync(LiveMarket market, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        var ticks = 0L;
        while (clock.Elapsed < Guarded)
        {
            await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => market.PostAsync(Symbol(), Walk(Batch))));
            ticks += 8 * Batch;
            output.Progress(new(ticks, null, clock.Elapsed / Guarded, "ticks behind guards", []));
        }

        await market.SettleAsync(cancellationToken);
        return ticks / (decimal)clock.Elapsed.TotalSeconds;
    }

    private async Task<decimal> HalfLoadAsync(
        LiveMarket market, decimal perSecond, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        var ticks = 0L;
        using var timer = new PeriodicTimer(Slice);
        while (clock.Elapsed < Guarded && await timer.WaitForNextTickAsync(cancellationToken))
        {
            var owed = (long)((decimal)clock.Elapsed.TotalSeconds * perSecond) - ticks;
            for (; owed > 0; owed -= Batch)
            {
                await market.PostAsync(Symbol(), Walk((int)Math.Min(owed, Batch)));
                ticks += Math.Min(owed, Batch);
            }

            output.Progress(new(ticks, null, clock.Elapsed / Guarded, "ticks at half load", []));
        }

        await market.SettleAsync(cancellationToken);
        return ticks / (decimal)clock.Elapsed.TotalSeconds;
    }

    private async Task<decimal> AskAllAsync(
        IServiceProvider services, Dictionary<Symbol, List<Account>> holders, CancellationToken cancellationToken)
    {
        var grains = services.GetRequiredService<IGrainFactory>();
        var clock = Stopwatch.StartNew();
        var ticks = -1;
        var sequence = 1L << 40;
        var symbol = book.Instruments[0].Symbol;
        while (clock.Elapsed < Baseline || ticks < 2)
        {
            cancellationToken.ThrowIfCancellationRequested();

            // The first one brings the grains to life and does not count.
            if (ticks == 0) clock.Restart();
            var now = TimeProvider.System.GetUtcNow();
            var mark = new Mark(symbol, new(Moved(symbol)), now, 1, sequence++, MarkKind.Given);
            foreach (var some in holders[symbol].Chunk(2_048))
            {
                await Task.WhenAll(some.Select(a =>
                    grains.GetGrain<IAccountGrain>(a.Id.Value).AssessAsync(new Wake(0, now, [mark], 0, false))));
            }

            ticks++;
            output.Progress(new(Math.Max(0, ticks), null, null, "ticks with every holder asked", []));
        }

        return ticks / (decimal)clock.Elapsed.TotalSeconds;
    }

    private async Task<decimal> ObserveAsync(
        IServiceProvider services, Dictionary<Symbol, List<Account>> holders, CancellationToken cancellationToken)
    {
        var grains = services.GetRequiredService<IGrainFactory>();
        var heard = new PriceObserver.Tally();
        var symbol = book.Instruments[0].Symbol;
        var own = holders[symbol].ConvertAll(a => new PriceObserver(a, heard));
        var references = own.ConvertAll(o => grains.CreateObjectReference<IPriceObserver>(o));
        var clock = Stopwatch.StartNew();
        var ticks = 0;
        while (clock.Elapsed < Baseline || ticks < 2)
        {
            var now = TimeProvider.System.GetUtcNow();
            var mark = new Mark(symbol, new(Moved(symbol)), now, 1, ticks, MarkKind.Given);
            foreach (var reference in references) await reference.OnMarkAsync(mark);
            ticks++;
            while (heard.Count < (long)ticks * references.Count)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(1), cancellationToken);
            }

            output.Progress(new(ticks, null, null, "ticks to every observer", []));
        }

        var speed = ticks / (decimal)clock.Elapsed.TotalSeconds;
        foreach (var reference in references) grains.DeleteObjectReference<IPriceObserver>(reference);
        GC.KeepAlive(own);
        return speed;
    }

    private Dictionary<Symbol, List<Account>> Holders()
    {
        var holders = book.Instruments.ToDictionary(i => i.Symbol, _ => new List<Account>());
        for (var i = 0; i < accounts; i++)
        {
            var account = book.Create(i);
            foreach (var position in account.Portfolio.Positions) holders[position.Symbol].Add(account);
        }

        return holders;
    }

    private Symbol Symbol() => book.Instruments[next++ % book.Instruments.Count].Symbol;

    private List<decimal> Walk(int count)
    {
        var symbol = book.Instruments[(next - 1) % book.Instruments.Count].Symbol;
        return [.. Enumerable.Range(0, count).Select(_ => Moved(symbol))];
    }

    /// Each price goes its own way, without drift.
    private decimal Moved(Symbol symbol)
    {
        var share = (decimal)(random.Next() % 2_001UL) / 1_000m - 1m;
        return prices[symbol] = Math.Round(prices[symbol] * (1m + share * Step), 8);
    }
}
