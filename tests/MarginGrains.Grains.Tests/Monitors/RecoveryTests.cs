using MarginGrains.Contracts.Monitors;
using MarginGrains.Core.Accounts;
using MarginGrains.Grains.Hosting;
using MarginGrains.Grains.Marks;
using MarginGrains.Grains.Tests.Cluster;

namespace MarginGrains.Grains.Tests.Monitors;

public sealed class RecoveryTests
{
    [Fact]
    public async Task NoticesThatAreLost_AreMadeGoodFromTheTable()
    {
        await using var cluster = await MarginCluster.StartAsync();
        var symbol = await cluster.ListAsync(Listed.Cfd("CFD"), 200m);
        cluster.Probe.Drops = c => c.MethodName == "NoticeAsync";
        var id = await cluster.HolderAsync("fx-retail", 1000m, symbol, 100m, 200m);
        await cluster.PostAsync(symbol, 194.5m);
        await cluster.Probe.UntilAsync(async () => (await cluster.StateAsync(id)).Stage == Stage.Call);
        (await cluster.TypesAsync(id)).Count(t => t == "call.opened").ShouldBe(1);
        await cluster.ShouldBalanceAsync();
    }

    [Fact]
    public async Task AMonitorThatStartsAnew_ArmsItsPartition_WithoutWakingAHealthyAccount_AndMissesNothing()
    {
        await using var cluster = await MarginCluster.StartAsync();
        var symbol = await cluster.ListAsync(Listed.Cfd("CFD"), 200m);
        var held = new List<string>();
        for (var n = 0; n < 20; n++)
        {
            held.Add(await cluster.HolderAsync("fx-retail", n < 15 ? 2000m : 1000m, symbol, 100m, 200m));
        }
        await cluster.SettleAsync();
        cluster.Probe.Drops = c => c.MethodName == "PingAsync";
        for (var p = 0; p < MarginCluster.Partitions; p++)
        {
            await cluster.Silos.DeactivateAsync(cluster.Client.GetGrain<IMonitorGrain>(p));
        }

        foreach (var id in held) await cluster.Silos.DeactivateAsync(cluster.Account(id));
        cluster.Of<MarkBoard>(0).Inboxes().Count.ShouldBe(0);
        cluster.Of<MarkBoard>(1).Inboxes().Count.ShouldBe(0);
        await cluster.PostAsync(symbol, 194.5m);
        using (var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60)))
        {
            for (var silo = 0; silo < 2; silo++) await cluster.Of<MarkFeed>(silo).FlushAsync(patience.Token);
        }

        var woken = held.ToDictionary(id => id, id => cluster.Probe.Begun(id, "AssessAsync"));
        cluster.Probe.Drops = _ => false;
        await cluster.SettleAsync();
        foreach (var id in held.Take(15))
        {
            cluster.SiloOf(cluster.Account(id)).ShouldBeNull();
            cluster.Probe.Begun(id, "AssessAsync").ShouldBe(woken[id]);
        }

        foreach (var id in held.Skip(15)) (await cluster.TypesAsync(id)).Count(t => t == "call.opened").ShouldBe(1);
        await cluster.TickAsync(symbol, 184m);
        foreach (var id in held.Take(15)) (await cluster.TypesAsync(id)).ShouldContain("call.opened");
        await cluster.ShouldBalanceAsync();
    }

    [Fact]
    public async Task WhenASiloIsGone_ItsAccountsAreWatchedByTheOther()
    {
        await using var cluster = await MarginCluster.StartAsync();
        var symbol = await cluster.ListAsync(Listed.Cfd("CFD"), 200m);
        var held = new List<string>();
        for (var n = 0; n < 20; n++) held.Add(await cluster.HolderAsync("fx-retail", 1000m, symbol, 100m, 200m));
        await cluster.SettleAsync();
        await cluster.Silos.KillSiloAsync(cluster.Silos.Silos[1]);
        await cluster.KnowsAsync(0, silos: 1);
        await RetryAsync(() => cluster.PostAsync(symbol, 194.5m));
        await RetryAsync(() => cluster.SettleAsync());
        foreach (var id in held) (await cluster.TypesAsync(id)).Count(t => t == "call.opened").ShouldBe(1, id);
        cluster.Of<MarkBoard>().Inboxes().Count.ShouldBe(MarginCluster.Partitions);
        await cluster.ShouldBalanceAsync();
    }

    [Theory]
    [InlineData(Fault.BeforeCommit)]
    [InlineData(Fault.AfterCommit)]
    public async Task AnAccountWhoseWakeFails_IsWokenAgain_AtTheSameMarks(Fault fault)
    {
        await using var cluster = await MarginCluster.StartAsync();
        var symbol = await cluster.ListAsync(Listed.Cfd("CFD"), 200m);
        var id = await cluster.HolderAsync("fx-retail", 1000m, symbol, 100m, 200m);
        await cluster.SettleAsync();
        cluster.Faults.Plan(id, fault, fault);
        await cluster.PostAsync(symbol, 194.5m);
        await cluster.PostAsync(symbol, 200m);
        await cluster.SettleAsync();
        var types = await cluster.TypesAsync(id);
        types.Count(t => t == "call.opened").ShouldBe(1);
        types.Count(t => t == "call.met").ShouldBe(1);
        cluster.Faults.AllHappened.ShouldBeTrue();
        await cluster.ShouldBalanceAsync();
    }

    [Fact]
    public async Task AMonitor_GoesOnWatching_WhileTheTableCannotBeRead()
    {
        var roster = new RosterProbe();
        await using var cluster = await MarginCluster.StartAsync(s => s.Services = roster.Decorate);
        var symbol = await cluster.ListAsync(Listed.Cfd("CFD"), 200m);
        var id = await cluster.HolderAsync("fx-retail", 1000m, symbol, 100m, 200m);
        await cluster.SettleAsync();
        cluster.Silos.TryGetGrainContext(cluster.MonitorOf(id).GetGrainId(), out var before).ShouldBeTrue();
        var failed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        roster.BeforeRows = _ =>
        {
            failed.TrySetResult();
            throw new PlannedFaultException("Planned: the table cannot be read.");
        };
        await failed.Task.WaitAsync(TimeSpan.FromSeconds(60));
        await cluster.TickAsync(symbol, 194.5m);
        (await cluster.TypesAsync(id)).ShouldContain("call.opened");
        cluster.Silos.TryGetGrainContext(cluster.MonitorOf(id).GetGrainId(), out var after).ShouldBeTrue();
        after.ShouldBeSameAs(before);
        roster.BeforeRows = _ => Task.CompletedTask;
        await cluster.ShouldBalanceAsync();
    }

    [Fact]
    public async Task WithALiveClock_ACallExpiresWithoutAMark()
    {
        var time = new ShiftedTime(MarginCluster.Start);
        await using var cluster = await MarginCluster.StartAsync(s =>
        {
            s.Silos = 1;
            s.Time = time;
            s.Options = o => o.Clock = ClockSource.Live;
        });
        var symbol = await cluster.ListAsync(Listed.Cfd("CFD"), 200m);
        var id = await cluster.HolderAsync("fx-retail", 1000m, symbol, 100m, 200m);
        await cluster.TickAsync(symbol, 194.5m);
        (await cluster.StateAsync(id)).Call!.DueAt.ShouldBe(MarginCluster.Start + TimeSpan.FromHours(24));
        time.Advance(TimeSpan.FromHours(24) - TimeSpan.FromTicks(1));
        await cluster.MonitorOf(id).PingAsync();
        await cluster.SettleAsync();
        (await cluster.StateAsync(id)).Stage.ShouldBe(Stage.Call);
        time.Advance(TimeSpan.FromTicks(1));
        await cluster.Probe.UntilAsync(async () => (await cluster.TypesAsync(id)).Contains("call.expired"));
        (await cluster.EventsAsync(id)).ShouldContainOne("call.expired").Time
            .ShouldBe(MarginCluster.Start + TimeSpan.FromHours(24));
        await cluster.SettleAsync();
        await cluster.ShouldBalanceAsync();
    }

    [Fact]
    public async Task TheLoop_RunsOnTheGrainsScheduler()
    {
        await using var cluster = await MarginCluster.StartAsync();
        var symbol = await cluster.ListAsync(Listed.Cfd("CFD"), 200m);
        var id = await cluster.HolderAsync("fx-retail", 1000m, symbol, 100m, 200m);
        await cluster.SettleAsync();
        var callers = new List<GrainId?>();
        cluster.Probe.Before = c =>
        {
            lock (callers) if (c.MethodName == "AssessAsync") callers.Add(c.SourceId);
            return Task.CompletedTask;
        };
        await cluster.TickAsync(symbol, 192m);
        callers.ShouldNotBeEmpty();
        callers.ShouldAllBe(c => c == cluster.MonitorOf(id).GetGrainId());
    }

    [Fact]
    public async Task ACommandIsAnswered_ThoughMonitorAndOutboxAreHeldUp()
    {
        await using var cluster = await MarginCluster.StartAsync();
        var gate = new TaskCompletionSource();
        cluster.Probe.Before = c => c.MethodName is "NoticeAsync" or "PokeAsync" ? gate.Task : Task.CompletedTask;
        (await cluster.OpenAsync("A", "fx-retail")).IsAccepted.ShouldBeTrue();
        (await cluster.TransferAsync("A", "t-1", 5m)).IsAccepted.ShouldBeTrue();
        gate.SetResult();
        await cluster.SettleAsync();
        await cluster.ShouldBalanceAsync();
    }

    /// <summary>What a caller does while the cluster finds out that a silo is gone.</summary>
    private static async Task RetryAsync(Func<Task> action)
    {
        for (var left = 200; ; left--)
        {
            try
            {
                await action();
                return;
            }
            catch (Exception e) when (left > 0 && e is OrleansException or TimeoutException)
            {
                await Task.Yield();
            }
        }
    }
}
