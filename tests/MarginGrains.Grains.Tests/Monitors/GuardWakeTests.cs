using System.Collections.Concurrent;
using MarginGrains.Core.Accounts;
using MarginGrains.Core.Guards;
using MarginGrains.Core.Marks;
using MarginGrains.Grains.Hosting;
using MarginGrains.Grains.Monitors;
using MarginGrains.Grains.Telemetry;
using MarginGrains.Grains.Tests.Cluster;
using Microsoft.Extensions.Logging.Abstractions;

namespace MarginGrains.Grains.Tests.Monitors;

/// <summary>Whom a mark wakes, in which order, and what becomes of those that nobody hears of.</summary>
public sealed class GuardWakeTests
{
    [Fact]
    public async Task AnAccountThatWasDeactivated_IsActivatedByTheMarkThatCrossesItsGuard_AndNoOther()
    {
        await using var cluster = await MarginCluster.StartAsync();
        var symbol = await cluster.ListAsync(Listed.Cfd("CFD"), 200m);
        var near = await cluster.HolderAsync("fx-retail", 1000m, symbol, 100m, 200m);
        var far = new List<string>();
        for (var n = 0; n < 10; n++) far.Add(await cluster.HolderAsync("fx-retail", 3000m, symbol, 100m, 200m));
        await cluster.SettleAsync();
        foreach (var id in far.Append(near)) await cluster.Silos.DeactivateAsync(cluster.Account(id));

        await cluster.TickAsync(symbol, 199m);
        cluster.SiloOf(cluster.Account(near)).ShouldBeNull("nothing was crossed");
        await cluster.TickAsync(symbol, 194.5m);
        foreach (var id in far) cluster.SiloOf(cluster.Account(id)).ShouldBeNull(id);
        cluster.SiloOf(cluster.Account(near)).ShouldNotBeNull();
        (await cluster.TypesAsync(near)).ShouldContain("call.opened");
        await cluster.ShouldBalanceAsync();
    }

    [Fact]
    public async Task WhenMoreCrossThanMayBeInFlight_TheMostEndangeredAreWokenFirst()
    {
        await using var cluster = await MarginCluster.StartAsync(s => s.Options = o => (o.Partitions, o.WakesInFlight) = (1, 3));
        var symbol = await cluster.ListAsync(Listed.Cfd("CFD"), 200m);
        var held = new List<string>();
        foreach (var deposit in new[] { 1000m, 960m, 990m, 950m, 980m, 970m, 1010m, 965m, 985m })
        {
            held.Add(await cluster.HolderAsync("fx-retail", deposit, symbol, 100m, 200m));
        }

        await cluster.SettleAsync();
        var order = new ConcurrentQueue<string>();
        cluster.Probe.Before = c =>
        {
            if (c.MethodName == "AssessAsync") order.Enqueue(CallProbe.Key(c.TargetId));
            return Task.CompletedTask;
        };
        await cluster.TickAsync(symbol, 194.5m);
        string[] byDanger = [held[3], held[1], held[7], held[5], held[4], held[8], held[2], held[0], held[6]];
        for (var chunk = 0; chunk < 3; chunk++)
        {
            order.Skip(chunk * 3).Take(3).Order().ShouldBe(byDanger.Skip(chunk * 3).Take(3).Order());
        }

        await cluster.ShouldBalanceAsync();
    }

    [Fact]
    public async Task ASenderLostBetweenItsCommitAndItsNotice_IsMadeGoodByTheNextReadOfTheTable()
    {
        await using var cluster = await MarginCluster.StartAsync();
        var symbol = await cluster.ListAsync(Listed.Cfd("CFD"), 200m);
        var id = await cluster.HolderAsync("fx-retail", 5000m, symbol, 100m, 200m);
        await cluster.SettleAsync();

        // What is armed covers the deposit; the withdrawal that narrows it is stored, and nobody is told.
        cluster.Probe.Drops = c => c.MethodName == "NoticeAsync";
        (await cluster.TransferAsync(id, "out", 4000m, TransferKind.Withdrawal)).IsAccepted.ShouldBeTrue();
        cluster.Probe.Ended(cluster.MonitorOf(id).GetGrainId().Key.ToString()!, "NoticeAsync").ShouldBeGreaterThan(0);
        await cluster.PostAsync(symbol, 194.5m);
        await cluster.Probe.UntilAsync(async () => (await cluster.TypesAsync(id)).Contains("call.opened"));
        await cluster.SettleAsync();
        var called = (await cluster.EventsAsync(id)).ShouldContainOne("call.opened");
        ((AccountEvent.CallOpened)Books.Event(called.Body)).Basis!.Marks.ShouldHaveSingleItem().Price.Value.ShouldBe(194.5m);
        (await cluster.MonitorOf(id).CountAsync()).Disagreements.ShouldBe(0);
        await cluster.ShouldBalanceAsync();
    }

    [Fact]
    public async Task ANoticeThatComesWhileTheMonitorIsHeldAtADip_IsJudgedThere_ThoughTheRecoveryIsWaiting()
    {
        await using var cluster = await MarginCluster.StartAsync(s =>
        {
            (s.Silos, s.Time) = (1, new ShiftedTime(MarginCluster.Start));
            s.Options = o => (o.Partitions, o.Clock) = (1, ClockSource.Live);
        });
        var symbol = await cluster.ListAsync(Listed.Cfd("CFD"), 200m);
        var id = await cluster.HolderAsync("fx-retail", 5000m, symbol, 100m, 200m);
        var blocker = await cluster.HolderAsync("fx-retail", 6.5m, symbol, 1m, 200m);
        await cluster.SettleAsync();
        var (atDip, told) = (new TaskCompletionSource(), new TaskCompletionSource());
        cluster.Probe.Before = c => c.MethodName switch
        {
            "AssessAsync" when CallProbe.Key(c.TargetId) == blocker => atDip.Task,
            "NoticeAsync" => told.Task,
            _ => Task.CompletedTask,
        };
        var monitor = CallProbe.Key(cluster.MonitorOf(id).GetGrainId());
        var notices = cluster.Probe.Ended(monitor, "NoticeAsync");
        (await cluster.TransferAsync(id, "out", 4000m, TransferKind.Withdrawal)).IsAccepted.ShouldBeTrue();
        var wakes = cluster.Probe.Begun(blocker, "AssessAsync");
        await cluster.PostAsync(symbol, 194.5m);
        await cluster.Probe.UntilAsync(() => cluster.Probe.Begun(blocker, "AssessAsync") > wakes);
        await cluster.PostAsync(symbol, 200m);
        using (var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60)))
        {
            await cluster.Of<MarginGrains.Grains.Marks.MarkFeed>().FlushAsync(patience.Token);
        }

        told.SetResult();
        await cluster.Probe.UntilAsync(() => cluster.Probe.Ended(monitor, "NoticeAsync") > notices);
        atDip.SetResult();
        await cluster.SettleAsync();
        var types = await cluster.TypesAsync(id);
        types.ShouldContain("call.opened");
        types.ShouldContain("call.met");
        await cluster.ShouldBalanceAsync();
    }

    [Fact]
    public void TheSweep_CountsWhomAGuardMissed_AndWakesIt()
    {
        var table = new GuardTable(_ => null!);
        using var metrics = new GrainsMetrics();
        var sweep = new GuardSweep(table, metrics, NullLogger.Instance);
        AccountEvent opened = new AccountEvent.Opened(new("A"), new("fx-retail"), new("USD"));
        var account = AccountFold.Evolve(null, [opened with { Sequence = 1, Time = MarginCluster.Start }])!;
        var (known, tooWide) = (table.Take(new("A", 1, 0, account), 0)!, new GuardBand(new("S"), PriceSide.Mark, null, null));
        table.Arm(known, new(1, [tooWide], null));

        sweep.Go(_ => false);
        (sweep.Swept, sweep.Disagreements, table.AnyDirty).ShouldBe((1, 0, false));
        sweep.Go(_ => true);
        (sweep.Swept, sweep.Disagreements, table.IsDirty(known)).ShouldBe((2, 1, true));

        // Whoever is to be woken anyway, or is asked at every mark, has no guard that could be wrong.
        sweep.Go(_ => true);
        table.TakeDirty([]);
        table.Arm(known, new(1, [GuardBand.Always(new("S"))], null));
        sweep.Go(_ => true);
        (sweep.Swept, sweep.Disagreements).ShouldBe((2, 1));
    }
}
