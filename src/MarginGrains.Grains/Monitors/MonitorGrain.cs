using System.Collections.Immutable;
using MarginGrains.Contracts.Accounts;
using MarginGrains.Contracts.Marks;
using MarginGrains.Contracts.Monitors;
using MarginGrains.Core.Marks;
using MarginGrains.Grains.Accounts;
using MarginGrains.Grains.Hosting;
using MarginGrains.Grains.Marks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MarginGrains.Grains.Monitors;

/// <summary>
/// Watches the accounts of one partition. Everything happens in one loop outside any turn: it takes what the inbox brings in
/// order, wakes whom it concerns, and goes on when they have answered. Notices and questions come in between.
/// </summary>
[KeepAlive]
internal sealed partial class MonitorGrain : Grain, IMonitorGrain
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(2);

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
    private bool stopping;

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
        return Task.CompletedTask;
    }

    public Task PingAsync() => Task.CompletedTask;

    public Task NoticeAsync(AccountNotice notice)
    {
        table.Replace(notice, market, time.GetTimestamp());
        inbox.Awaiting(table.AnyAwaitsAnswers);
        if (table.AnyDirty) inbox.Nudge();
        return Task.CompletedTask;
    }

    public Task<ImmutableArray<AccountSummary>> ListAsync(AccountListQuery query) => Task.FromResult(
        MonitorViews.List(table.All, query, market, Now()));

    public Task<MonitorCounts> CountAsync() => Task.FromResult(MonitorViews.Count(table.All, market, Now(), tickets));

    private DateTimeOffset Now() => clock.IsLive ? clock.Now : now;

    private Task OnBeat(CancellationToken cancellationToken)
    {
        inbox.Nudge();
        return Task.CompletedTask;
    }

    private async Task RunAsync()
    {
        try
        {
            await ArmAsync();
            inbox.Done(0, table.AnyAwaitsAnswers);
            await foreach (var items in inbox.ReadAsync())
            {
                if (stopping) return;
                if (items is null) await OnNudgeAsync();
                else foreach (var item in items) await OnItemAsync(item);
                inbox.Done(items?.Count ?? 0, table.AnyAwaitsAnswers);
            }
        }
        catch (Exception e)
        {
            // A monitor that cannot go on must not look alive: the keeper's next ping starts another, armed from the table.
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
            market = market.With(mark);
            table.Crossed(mark, wanted);
            await WakeAsync(wanted, now);
            await OnDueAsync(now, orAt: true);
            return;
        }

        market = item.Instrument is { } instrument ? market.With(instrument) : market.With(item.Regime!);
        if (item.Instrument is not null) table.Holders(item.Instrument.Symbol, wanted);
        else wanted.AddRange(table.All.Where(a => a.Account?.RegimeId == item.Regime!.Id));
        await WakeAsync(wanted, Now());
    }

    /// What is due is judged at its own instant, with the marks that stood then, before anything later is looked at.
    private async Task OnDueAsync(DateTimeOffset limit, bool orAt)
    {
        var due = new List<GuardedAccount>();
        while (table.TakeDue(limit, orAt, due) is { } dueAt)
        {
            var at = clock.IsLive ? limit : dueAt > now ? dueAt : now;
            await WakeAsync(due, at);
            foreach (var account in due)
            {
                // Still due after it was asked: ask again a second later, not for ever in this moment.
                if (account.Guard.DueAt <= at) table.DueAgain(account, at + TimeSpan.FromSeconds(1));
            }

            due.Clear();
        }
    }

    private async Task OnNudgeAsync()
    {
        if (time.GetElapsedTime(lastRosterRead) >= TimeSpan.FromSeconds(1)) await ArmAsync();
        var taken = new List<GuardedAccount>();
        table.TakeDirty(taken);
        if (taken.Count > 0) await WakeAsync(taken, Now());
        if (clock.IsLive) await OnDueAsync(clock.Now, orAt: true);
        var late = table.Awaiting
            .Where(a => time.GetElapsedTime(a.AwaitingSince ?? time.GetTimestamp()) >= AnswerPatience).ToList();
        foreach (var account in late) account.AwaitingSince = time.GetTimestamp();
        if (late.Count > 0) await WakeAsync(late, Now(), sendAgain: true);
    }

    /// Reads what changed in the account table and judges it with Core alone: no account grain is woken for it unless an
    /// assessment would yield something. The first read arms the whole partition.
    private async Task ArmAsync()
    {
        lastRosterRead = time.GetTimestamp();
        await roster.ReadChangesAsync(Partition, account =>
        {
            if (table.VersionOf(account.Id.Value) >= account.Sequence) return;
            var at = account.Now > Now() ? account.Now : Now();
            var judged = new JudgedMarket().At(market, account.JudgedMarks).AtNewest(market);
            table.Replace(new AccountGuard().Notice(account, judged, at, 0, -1), market, time.GetTimestamp());
            if (MonitorViews.NeedsWake(account, judged, at)) table.MarkDirty(table.Find(account.Id.Value));
        });
        if (table.AnyDirty) inbox.Nudge();
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The monitor of partition {Partition} stopped and starts anew.")]
    private static partial void LogBroken(ILogger logger, Exception exception, int partition);
}
