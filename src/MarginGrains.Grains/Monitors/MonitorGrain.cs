using System.Collections.Immutable;
using MarginGrains.Contracts.Accounts;
using MarginGrains.Contracts.Monitors;
using MarginGrains.Core.Accounts;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Positions;
using MarginGrains.Grains.Accounts;
using MarginGrains.Grains.Hosting;
using MarginGrains.Grains.Marks;
using MarginGrains.Grains.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Placement;

namespace MarginGrains.Grains.Monitors;

/// <summary>
/// Watches the accounts of one partition. Everything happens in one loop outside any turn: it takes what the inbox
/// brings in order, wakes whom it changes, and goes on when they have answered. Notices and questions come in between.
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
    private readonly GuardSweep sweep;
    private readonly EquityTable? equities;
    private readonly int wakesInFlight;
    private readonly List<GuardedAccount> wanted = [];
    private MarketSet market = MarketSet.Empty;
    private DateTimeOffset now;
    private long tickets;
    private long lastRosterRead;
    private TaskCompletionSource stirred = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool stopping;
    private bool gaveUp;
    private bool isAnyFound;

    public MonitorGrain(
        MarkBoard board, MarketClock clock, RosterReader roster, TimeProvider time,
        IOptions<MarginGrainsOptions> options, GrainsMetrics metrics, ILogger<MonitorGrain> logger)
    {
        this.board = board;
        this.clock = clock;
        this.roster = roster;
        this.time = time;
        this.logger = logger;
        inbox = new(options.Value.MonitorBacklog);
        wakesInFlight = options.Value.WakesInFlight;
        table = new(id => GrainFactory.GetGrain<IAccountGrain>(id));
        sweep = new(table, metrics, logger);
        equities = options.Value.FreshEquity ? new() : null;
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
        // The account may have decided on older terms or marks than those which its partition has been woken for since.
        if (table.Take(notice, time.GetTimestamp()) is { } account) Look(account, wakesAwaiting: false);
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

    public Task<MonitorCounts> CountAsync() => Task.FromResult(
        MonitorViews.Count(table.All, market, Now()) with
        {
            Wakes = tickets, Swept = sweep.Swept, Disagreements = sweep.Disagreements,
        });

    public Task<ImmutableArray<FreshEquity>> ListEquityAsync() => Task.FromResult<ImmutableArray<FreshEquity>>(
        equities is null || equities.Count != table.All.Count
            ? []
            : [.. table.All.Where(a => equities.IsFresh(a.Slot)).Select(a => new FreshEquity(
                a.Id, equities[a.Slot], a.Account!.Currency.Code))]);

    public Task<ImmutableArray<CollateralHolding>> SumCollateralAsync() =>
        Task.FromResult(MonitorViews.Collateral(table.All, market, Now()));

    private DateTimeOffset Now() => clock.IsLive ? clock.Now : now;

    /// What an account is judged at by its monitor: the monitor's marks, but none older than it was judged at.
    private IMarket Market(Account account)
    {
        foreach (var judged in account.JudgedMarks)
        {
            if (market.FindMark(judged.Symbol) is { } known && !judged.IsNewerThan(known)) continue;
            return new JudgedMarket().At(market, account.JudgedMarks).AtNewest(market);
        }

        return market;
    }

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
            await foreach (var changes in inbox.ReadAsync())
            {
                if (stopping) return;
                if (changes is null) await OnNudgeAsync();
                else await OnChangesAsync(changes);
                inbox.Done(changes?.Count ?? 0, table.IsUnfinished);
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

    private async Task OnChangesAsync(IReadOnlyList<BoardChange> changes)
    {
        // Read once: a batch is one instant of the live clock.
        var at = clock.Now;
        foreach (var change in changes)
        {
            if (change.Item.Mark is { } mark)
            {
                await WakeFoundAsync();
                if (Passes(mark, change.Market, clock.IsLive ? at : mark.Time)) continue;
                await OnMarkAsync(mark, change.Market);
                continue;
            }

            market = change.Market;
            wanted.Clear();
            wanted.AddRange(table.All.Where(a => a.Account is { } account
                && FeedItems.Concerns(change.Item, account, a.Guard.DependsOn)));
            await WakeAsync(wanted, Now(), new(SendAgain: false, change.Item));
            await StandStillAsync();
        }
    }

    /// Most marks concern nobody here: they cost two comparisons, and nobody waits for anything.
    private bool Passes(Mark mark, MarketSet after, DateTimeOffset at)
    {
        if ((!clock.IsLive && table.IsUnfinished) || table.NextDue <= at) return false;
        if (table.IsTouchedBy(Seen(mark, after, at))) return false;
        market = after;
        now = at > now ? at : now;
        Refresh();
        return true;
    }

    /// A mark from before a split or a dividend counts as what it is worth after it, as guards do.
    private static Mark Seen(Mark mark, MarketSet market, DateTimeOffset now) =>
        market.HasActions ? ExMarket.Rebased(mark, market.FindActions(mark.Symbol), now) : mark;

    private async Task OnMarkAsync(Mark mark, MarketSet after)
    {
        var at = clock.At(mark.Time);
        await OnDueAsync(at, orAt: false);
        now = at > now ? at : now;
        market = after;
        wanted.Clear();
        table.Crossed(Seen(mark, after, now), wanted);
        await WakeAsync(wanted, now);
        await StandStillAsync();
        await OnDueAsync(now, orAt: true);
        Refresh();
    }

    /// For whoever wants every value fresh after every tick; nobody is asked and nothing is decided by it.
    private void Refresh()
    {
        if (equities is null) return;
        if (table.IsChanged)
        {
            equities.Fill(table.All, market);
            table.IsChanged = false;
        }

        equities.Compute(market, now);
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
        var at = clock.IsLive ? clock.Now : now;
        if (clock.IsLive) await OnDueAsync(at, orAt: true);
        if (clock.IsLive || !table.IsUnfinished) sweep.Go(a => Judge(a, at) is not { Events.Count: 0 });
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

    /// Reads what changed in the account table and judges it with Core alone: no account grain is woken for it unless
    /// an assessment would yield something. The first read arms the whole partition.
    private async Task ArmAsync()
    {
        lastRosterRead = time.GetTimestamp();
        await roster.ReadChangesAsync(Partition, table.Knows, account =>
        {
            if (table.VersionOf(account.Id.Value) >= account.Sequence) return;
            var notice = new AccountNotice(account.Id.Value, account.Sequence, 0, account);
            Look(table.Take(notice, time.GetTimestamp())!, wakesAwaiting: true);
        });
        if (table.AnyDirty) inbox.Nudge();
    }

    /// A new version is armed at the monitor's own marks and terms; whoever has to be woken at them already, will be.
    private void Look(GuardedAccount account, bool wakesAwaiting)
    {
        var at = account.Account is { } known ? At(known) : Now();
        var isAwaited = wakesAwaiting && account.Account is { IsAwaitingAnswers: true };
        var judged = Judge(account, at);
        if (isAwaited || (account.Account is not null && judged is not { Events.Count: 0 }))
        {
            table.MarkDirty(account);
            isAnyFound = true;
        }

        Arm(account, at);
    }

    /// Whom a notice has found crossed is woken at the marks it was found at: a later mark may hide the crossing.
    private async Task WakeFoundAsync()
    {
        if (!isAnyFound) return;
        isAnyFound = false;
        await WakeUnfinishedAsync();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Partition {Partition} of the account table could not be read.")]
    private static partial void LogUnread(ILogger logger, Exception exception, int partition);

    [LoggerMessage(Level = LogLevel.Error,
        Message = "Account {AccountId} cannot be judged by its monitor and is woken.")]
    private static partial void LogUnjudged(ILogger logger, Exception exception, string accountId);

    [LoggerMessage(Level = LogLevel.Error, Message = "The monitor of partition {Partition} stopped and starts anew.")]
    private static partial void LogBroken(ILogger logger, Exception exception, int partition);
}
