using System.Collections.Immutable;
using MarginGrains.Contracts.Accounts;
using MarginGrains.Contracts.Marks;
using MarginGrains.Contracts.Monitors;
using MarginGrains.Core.Marks;
using MarginGrains.Grains.Accounts;
using Microsoft.Extensions.Logging;

namespace MarginGrains.Grains.Monitors;

/// <content>Waking accounts: bounded in flight, most endangered first, each at the marks of one moment.</content>
internal sealed partial class MonitorGrain
{
    private async Task WakeAsync(List<GuardedAccount> accounts, DateTimeOffset at, WakeReason reason = default)
    {
        if (accounts.Count <= wakesInFlight)
        {
            await WakeTogetherAsync(accounts, at, reason);
            return;
        }

        IComparer<AccountSummary?> order = new AccountOrder(AccountSort.Danger);
        var ranked = accounts
            .Select(a => (Account: a, Summary: a.Account is null ? null : AccountViews.Summary(a.Account, market, at)))
            .OrderBy(a => a.Summary, order)
            .Select(a => a.Account);
        foreach (var chunk in ranked.Chunk(wakesInFlight)) await WakeTogetherAsync(chunk, at, reason);
    }

    private async Task WakeTogetherAsync(IReadOnlyList<GuardedAccount> accounts, DateTimeOffset at, WakeReason reason)
    {
        var answers = new Task<AccountNotice>[accounts.Count];
        for (var i = 0; i < answers.Length; i++)
        {
            var account = accounts[i];
            var wake = new Wake(++tickets, at, Marks(account), account.Guard.Version, reason.SendAgain);
            answers[i] = account.Grain.AssessAsync(wake with { Terms = reason.Terms });
        }

        for (var i = 0; i < answers.Length; i++)
        {
            try
            {
                // Notices of commands may have come in meanwhile; the table keeps the newest version.
                if (table.Replace(await answers[i], market, time.GetTimestamp())) stirred.TrySetResult();
            }
            catch (Exception e)
            {
                // Nobody is forgotten: the account stays dirty and is woken again with the next beat.
                LogUnanswered(logger, e, accounts[i].Id);
                table.MarkDirty(accounts[i]);
            }
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
    /// failed,
    /// orders, claims. Otherwise what an account is judged at would hang on how fast the venue answers.
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
        foreach (var band in account.Guard.Bands)
        {
            if (market.FindMark(band.Symbol) is { } mark) marks.Add(mark);
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
