using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using MarginGrains.Core.Accounts;
using MarginGrains.Core.Guards;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Margin;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;
using MarginGrains.Host.Market;

namespace MarginGrains.Host.Bench;

/// <summary>What a run of the benchmark of guards came to.</summary>
internal sealed record GuardBenchResult(
    int Accounts, int Positions, int Instruments, long Ticks, decimal ArmSeconds, decimal TicksPerSecond,
    decimal NaiveTicksPerSecond, decimal Ratio, decimal WakesPerTick, long StageChanges, long Disagreements,
    long BytesPerAccount, ulong Seed);

/// <summary>
/// Core alone on one thread: accounts behind guards against judging every holder of an instrument on every tick. At the
/// end everybody is judged in full, and whoever would change is a disagreement.
/// </summary>
internal sealed class GuardBench(int accountCount, int positionsEach, int instrumentCount, ulong seed)
{
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);

    private static readonly TimeSpan NaiveTime = TimeSpan.FromSeconds(3);

    /// A call's deadline would come along with time; prices are what is measured.
    private static readonly Regime Judge = RegimePresets.Futures with
    {
        Calls = [RegimePresets.Futures.Calls[0] with { Grace = new GracePeriod.WithoutEnd(), Reminders = [] }],
    };

    private readonly MarketRandom random = new(seed);
    private readonly Account[] accounts = new Account[accountCount];
    private readonly Symbol[] symbols = [.. Enumerable.Range(0, instrumentCount).Select(
        i => new Symbol(string.Create(CultureInfo.InvariantCulture, $"I{i:D4}")))];
    private readonly GuardIndex index = new();
    private readonly List<int> crossed = [];
    private long wakes, changes;

    /// <summary>Runs it.</summary>
    /// <param name="ticks">How many ticks are guarded.</param>
    /// <param name="progress">Told what is counted, how many are done and of how many.</param>
    public GuardBenchResult Run(long ticks, Action<string, long, long> progress)
    {
        var market = new BenchMarket(Judge, [.. symbols.Select(Define)]);
        var prices = new decimal[instrumentCount];
        for (var i = 0; i < instrumentCount; i++) market.Set(symbols[i], prices[i] = 100m, Start);
        var holders = Open(progress);
        var watch = Stopwatch.StartNew();
        for (var a = 0; a < accountCount; a++)
        {
            Judged(index.Add(), market);
            if (a % 65_536 == 0) progress("accounts armed", a, accountCount);
        }

        var armed = watch.Elapsed;
        (wakes, changes) = (0, 0);
        watch.Restart();
        for (var t = 0L; t < ticks; t++)
        {
            Tick(market, prices);
            if (t % 65_536 == 0) progress("ticks", t, ticks);
        }

        var guarded = ticks / (decimal)watch.Elapsed.TotalSeconds;
        var disagreements = Disagreements(market, progress);
        var naive = Naive(market, holders, prices);
        return new(
            accountCount, positionsEach, instrumentCount, ticks, Rounded((decimal)armed.TotalSeconds), Rounded(guarded),
            Rounded(naive), Rounded(guarded / naive), Math.Round(wakes / (decimal)ticks, 6), changes, disagreements,
            index.Bytes() / accountCount, seed);
    }

    private int Below(int bound) => (int)(random.Next() % (ulong)bound);

    private static decimal Rounded(decimal value) => Math.Round(value, 2);

    private static Instrument Define(Symbol symbol) => new()
    {
        Symbol = symbol, AssetClass = AssetClass.Cfd, QuoteCurrency = new("USD"),
        Margin = MarginSchedule.Always(new MarginTerms.Rate(new(0.11m), new(0.10m))),
    };

    private int[][] Open(Action<string, long, long> progress)
    {
        var holders = Enumerable.Range(0, instrumentCount).Select(_ => new List<int>()).ToArray();
        for (var a = 0; a < accountCount; a++)
        {
            accounts[a] = Open(a, holders);
            if (a % 65_536 == 0) progress("accounts opened", a, accountCount);
        }

        return [.. holders.Select(h => h.ToArray())];
    }

    /// Long and short, from just above the line to seven times what is needed.
    private Account Open(int number, List<int>[] holders)
    {
        var positions = ImmutableArray.CreateBuilder<Position>(positionsEach);
        var needed = 0m;
        while (positions.Count < positionsEach)
        {
            var instrument = Below(instrumentCount);
            if (positions.Any(p => p.Symbol == symbols[instrument])) continue;
            var units = (decimal)(1 + Below(99)) * (Below(10) < 7 ? 1m : -1m);
            positions.Add(new(symbols[instrument], new(units), new(100m)));
            holders[instrument].Add(number);
            needed += Math.Abs(units) * 100m * 0.10m;
        }

        var equity = Math.Round(needed * (1.05m + Below(6_000) / 1_000m), 2);
        var currency = new Currency("USD");
        return new()
        {
            Id = new(string.Create(CultureInfo.InvariantCulture, $"A-{number}")),
            RegimeId = Judge.Id, Sequence = 1, Now = Start, OpenedAt = Start,
            Portfolio = new(currency, [new(equity, currency)], [.. positions.OrderBy(p => p.Symbol)]),
        };
    }

    private void Tick(BenchMarket market, decimal[] prices)
    {
        var i = Below(instrumentCount);
        var mark = Move(market, prices, i);
        crossed.Clear();
        index.Crossed(mark, crossed);
        foreach (var slot in crossed)
        {
            wakes++;
            Judged(slot, market);
        }
    }

    private Core.Marks.Mark Move(BenchMarket market, decimal[] prices, int i)
    {
        var step = Below(1_000) + Below(1_000) + Below(1_000) - 1_498.5m;
        prices[i] = Math.Round(prices[i] * (1m + step * 0.000_000_2m), 8);
        return market.Set(symbols[i], prices[i], Start);
    }

    private void Judged(int slot, BenchMarket market)
    {
        var decision = AccountDecider.Decide(accounts[slot], new AccountCommand.Assess(), market, Start);
        if (decision.Events.Count > 0)
        {
            changes++;
            accounts[slot] = decision.Account!;
        }

        index.Arm(slot, AccountGuards.Of(accounts[slot], market, Start));
    }

    private long Disagreements(BenchMarket market, Action<string, long, long> progress)
    {
        var wrong = 0L;
        for (var a = 0; a < accountCount; a++)
        {
            var decision = AccountDecider.Decide(accounts[a], new AccountCommand.Assess(), market, Start);
            if (decision.Events.Count > 0 && accounts[a].Liquidations.IsEmpty) wrong++;
            if (a % 65_536 == 0) progress("accounts judged in full", a, accountCount);
        }

        return wrong;
    }

    /// What asking every holder costs: one evaluation each, nothing else.
    private decimal Naive(BenchMarket market, int[][] holders, decimal[] prices)
    {
        var watch = Stopwatch.StartNew();
        var ticks = 0L;
        var below = 0L;
        while (watch.Elapsed < NaiveTime)
        {
            var i = Below(instrumentCount);
            Move(market, prices, i);
            foreach (var account in holders[i])
            {
                var figures = MarginCalculator.Evaluate(accounts[account].Portfolio, Judge, market, Start);
                if (figures.ExcessLiquidity.IsNegative) below++;
            }

            ticks++;
        }

        GC.KeepAlive(below);
        return ticks / (decimal)watch.Elapsed.TotalSeconds;
    }
}
