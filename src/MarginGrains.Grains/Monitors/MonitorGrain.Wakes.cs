using System.Collections.Immutable;
using MarginGrains.Contracts.Accounts;
using MarginGrains.Contracts.Marks;
using MarginGrains.Contracts.Monitors;
using MarginGrains.Core.Accounts;
using MarginGrains.Core.Guards;
using MarginGrains.Core.Margin;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Primitives;
using Microsoft.Extensions.Logging;

namespace MarginGrains.Grains.Monitors;

/// <content>Waking accounts: bounded in flight, most endangered first, each at the marks of one moment.</content>
internal sealed partial class MonitorGrain
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(1);
    private static readonly AccountOrder Danger = new(AccountSort.Danger);

    /// Judges whom a mark, a due time or new terms concern with Core alone: whoever it does not change is armed anew
    /// and never asked.
    private async Task WakeAsync(List<GuardedAccount> accounts, DateTimeOffset at, WakeReason reason = default)
    {
        if (accounts.Count == 0) return;
        var woken = new List<(GuardedAccount Account, AccountRank Rank)>();
        foreach (var account in accounts)
        {
            if (reason == default && TryMove(account, at)) continue;
            var judged = Judge(account, at);
            if (reason.SendAgain || NeedsWake(account, judged)) woken.Add((account, RankOf(account, judged)));
            else Arm(account, at);
        }

        if (woken.Count > wakesInFlight) woken.Sort((one, other) => one.Rank.CompareTo(other.Rank));
        await WakeAllAsync([.. woken.Select(w => w.Account)], at, reason);
    }

    /// Where there is room around the new marks nothing would come of a judgement, which is the dearer question.
    private bool TryMove(GuardedAccount guarded, DateTimeOffset at)
    {
        if (guarded.Account is not { IsAwaitingAnswers: false } account || table.IsDirty(guarded)) return false;
        try
        {
            if (AccountGuards.Move(account, guarded.Guard.DueAt, Market(account), at) is not { } moved) return false;
            table.Arm(guarded, moved);
            return true;
        }
        catch (Exception e)
        {
            LogUnjudged(logger, e, guarded.Id);
            return false;
        }
    }

    private static bool NeedsWake(GuardedAccount guarded, JudgedAccount? judged) =>
        guarded.Account is { } account && (account.IsAwaitingAnswers || judged is not { Events.Count: 0 });

    private static AccountRank RankOf(GuardedAccount guarded, JudgedAccount? judged) => Danger.RankOf(
        guarded.Id, guarded.Account?.Stage ?? default,
        judged?.Figures ?? MarginFigures.Unpriced(guarded.Account?.Currency ?? default, PricingStatus.MarkMissing));

    /// Null for one that cannot be judged here: it is woken, and must not keep the others of its partition from it.
    private JudgedAccount? Judge(GuardedAccount guarded, DateTimeOffset at)
    {
        if (guarded.Account is not { } account) return null;
        try
        {
            return MonitorViews.Judge(account, Market(account), at);
        }
        catch (Exception e)
        {
            LogUnjudged(logger, e, guarded.Id);
            return null;
        }
    }

    /// The guard is computed where it is kept, at the marks and terms that what comes next will be compared with.
    private void Arm(GuardedAccount guarded, DateTimeOffset at)
    {
        if (guarded.Account is not { } account)
        {
            table.Arm(guarded, new(guarded.Version, [], null));
            return;
        }

        try
        {
            table.Arm(guarded, AccountGuards.Of(account, Market(account), account.Now > at ? account.Now : at));
        }
        catch (Exception e)
        {
            // One account that cannot be computed must not keep its partition from going on: it is asked at every mark.
            LogUnjudged(logger, e, guarded.Id);
            table.Arm(guarded, new(guarded.Version, GuardSolver.Narrowest(Symbols(account, at)), null));
        }
    }

    private IReadOnlyCollection<Symbol> Symbols(Account account, DateTimeOffset at) =>
        AccountDependencies.Symbols(account, market, at);

    /// Nobody is forgotten: who does not answer is asked again at the same moment, and the market of this partition
    /// waits for it, so that slow storage slows the acceptance of prices and no crossing is skipped. Only an account
    /// that would break its own invariants keeps nobody else waiting: it stays dirty.
    private async Task WakeAllAsync(List<GuardedAccount> accounts, DateTimeOffset at, WakeReason reason)
    {
        var delay = FirstRetry;
        while (accounts.Count > 0 && !stopping)
        {
            var failed = new List<GuardedAccount>();
            await WakeOnceAsync(accounts, at, reason, failed);
            if (failed.Count == 0) return;
            await Task.Delay(delay, time);
            delay = delay < LongestRetry ? 2 * delay : delay;
            accounts = failed;
        }
    }

    /// In their order, so many at a time: the next is asked as soon as the oldest has answered.
    private async Task WakeOnceAsync(
        List<GuardedAccount> accounts, DateTimeOffset at, WakeReason reason, List<GuardedAccount> failed)
    {
        var asked = new Queue<(GuardedAccount Account, Task<AccountNotice> Answer)>();
        foreach (var account in accounts)
        {
            if (asked.Count == wakesInFlight) await HearAsync(asked.Dequeue(), at, failed);
            var wake = new Wake(++tickets, at, Marks(account), account.Version, reason.SendAgain)
            {
                Terms = reason.Terms,
            };
            asked.Enqueue((account, account.Grain.AssessAsync(wake)));
        }

        while (asked.TryDequeue(out var oldest)) await HearAsync(oldest, at, failed);
    }

    private async Task HearAsync(
        (GuardedAccount Account, Task<AccountNotice> Answer) asked, DateTimeOffset at, List<GuardedAccount> failed)
    {
        try
        {
            // Notices of commands may have come in meanwhile; the table keeps the newest version.
            if (table.Take(await asked.Answer, time.GetTimestamp()) is { } answered) Arm(answered, at);
            stirred.TrySetResult();
        }
        catch (InvariantBrokenException e)
        {
            LogUnanswered(logger, e, asked.Account.Id);
            table.MarkDirty(asked.Account);
        }
        catch (Exception e)
        {
            LogUnanswered(logger, e, asked.Account.Id);
            failed.Add(asked.Account);
        }
    }

    /// Wakes who is dirty, and reminds those whose orders and claims are not answered.
    private async Task WakeUnfinishedAsync()
    {
        var taken = new List<GuardedAccount>();
        table.TakeDirty(taken);
        if (taken.Count > 0) await WakeAsync(taken, Now());
        var late = table.Awaiting
            .Where(a => time.GetElapsedTime(a.AwaitingSince ?? time.GetTimestamp()) >= AnswerPatience).ToList();
        foreach (var account in late) account.AwaitingSince = time.GetTimestamp();
        if (late.Count > 0) await WakeAsync(late, Now(), new(SendAgain: true, null));
    }

    /// With marks as the clock, market time stands still until everything this moment has led to is done: wakes that
    /// failed, orders, claims. Otherwise what an account is judged at would hang on how fast the venue answers.
    private async Task StandStillAsync()
    {
        if (clock.IsLive || !table.IsUnfinished)
        {
            gaveUp = false;
            return;
        }

        var since = time.GetTimestamp();
        while (table.IsUnfinished && !stopping && !gaveUp)
        {
            await stirred.Task;
            stirred = new(TaskCreationOptions.RunContinuationsAsynchronously);
            await WakeUnfinishedAsync();
            if (time.GetElapsedTime(since) < LongestStandStill) continue;
            gaveUp = true;
            LogGaveUp(logger, Partition);
        }
    }

    private ImmutableArray<Mark> Marks(GuardedAccount account)
    {
        var marks = ImmutableArray.CreateBuilder<Mark>(account.Guard.Bands.Length);
        Symbol? last = null;
        foreach (var band in account.Guard.Bands)
        {
            // Bands of one instrument stand together.
            if (band.Symbol != last && market.FindMark(band.Symbol) is { } mark) marks.Add(mark);
            last = band.Symbol;
        }

        return marks.DrainToImmutable();
    }

    /// <summary>What else a wake carries.</summary>
    private readonly record struct WakeReason(bool SendAgain, FeedItem? Terms);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "Partition {Partition} goes on although something is not answered.")]
    private static partial void LogGaveUp(ILogger logger, int partition);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Account {AccountId} did not answer a wake and is woken again.")]
    private static partial void LogUnanswered(ILogger logger, Exception exception, string accountId);
}
