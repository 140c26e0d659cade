using System.Diagnostics;
using MarginGrains.Core.Accounts;
using MarginGrains.Core.Guards;
using MarginGrains.Core.Margin;

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
internal sealed class GuardBench(BenchBook book)
{
    private static readonly DateTimeOffset Start = BenchBook.Start;

    private static readonly TimeSpan NaiveTime = TimeSpan.FromSeconds(3);

    private readonly GuardIndex index = new();
    private readonly List<int> crossed = [];
    private long wakes, changes;

    /// <summary>Runs it.</summary>
    /// <param name="ticks">How many ticks are guarded.</param>
    /// <param name="progress">Told what is counted, how many are done and of how many.</param>
    public GuardBenchResult Run(long ticks, Action<string, long, long> progress)
    {
        book.Open(progress);
        var watch = Stopwatch.StartNew();
        for (var a = 0; a < book.Accounts.Length; a++)
        {
            Judged(index.Add());
            if (a % 65_536 == 0) progress("accounts armed", a, book.Accounts.Length);
        }

        var armed = watch.Elapsed;
        (wakes, changes) = (0, 0);
        watch.Restart();
        for (var t = 0L; t < ticks; t++)
        {
            Tick();
            if (t % 65_536 == 0) progress("ticks", t, ticks);
        }

        var guarded = ticks / (decimal)watch.Elapsed.TotalSeconds;
        var disagreements = Disagreements(progress);
        var naive = Naive();
        return new(
            book.Accounts.Length, book.PositionsEach, book.Symbols.Count, ticks,
            Rounded((decimal)armed.TotalSeconds), Rounded(guarded), Rounded(naive), Rounded(guarded / naive),
            Math.Round(wakes / (decimal)ticks, 6), changes, disagreements,
            index.Bytes() / book.Accounts.Length, book.Seed);
    }

    private static decimal Rounded(decimal value) => Math.Round(value, 2);

    private void Tick()
    {
        var mark = book.Move(out _);
        crossed.Clear();
        index.Crossed(mark, crossed);
        foreach (var slot in crossed)
        {
            wakes++;
            var moved = AccountGuards.Move(book.Accounts[slot], null, book.Market, BenchBook.Start);
            if (moved is null) Judged(slot);
            else index.Arm(slot, moved);
        }
    }

    private void Judged(int slot)
    {
        var decision = AccountDecider.Decide(book.Accounts[slot], new AccountCommand.Assess(), book.Market, Start);
        if (decision.Events.Count > 0)
        {
            changes++;
            book.Accounts[slot] = decision.Account!;
        }

        index.Arm(slot, AccountGuards.Of(book.Accounts[slot], book.Market, Start));
    }

    private long Disagreements(Action<string, long, long> progress)
    {
        var wrong = 0L;
        for (var a = 0; a < book.Accounts.Length; a++)
        {
            var decision = AccountDecider.Decide(book.Accounts[a], new AccountCommand.Assess(), book.Market, Start);
            if (decision.Events.Count > 0 && book.Accounts[a].Liquidations.IsEmpty) wrong++;
            if (a % 65_536 == 0) progress("accounts judged in full", a, book.Accounts.Length);
        }

        return wrong;
    }

    /// What asking every holder costs: one evaluation each, nothing else.
    private decimal Naive()
    {
        var watch = Stopwatch.StartNew();
        var ticks = 0L;
        var below = 0L;
        while (watch.Elapsed < NaiveTime)
        {
            book.Move(out var moved);
            foreach (var account in book.Holders[moved])
            {
                var figures = MarginCalculator.Evaluate(
                    book.Accounts[account].Portfolio, BenchBook.Regime, book.Market, Start);
                if (figures.ExcessLiquidity.IsNegative) below++;
            }

            ticks++;
        }

        GC.KeepAlive(below);
        return ticks / (decimal)watch.Elapsed.TotalSeconds;
    }
}
