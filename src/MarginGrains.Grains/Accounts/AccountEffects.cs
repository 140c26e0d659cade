using System.Collections.Concurrent;
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
/// What follows a commit. Nothing here is awaited by the account and nothing depends on it: an order or a claim that is
/// lost is
/// sent again, a notice or a poke that is lost is made good within a second from the tables.
/// </summary>
internal sealed partial class AccountEffects(
    IGrainFactory grains,
    ILiquidationVenue venue,
    ClaimSender claims,
    TopUpSender topUps,
    IOptions<MarginGrainsOptions> options,
    ILogger<AccountEffects> logger)
{
    private readonly ConcurrentDictionary<Task, bool> notices = new();
    private readonly ConcurrentDictionary<int, OutboxPoke> pokes = new();
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
            else if (e is AccountEvent.Compensated { Account: null } made) claims.Send(accountId, made.Claim);
            else if (e is AccountEvent.StopOrdered stopped) venue.Submit(accountId, stopped.Order);
            else if (e is AccountEvent.LiquidationFeeCharged fee) claims.Send(accountId, fee.Claim);
            else if (e is AccountEvent.TopUpRequested asked) topUps.Ask(accountId, asked.Request);
            else if (e is AccountEvent.TopUpGiven given) topUps.Deliver(accountId, given.Transfer);
        }
    }

    /// <summary>Sends unanswered orders and claims again: when asked to, or when their answers are overdue.</summary>
    public void SendAgain(Account account, Wake wake)
    {
        foreach (var order in account.Liquidations.SelectMany(l => l.Orders).Concat(account.StopOrders))
        {
            if (wake.SendAgain || wake.Now >= order.RequestedAt + AccountDue.AnswerTimeout)
            {
                venue.Submit(account.Id, order);
            }
        }

        foreach (var claim in account.Claims)
        {
            if (wake.SendAgain || wake.Now >= claim.AskedAt + AccountDue.AnswerTimeout) claims.Send(account.Id, claim);
        }

        if (account.TopUp?.Pending is { } asked
            && (wake.SendAgain || wake.Now >= asked.AskedAt + AccountDue.AnswerTimeout))
        {
            topUps.Ask(account.Id, asked);
        }

        foreach (var sent in account.Outgoing)
        {
            if (wake.SendAgain || wake.Now >= sent.SentAt + AccountDue.AnswerTimeout) topUps.Deliver(account.Id, sent);
        }
    }

    /// <summary>Tells the monitor after a command, and the outbox when something was committed.</summary>
    public void Tell(AccountNotice notice, int partition, bool committed)
    {
        var told = grains.GetGrain<IMonitorGrain>(partition).NoticeAsync(notice);
        if (!told.IsCompletedSuccessfully)
        {
            notices.TryAdd(told, true);
            Forget(told, "monitor");
        }

        if (committed) Poke(partition);
    }

    /// <summary>Whether no notice is under way.</summary>
    public bool IsEveryoneTold => notices.IsEmpty;

    /// <summary>Completes when the notices sent so far have arrived or failed.</summary>
    public async Task WhenToldAsync(CancellationToken cancellationToken)
    {
        foreach (var notice in notices.Keys)
        {
            await notice.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>
    /// Tells the outbox that something was committed. While it is being told, whatever comes meanwhile is one more
    /// time, however much it is.
    /// </summary>
    public void Poke(int partition)
    {
        var poke = pokes.GetOrAdd(partition, p => new(grains.GetGrain<IOutboxGrain>(p)));
        if (poke.TryBegin()) _ = TellOutboxAsync(poke);
    }

    private async Task TellOutboxAsync(OutboxPoke poke)
    {
        do
        {
            try
            {
                await poke.Outbox.PokeAsync().ConfigureAwait(false);
            }
            catch (Exception e)
            {
                LogUntold(logger, e, "outbox");
            }
        }
        while (poke.IsWantedAgain());
    }

    /// What does not arrive is made good by the tables.
    private void Forget(Task sent, string receiver) => sent.ContinueWith(
        t =>
        {
            notices.TryRemove(t, out _);
            if (t.IsFaulted) LogUntold(logger, t.Exception, receiver);
        },
        CancellationToken.None,
        TaskContinuationOptions.None,
        TaskScheduler.Default);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "The {Receiver} could not be told; it will find out from the tables.")]
    private static partial void LogUntold(ILogger logger, Exception? exception, string receiver);
}
