using System.Collections.Immutable;
using MarginGrains.Contracts.Accounts;
using MarginGrains.Contracts.Marks;
using MarginGrains.Contracts.Monitors;
using MarginGrains.Core.Accounts;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Primitives;
using MarginGrains.Grains.Accounts;
using Microsoft.Extensions.Logging;

namespace MarginGrains.Grains.Monitors;

/// <content>Waking accounts: bounded in flight, most endangered first, each at the marks of one moment.</content>
internal sealed partial class MonitorGrain
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(1);

    /// Judges whom a mark, a due time or new terms concern with Core alone: whoever it does not change is armed anew
    /// and never asked.
    private async Task WakeAsync(List<GuardedAccount> accounts, DateTimeOffset at, WakeReason reason = default)
    {
        if (accounts.Count == 0) return;
        var woken = new List<GuardedAccount>();
        foreach (var account in accounts)
        {
            if (reason.SendAgain || NeedsWake(account, at)) woken.Add(account);
            else Arm(account, at);
        }

        if (woken.Count <= wakesInFlight)
        {
            await WakeTogetherAsync(woken, at, reason);
            return;
        }

        IComparer<AccountSummary?> order = new AccountOrder(AccountSort.Danger);
        var ranked = woken
            .Select(a => (Account: a, Summary: a.Account is null ? null : AccountViews.Summary(a.Account, market, at)))
            .OrderBy(a => a.Summary, order)
            .Select(a => a.Account)
            .ToList();
        foreach (var chunk in ranked.Chunk(wakesInFlight)) await WakeTogetherAsync(chunk, at, reason);
    }

    private bool NeedsWake(GuardedAccount guarded, DateTimeOffset at) =>
        guarded.Account is { IsAwaitingAnswers: true } || JudgesOtherwise(guarded, at);

    /// One account that cannot be judged here must not keep the others of its partition from being armed.
    private bool JudgesOtherwise(GuardedAccount guarded, DateTimeOffset at)
    {
        try
        {
            return WouldChange(guarded, at);
        }
        catch (Exception e)
        {
            LogUnjudged(logger, e, guarded.Id);
            return true;
        }
    }

    private bool WouldChange(GuardedAccount guarded, DateTimeOffset at) =>
        guarded.Account is { } account && MonitorViews.WouldChange(account, Market(account), at);

    /// The guard is computed where it is kept, at the marks and terms that what comes next will be compared with.
    private void Arm(GuardedAccount guarded, DateTimeOffset at)
    {
        if (guarded.Account is not { } account)
        {
            table.Arm(guarded, new(guarded.Version, [], null));
            return;
        }

        table.Arm(guarded, AccountGuards.Of(account, Market(account), account.Now > at ? account.Now : at));
    }

    /// Nobody is forgotten: who does not answer is asked again at the same moment, and the market of this partition
    /// waits for it, so that slow storage slows the acceptance of prices and no crossing is skipped. Only an account
    /// that would break its own invariants keeps nobody else waiting: it stays dirty.
    private async Task WakeTogetherAsync(IReadOnlyList<GuardedAccount> accounts, DateTimeOffset at, WakeReason reason)
    {
        var delay = FirstRetry;
        while (accounts.Count > 0 && !stopping)
        {
            var failed = await TryWakeAsync(accounts, at, reason);
            if (failed.Count == 0) return;
            await Task.Delay(delay, time);
            delay = delay < LongestRetry ? 2 * delay : delay;
            accounts = failed;
        }
    }

    private async Task<IReadOnlyList<GuardedAccount>> TryWakeAsync(
        IReadOnlyList<GuardedAccount> accounts, DateTimeOffset at, WakeReason reason)
    {
        var answers = new Task<AccountNotice>[accounts.Count];
        for (var i = 0; i < answers.Length; i++)
        {
            var account = accounts[i];
            var wake = new Wake(++tickets, at, Marks(account), account.Version, reason.SendAgain);
            answers[i] = account.Grain.AssessAsync(wake with { Terms = reason.Terms });
        }

        var failed = new List<GuardedAccount>();
        for (var i = 0; i < answers.Length; i++)
        {
            try
            {
                // Notices of commands may have come in meanwhile; the table keeps the newest version.
                if (table.Take(await answers[i], time.GetTimestamp()) is { } answered) Arm(answered, at);
                stirred.TrySetResult();
            }
            catch (InvariantBrokenException e)
            {
                LogUnanswered(logger, e, accounts[i].Id);
                table.MarkDirty(accounts[i]);
            }
            catch (Exception e)
            {
                LogUnanswered(logger, e, accounts[i].Id);
                failed.Add(accounts[i]);
            }
        }

        return failed;
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
