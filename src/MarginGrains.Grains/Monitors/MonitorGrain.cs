using System.Collections.Immutable;
using MarginGrains.Contracts.Accounts;
using MarginGrains.Contracts.Marks;
using MarginGrains.Contracts.Monitors;
using MarginGrains.Core.Accounts;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Positions;
using MarginGrains.Grains.Accounts;
using MarginGrains.Grains.Hosting;
using MarginGrains.Grains.Marks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Placement;

namespace MarginGrains.Grains.Monitors;

/// <summary>
/// Watches the accounts of one partition. Everything happens in one loop outside any turn: it takes what the inbox
/// brings in
/// order, wakes whom it concerns, and goes on when they have answered. Notices and questions come in between.
/// </summary>
[KeepAlive, RandomPlacement]
internal sealed partial class MonitorGrain : Grain, IMonitorGrain
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestStandStill = TimeSpan.FromSeconds(10);

    private readonly MarkBoard board;
    private readonly MarketClock clock;
    private readonly RosterReader roster;
    private readonly TimeProvider time;
    private readonly ILogger<MonitorGrain> logger;
    private readonly MonitorInbox inbox;
    private readonly GuardTable table;
    private readonly int wakesInFlight;
    private readonly List<GuardedAccount> wanted = [];
    private MarketSet market = MarketSet.Empty;
    private DateTimeOffset now;
    private long tickets;
    private long lastRosterRead;
    private TaskCompletionSource stirred = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool stopping;
    private bool gaveUp;

    public MonitorGrain(
        MarkBoard board, MarketClock clock, RosterReader roster, TimeProvider time,
        IOptions<MarginGrainsOptions> options, ILogger<MonitorGrain> logger)
    {
        this.board = board;
        this.clock = clock;
        this.roster = roster;
        this.time = time;
        this.logger = logger;
        inbox = new(options.Value.MonitorBacklog);
        wakesInFlight = options.Value.WakesInFlight;
        table = new(id => GrainFactory.GetGrain<IAccountGrain>(id));
    }

    private int Partition => (int)this.GetPrimaryKeyLong();

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        market = board.Subscribe(inbox);
        now = clock.Now;
        this.RegisterGrainTimer(OnBeat, new() { DueTime = Beat, Period = Beat, Interleave = true });

        // Not awaited: the loop lives as long as the grain and runs between its turns, on its scheduler.
        _ = RunAsync();
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        stopping = true;
        board.Unsubscribe(inbox);
        inbox.Close();
        stirred.TrySetResult();
        return Task.CompletedTask;
    }

    public Task PingAsync() => Task.CompletedTask;

    public Task NoticeAsync(AccountNotice notice)
    {
        table.Replace(notice, market, time.GetTimestamp());

        // The account may have decided on older terms or marks than those which its partition has been woken for since.
        if (notice.Account is { } account && table.VersionOf(notice.AccountId) == notice.Version
            && MonitorViews.WouldChange(account, Market(account), At(account)))
        {
            table.MarkDirty(table.Find(notice.AccountId));
        }

        inbox.Unfinished(table.IsUnfinished);
        if (table.AnyDirty) inbox.Nudge();
        stirred.TrySetResult();
        return Task.CompletedTask;
    }

    public Task<ImmutableArray<AccountSummary>> ListAsync(AccountListQuery query) => Task.FromResult(
        MonitorViews.List(table.All, query, market, Now()));

    public Task<ImmutableArray<OpenCall>> ListCallsAsync(CallQuery query) =>
        Task.FromResult(MonitorLists.Calls(table.All, query));

    public Task<ImmutableArray<RunningLiquidation>> ListLiquidationsAsync(LiquidationQuery query) =>
        Task.FromResult(MonitorLists.Liquidations(table.All, query));

    public Task<MonitorCounts> CountAsync() => Task.FromResult(MonitorViews.Count(table.All, market, Now(), tickets));

    public Task<ImmutableArray<CollateralHolding>> SumCollateralAsync() =>
        Task.FromResult(MonitorViews.Collateral(table.All, market, Now()));

    private DateTimeOffset Now() => clock.IsLive ? clock.Now : now;

    /// What an account is judged at by its monitor: the monitor's marks, but none older than it was judged at.
    private JudgedMarket Market(Account account) => new JudgedMarket().At(market, account.JudgedMarks).AtNewest(market);

    private DateTimeOffset At(Account account) => account.Now > Now() ? account.Now : Now();

    private Task OnBeat(CancellationToken cancellationToken)
    {
        inbox.Nudge();
        stirred.TrySetResult();
        return Task.CompletedTask;
    }

    private async Task RunAsync()
    {
        try
        {
            await ArmAsync();
            inbox.Done(0, table.IsUnfinished);
            await foreach (var items in inbox.ReadAsync())
            {
                if (stopping) return;
                if (items is null) await OnNudgeAsync();
                else foreach (var item in items) await OnItemAsync(item);
                inbox.Done(items?.Count ?? 0, table.IsUnfinished);
            }
        }
        catch (Exception e)
        {
            // A monitor that cannot go on must not look alive: the keeper's next ping starts another, armed from the
            // table.
            LogBroken(logger, e, Partition);
            DeactivateOnIdle();
        }
    }

    private async Task OnItemAsync(FeedItem item)
    {
        wanted.Clear();
        if (item.Mark is { } mark)
        {
            var at = clock.At(mark.Time);
            await OnDueAsync(at, orAt: false);
            now = at > now ? at : now;
            var saysMore = market.FindMark(mark.Symbol) is { } old
                && market.FindInstrument(mark.Symbol) is { } instrument
                && (OpenMarkets.IsStale(market, instrument, old, now) || old.Kind == MarkKind.Closing);
            market = market.With(mark);

            // After a silence the same price says something new: that the account has figures again. After a closing
            // price it does too: it may call and stop out.
            if (saysMore) table.Holders(mark.Symbol, wanted);
            else table.Crossed(mark, wanted);
            await WakeAsync(wanted, now);
            await StandStillAsync();
            await OnDueAsync(now, orAt: true);
            return;
        }

        market = FeedItems.With(market, item);
        wanted.AddRange(table.All.Where(a => a.Account is { } account && FeedItems.Concerns(
            item, account, symbol => a.Guard.Bands.Any(b => b.Symbol == symbol))));
        await WakeAsync(wanted, Now(), new(SendAgain: false, item));
        await StandStillAsync();
    }

    /// What is due is judged at its own instant, with the marks that stood then, before anything later is looked at.
    private async Task OnDueAsync(DateTimeOffset limit, bool orAt)
    {
        var due = new List<GuardedAccount>();
        while (table.TakeDue(limit, orAt, due) is { } dueAt)
        {
            var at = clock.IsLive ? limit : dueAt > now ? dueAt : now;
            now = at;
            await WakeAsync(due, at);
            await StandStillAsync();
            var later = at + TimeSpan.FromSeconds(1);
            foreach (var account in due)
            {
                // Still due after it was asked: ask again a second later, or with the mark that moves time on, but not
                // once for every second of a weekend.
                if (account.Guard.DueAt <= at) table.DueAgain(account, later > limit ? later : limit);
            }

            due.Clear();
        }
    }

    private async Task OnNudgeAsync()
    {
        inbox.TakeNudge();
        if (time.GetElapsedTime(lastRosterRead) >= TimeSpan.FromSeconds(1)) await ReadRosterAsync();
        await WakeUnfinishedAsync();
        if (clock.IsLive) await OnDueAsync(clock.Now, orAt: true);
    }

    /// What is armed stays watched although the table cannot be read for a while.
    private async Task ReadRosterAsync()
    {
        try
        {
            await ArmAsync();
        }
        catch (Exception e)
        {
            LogUnread(logger, e, Partition);
        }
    }

    /// One account that cannot be judged here must not keep the others of its partition from being armed.
    private bool NeedsWake(Account account, IMarket judged, DateTimeOffset at)
    {
        try
        {
            return MonitorViews.NeedsWake(account, judged, at);
        }
        catch (Exception e)
        {
            LogUnjudged(logger, e, account.Id.Value);
            return true;
        }
    }

    /// Reads what changed in the account table and judges it with Core alone: no account grain is woken for it unless
    /// an
    /// assessment would yield something. The first read arms the whole partition.
    private async Task ArmAsync()
    {
        lastRosterRead = time.GetTimestamp();
        await roster.ReadChangesAsync(Partition, account =>
        {
            if (table.VersionOf(account.Id.Value) >= account.Sequence) return;
            var (judged, at) = (Market(account), At(account));
            table.Replace(AccountGuard.Notice(account, judged, at, 0, -1), market, time.GetTimestamp());
            if (NeedsWake(account, judged, at)) table.MarkDirty(table.Find(account.Id.Value));
        });
        if (table.AnyDirty) inbox.Nudge();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Partition {Partition} of the account table could not be read.")]
    private static partial void LogUnread(ILogger logger, Exception exception, int partition);

    [LoggerMessage(Level = LogLevel.Error,
        Message = "Account {AccountId} cannot be judged by its monitor and is woken.")]
    private static partial void LogUnjudged(ILogger logger, Exception exception, string accountId);

    [LoggerMessage(Level = LogLevel.Error, Message = "The monitor of partition {Partition} stopped and starts anew.")]
    private static partial void LogBroken(ILogger logger, Exception exception, int partition);
}
