using System.Collections.Immutable;
using MarginGrains.Contracts.Accounts;
using MarginGrains.Contracts.Monitors;
using MarginGrains.Core.Marks;
using MarginGrains.Grains.Accounts;
using Microsoft.Extensions.Logging;

namespace MarginGrains.Grains.Monitors;

/// <content>Waking accounts: bounded in flight, most endangered first, each at the marks of one moment.</content>
internal sealed partial class MonitorGrain
{
    private async Task WakeAsync(List<GuardedAccount> accounts, DateTimeOffset at, bool sendAgain = false)
    {
        if (accounts.Count <= wakesInFlight)
        {
            await WakeTogetherAsync(accounts, at, sendAgain);
            return;
        }

        IComparer<AccountSummary?> order = new AccountOrder(AccountSort.Danger);
        var ranked = accounts
            .Select(a => (Account: a, Summary: a.Account is null ? null : AccountViews.Summary(a.Account, market, at)))
            .OrderBy(a => a.Summary, order)
            .Select(a => a.Account);
        foreach (var chunk in ranked.Chunk(wakesInFlight)) await WakeTogetherAsync(chunk, at, sendAgain);
    }

    private async Task WakeTogetherAsync(IReadOnlyList<GuardedAccount> accounts, DateTimeOffset at, bool sendAgain)
    {
        var answers = new Task<AccountNotice>[accounts.Count];
        for (var i = 0; i < answers.Length; i++)
        {
            answers[i] = accounts[i].Grain.AssessAsync(
                new(++tickets, at, Marks(accounts[i]), accounts[i].Guard.Version, sendAgain));
        }

        for (var i = 0; i < answers.Length; i++)
        {
            try
            {
                // Notices of commands may have come in meanwhile; the table keeps the newest version.
                table.Replace(await answers[i], market, time.GetTimestamp());
            }
            catch (Exception e)
            {
                // Nobody is forgotten: the account stays dirty and is woken again with the next beat.
                LogUnanswered(logger, e, accounts[i].Id);
                table.MarkDirty(accounts[i]);
            }
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

    [LoggerMessage(Level = LogLevel.Warning, Message = "Account {AccountId} did not answer a wake and is woken again.")]
    private static partial void LogUnanswered(ILogger logger, Exception exception, string accountId);
}
