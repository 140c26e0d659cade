using MarginGrains.Contracts.Accounts;
using MarginGrains.Contracts.Monitors;
using MarginGrains.Contracts.Streams;
using MarginGrains.Core.Accounts;
using MarginGrains.Core.Primitives;
using MarginGrains.Grains.Hosting;
using MarginGrains.Grains.Insurance;
using MarginGrains.Grains.Liquidation;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MarginGrains.Grains.Accounts;

/// <summary>
/// What follows a commit. Nothing here is awaited by the account and nothing depends on it: an order or a claim that is lost is
/// sent again, a notice or a poke that is lost is made good within a second from the tables.
/// </summary>
internal sealed partial class AccountEffects(
    IGrainFactory grains,
    ILiquidationVenue venue,
    ClaimSender claims,
    IOptions<MarginGrainsOptions> options,
    ILogger<AccountEffects> logger)
{
    private long commits;

    /// <summary>How many decisions of this silo's accounts were stored so far.</summary>
    public long Commits => Interlocked.Read(ref commits);

    public int PartitionOf(string accountId) => Partitioning.Of(accountId, options.Value.Partitions);

    /// <summary>Sends what the events ask for.</summary>
    public void Carry(AccountId accountId, IReadOnlyList<AccountEvent> events)
    {
        Interlocked.Increment(ref commits);
        foreach (var e in events)
        {
            if (e is AccountEvent.LiquidationOrdered ordered) venue.Submit(accountId, ordered.Order);
            else if (e is AccountEvent.Compensated compensated) claims.Send(accountId, compensated.Claim);
        }
    }

    /// <summary>Sends unanswered orders and claims again: when asked to, or when their answers are overdue.</summary>
    public void SendAgain(Account account, Wake wake)
    {
        foreach (var order in account.Liquidation?.Orders ?? [])
        {
            if (wake.SendAgain || wake.Now >= order.RequestedAt + AccountDue.AnswerTimeout) venue.Submit(account.Id, order);
        }

        foreach (var claim in account.Claims)
        {
            if (wake.SendAgain || wake.Now >= claim.AskedAt + AccountDue.AnswerTimeout) claims.Send(account.Id, claim);
        }
    }

    /// <summary>Tells the monitor after a command, and the outbox when something was committed.</summary>
    public void Tell(AccountNotice notice, int partition, bool committed)
    {
        Forget(grains.GetGrain<IMonitorGrain>(partition).NoticeAsync(notice), "monitor");
        if (committed) Poke(partition);
    }

    /// <summary>Tells the outbox that something was committed.</summary>
    public void Poke(int partition) => Forget(grains.GetGrain<IOutboxGrain>(partition).PokeAsync(), "outbox");

    /// One-way calls complete when they are sent; one that cannot be sent is made good by the tables.
    private void Forget(Task sent, string receiver)
    {
        if (sent.IsCompletedSuccessfully) return;
        sent.ContinueWith(
            t => LogUntold(logger, t.Exception, receiver),
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnFaulted,
            TaskScheduler.Default);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The {Receiver} could not be told; it will find out from the tables.")]
    private static partial void LogUntold(ILogger logger, Exception? exception, string receiver);
}
