using System.Diagnostics;
using MarginGrains.Contracts.Accounts;
using MarginGrains.Contracts.Monitors;
using MarginGrains.Core.Accounts;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;
using MarginGrains.Host.Output;
using MarginGrains.Host.Scenarios;
using MarginGrains.Host.Server;

namespace MarginGrains.Host.Bench;

/// <summary>What the scenario of one instrument came to.</summary>
internal sealed record OneInstrumentResult(
    int Accounts, decimal QuietTicksPerSecond, decimal CrossingTicksPerSecond, int CrossingAccountsPerTick,
    decimal CrossingProcessorSecondsPerTick, decimal GapSeconds, decimal GapProcessorSeconds, long GapLiquidations,
    decimal FreshTicksPerSecond, long FreshDisagreements, int Processors);

/// <summary>
/// Everybody is long 10,000 EURUSD at 1.10 with 1,000 USD, initial margin 1 %, maintenance 0.667 %: the scenario in
/// which a bank's engine was measured at 2.0 to 2.9 ticks a second on two cores. Stored on disk, each commit flushed.
/// </summary>
internal sealed class OneInstrumentBench(IRunOutput output, int accounts)
{
    private const int Partitions = 4;
    private const int Steps = 6;
    private const int Batch = 512;

    private static readonly Symbol Pair = new("EURUSD");
    private static readonly Currency Usd = new("USD");
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(5);
    private static readonly DateTimeOffset Opened = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);

    private static readonly RegimeLine Maintenance =
        new(Measure.EquityToMaintenance, Comparator.Below, Ratio.One);

    private static readonly Regime StopsOut = RegimePresets.FxRetail with
    {
        Id = new("bench-stop-out"), Version = 1, Warning = null, Calls = [],
        Liquidation = new() { StopOut = Maintenance, Target = Maintenance with { Threshold = new(1.01m) } },
    };

    private static readonly Regime OnlyCalls = RegimePresets.FxRetail with
    {
        Id = new("bench-calls"), Version = 1, Warning = null,
        Calls =
        [
            new()
            {
                Trigger = Maintenance, ClearLevel = Maintenance, Restores = CallTarget.ClearLevel,
                Grace = new GracePeriod.WithoutEnd(),
            },
        ],
        Liquidation = new() { Target = Maintenance },
    };

    private static readonly Instrument EurUsd = new()
    {
        Symbol = Pair, AssetClass = AssetClass.Forex, BaseCurrency = new("EUR"), QuoteCurrency = Usd,
        LotSize = new(1_000m), TickSize = new(0.00001m),
        Margin = MarginSchedule.Always(new MarginTerms.Rate(new(0.01m), new(0.00667m))),
    };

    /// Accounts whose call line lies between two neighbouring bids, at each of the steps: 1 % of all.
    private int PerStep => accounts / 100;

    public async Task<OneInstrumentResult> RunAsync(CancellationToken cancellationToken)
    {
        output.Note("Quiet ticks, then a gap that stops everyone out.");
        var (quiet, gap, gapUsed, liquidations) = await WithServerAsync(
            new(StopsOut, _ => 1_000m, IsFresh: false), QuietAndGapAsync, cancellationToken);
        output.Note("Every account's equity after every tick.");
        var fresh = await WithServerAsync(new(StopsOut, _ => 1_000m, IsFresh: true), FreshAsync, cancellationToken);
        output.Note("Ticks that call or clear one account in a hundred, each of them stored.");
        var (crossing, used) = await WithServerAsync(
            new(OnlyCalls, Balance, IsFresh: false), CrossingAsync, cancellationToken);
        return new(
            accounts, quiet, crossing, PerStep, used, gap, gapUsed, liquidations, fresh.TicksPerSecond,
            fresh.Disagreements,
            Environment.ProcessorCount);
    }

    private static decimal Bid(int step) => 1.1000m + step * 0.0001m;

    /// The balance at which the line lies in the middle between two bids.
    private decimal Balance(int number)
    {
        if (number >= Steps * PerStep) return 1_000m;
        var middle = Bid(number / PerStep) + 0.00005m;
        return decimal.Round(10_000m * middle * 0.00667m - 10_000m * (middle - 1.10m), 2);
    }

    private async Task<T> WithServerAsync<T>(
        Setting setting, Func<LiveMarket, EmbeddedServer, CancellationToken, Task<T>> measure,
        CancellationToken cancellationToken)
    {
        using var file = DatabaseFile.Of(null, "bench");
        await using (var writer = new BookWriter(file.FullPath, Partitions, output))
        {
            var mark = new Mark(Pair, new(Bid(0)), Opened, 1, 1, MarkKind.Given);
            await writer.WriteTermsAsync([EurUsd], [setting.Regime], [mark], cancellationToken);
            await writer.WriteAccountsAsync(
                accounts, i => Create(i, setting.Regime, setting.Balance(i), mark), cancellationToken);
        }

        // The venue answers later, so that what is stored until then is what was decided.
        var options = new ServerOptions
        {
            DatabasePath = file.FullPath, Partitions = Partitions, FreshEquity = setting.IsFresh,
            Venue = v => v.Latency = TimeSpan.FromMinutes(1),
        };
        await using var server = await EmbeddedServer.StartAsync(options, cancellationToken);
        var market = new LiveMarket(server.Services);
        await market.PostAsync(Pair, [Bid(0)]);
        await market.SettleAsync(cancellationToken);
        return await measure(market, server, cancellationToken);
    }

    private static Account Create(int number, Regime regime, decimal balance, Mark mark)
    {
        var position = new Position(Pair, new(10_000m), new(1.10m));
        return new()
        {
            Id = GeneratedBook.IdOf(number),
            RegimeId = regime.Id, Sequence = 3, Now = Opened, OpenedAt = Opened, SettledAt = Opened,
            Portfolio = new(Usd, [new(balance, Usd)], [position]), JudgedMarks = [mark],
        };
    }

    private async Task<(decimal Quiet, decimal Gap, decimal GapUsed, long Liquidations)> QuietAndGapAsync(
        LiveMarket market, EmbeddedServer server, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var ticks = 0L;
        while (watch.Elapsed < Quiet)
        {
            await market.PostAsync(Pair, Enumerable.Range(0, Batch).Select(i => Bid(i % (Steps + 1))));
            ticks += Batch;
            output.Progress(new(ticks, null, watch.Elapsed / Quiet, "quiet ticks", []));
        }

        await market.SettleAsync(cancellationToken);
        var quiet = PerSecond(ticks, watch.Elapsed);
        await BringToLifeAsync(server.Services, cancellationToken);
        var before = market.Commits;
        var clock = Clock.Start();
        await market.PostAsync(Pair, [1.005m]);
        while (market.Commits - before < accounts)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(1), cancellationToken);
        }

        var (seconds, processor) = clock.Elapsed;
        return (quiet, (decimal)seconds, (decimal)processor, market.Commits - before);
    }

    /// Whoever has traded in the last minutes has its grain in memory; a book that was just written has none.
    private async Task BringToLifeAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var grains = services.GetRequiredService<IGrainFactory>();
        output.Note("Accounts are brought to life.");
        await Parallel.ForEachAsync(Enumerable.Range(0, accounts), cancellationToken, async (number, _) =>
        {
            await grains.GetGrain<IAccountGrain>(GeneratedBook.IdOf(number).Value).GetMarginAsync();
        });
    }

    /// At the end every value is compared with the calculator's.
    private async Task<FreshResult> FreshAsync(
        LiveMarket market, EmbeddedServer server, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var ticks = 0L;
        while (watch.Elapsed < Quiet)
        {
            await market.PostAsync(Pair, Enumerable.Range(0, Batch).Select(i => Bid(i % (Steps + 1))));
            ticks += Batch;
            output.Progress(new(ticks, null, watch.Elapsed / Quiet, "ticks with all values fresh", []));
        }

        await market.PostAsync(Pair, [Bid(Steps)]);
        await market.SettleAsync(cancellationToken);
        var speed = PerSecond(ticks + 1, watch.Elapsed);
        var expected = 1_000.0 + 10_000.0 * (double)(Bid(Steps) - 1.10m);
        var right = 0;
        var grains = server.Services.GetRequiredService<IGrainFactory>();
        for (var partition = 0; partition < Partitions; partition++)
        {
            var values = await grains.GetGrain<IMonitorGrain>(partition).ListEquityAsync();
            right += values.Count(v => Math.Abs(v.Equity - expected) < 0.000_001);
        }

        return new(speed, accounts - right);
    }

    private async Task<(decimal TicksPerSecond, decimal ProcessorSecondsPerTick)> CrossingAsync(
        LiveMarket market, EmbeddedServer server, CancellationToken cancellationToken)
    {
        const int most = 600;
        var before = market.Commits;
        var watch = Stopwatch.StartNew();
        var clock = Clock.Start();
        var ticks = 0;
        var step = 0;
        var up = true;
        while (ticks < most && watch.Elapsed < 4 * Quiet)
        {
            up = step == 0 || (up && step < Steps);
            step += up ? 1 : -1;
            await market.PostAsync(Pair, [Bid(step)]);
            await market.SettleAsync(cancellationToken);
            ticks++;
            output.Progress(new(ticks, most, null, "crossing ticks", []));
        }

        var speed = PerSecond(ticks, watch.Elapsed);
        var used = Math.Round((decimal)clock.Elapsed.Processor / ticks, 4);
        var changes = market.Commits - before;
        if (changes != (long)ticks * PerStep)
        {
            throw new ServerException(
                "bench_wrong", $"{ticks} ticks should have changed {PerStep} accounts each, but changed {changes}.");
        }

        return (speed, used);
    }

    private static decimal PerSecond(long count, TimeSpan time) => Math.Round(count / (decimal)time.TotalSeconds, 1);
}

/// <summary>A regime with what each account has, and whether all values are kept fresh.</summary>
internal sealed record Setting(Regime Regime, Func<int, decimal> Balance, bool IsFresh);

/// <summary>What computing every account's equity after every tick came to.</summary>
internal sealed record FreshResult(decimal TicksPerSecond, long Disagreements);
