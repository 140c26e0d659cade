using System.Collections.Immutable;
using MarginGrains.Core.Marks;
using MarginGrains.Grains.Marks;
using MarginGrains.Grains.Tests.Cluster;

namespace MarginGrains.Grains.Tests.Marks;

public sealed class MembershipTests
{
    [Fact]
    public async Task ASiloThatJoinsLate_GetsEverything_AndOneThatLeavesHoldsNothingUp()
    {
        await using var cluster = await MarginCluster.StartAsync();
        var symbols = new List<string>();
        for (var i = 0; i < 5; i++) symbols.Add(await cluster.ListAsync(Listed.Cfd(cluster.NewName("CFD")), 100m + i));

        var third = await cluster.Silos.StartAdditionalSiloAsync();
        await Task.WhenAll(Enumerable.Range(0, 3).Select(n => cluster.KnowsAsync(n, silos: 3)));
        await cluster.SettleAsync();
        foreach (var symbol in symbols) SameEverywhere(cluster, symbol, silos: 3);

        foreach (var symbol in symbols) await cluster.PostAsync(symbol, 110m);
        await cluster.SettleAsync();
        foreach (var symbol in symbols) SameEverywhere(cluster, symbol, silos: 3);

        // Marks are being posted while it goes; an instrument that lived there is found again by its next caller.
        var leaving = cluster.Silos.KillSiloAsync(third);
        foreach (var symbol in symbols)
        {
            for (var n = 1; n <= 50; n++) await PostUntilAcceptedAsync(cluster, symbol, 110m + n / 100m);
        }

        await leaving;
        await Task.WhenAll(Enumerable.Range(0, 2).Select(n => cluster.KnowsAsync(n, silos: 2)));
        await cluster.SettleAsync();
        foreach (var symbol in symbols)
        {
            SameEverywhere(cluster, symbol, silos: 2);
            cluster.Of<MarkBoard>().Current.FindMark(new(symbol))!.Price.Value.ShouldBe(110.5m);
        }
    }

    [Fact]
    public async Task ASlowMonitor_SlowsThePublisher_AndNoMoreWaitsThanTheBoundsAllow()
    {
        const int bound = 8, many = 1_500;
        await using var cluster = await MarginCluster.StartAsync(s => s.Options = o =>
        {
            o.MonitorBacklog = o.FeedBacklog = bound;
            o.PostPatience = TimeSpan.FromMinutes(1);
        });
        var symbol = await cluster.ListAsync(Listed.Cfd("SLOW"), 200m);
        var id = await cluster.HolderAsync("fx-retail", 1000m, symbol, 100m, 200m);
        await cluster.SettleAsync();
        var gate = new TaskCompletionSource();
        cluster.Probe.Before = c => c.MethodName == "AssessAsync" ? gate.Task : Task.CompletedTask;
        var taken = cluster.Of<Hosting.Settlement>().AcceptedMarks;

        // Each of them calls the account or lifts its call.
        var time = cluster.Now;
        var posting = cluster.Instrument(symbol).PostAsync([
            .. Enumerable.Range(1, many).Select(n => new PricePost(new(symbol), time) { Mark = new(n % 2 == 0 ? 200m : 194.5m) })]);
        await cluster.Probe.UntilAsync(() => cluster.Probe.Begun(id, "AssessAsync") > 0);

        // At most a full batch beyond the bounds: the rest cannot have left the instrument.
        posting.IsCompleted.ShouldBeFalse();
        (cluster.Of<Hosting.Settlement>().AcceptedMarks - taken).ShouldBeLessThan(bound + 1024 + 1);

        gate.SetResult();
        (await posting).ShouldAllBe(r => r.Outcome == PostOutcome.Accepted);
        await cluster.SettleAsync();
        for (var silo = 0; silo < 2; silo++)
        {
            cluster.Of<Hosting.Settlement>(silo).AcceptedMarks.ShouldBeGreaterThanOrEqualTo(many);
        }
        cluster.Probe.Ended(id, "AssessAsync").ShouldBeGreaterThanOrEqualTo(many);
        await cluster.ShouldBalanceAsync();
    }

    private static void SameEverywhere(MarginCluster cluster, string symbol, int silos)
    {
        var first = cluster.Of<MarkBoard>().Current;
        for (var silo = 1; silo < silos; silo++)
        {
            var other = cluster.Of<MarkBoard>(silo).Current;
            other.FindMark(new(symbol)).ShouldBe(first.FindMark(new(symbol)));
            other.FindInstrument(new(symbol))!.Version.ShouldBe(first.FindInstrument(new(symbol))!.Version);
        }
    }

    private static async Task PostUntilAcceptedAsync(MarginCluster cluster, string symbol, decimal price)
    {
        var deadline = DateTime.UtcNow.AddSeconds(60);
        while (true)
        {
            try
            {
                ImmutableArray<PricePost> posts = [new PricePost(new(symbol), cluster.Now) { Mark = new(price) }];
                (await cluster.Instrument(symbol).PostAsync(posts))[0].Outcome.ShouldBe(PostOutcome.Accepted);
                return;
            }
            catch (Exception e) when (e is OrleansException or TimeoutException && DateTime.UtcNow < deadline)
            {
                // Whoever posts prices tries again while the cluster finds out who is gone.
                await Task.Yield();
            }
        }
    }
}
