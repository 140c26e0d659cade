using MarginGrains.Core.Marks;
using MarginGrains.Grains.Marks;
using MarginGrains.Grains.Tests.Cluster;

namespace MarginGrains.Grains.Tests.Marks;

/// <summary>A price path that is full slows its publishers, then refuses; nothing acknowledged is lost.</summary>
public sealed class BackpressureTests
{
    private const int Bound = 8;

    [Fact]
    public async Task WithAHeldMonitor_APostIsAnswered_AndWhatIsSentAgainCompletesTheLog_OnceAndInOrder()
    {
        const int many = 2_400;
        await using var cluster = await StartAsync();
        var symbol = await cluster.ListAsync(Listed.Cfd("FULL"), 200m);
        var id = await cluster.HolderAsync("fx-retail", 1000m, symbol, 100m, 200m);
        await cluster.SettleAsync();
        await using var seen = new BoardListener(cluster.Of<MarkBoard>(), symbol);
        var gate = new TaskCompletionSource();
        cluster.Probe.Before = c => c.MethodName == "AssessAsync" ? gate.Task : Task.CompletedTask;

        // The time stands still: without numbers nothing but the answer tells what was taken.
        var all = Enumerable.Range(1, many)
            .Select(n => new PricePost(new(symbol), cluster.Now) { Mark = new(n % 2 == 0 ? 200m + n / 10_000m : 194.5m) })
            .ToList();
        var first = await cluster.Instrument(symbol).PostAsync([.. all]);
        var taken = first.TakeWhile(r => r.Outcome == PostOutcome.Accepted).Count();
        taken.ShouldBeInRange(1, many - 1);
        first.Skip(taken).ShouldAllBe(r => r.IsBacklogged && r.Outcome == PostOutcome.Rejected && r.Sequence == 0);

        // Memory: a batch on the board, one in flight to each silo, and the bounds.
        taken.ShouldBeLessThan(2 * (1024 + 1) + 2 * Bound + 1);

        // What was not taken changed nothing: the newest mark is still the last that was acknowledged.
        (await cluster.Instrument(symbol).GetAsync()).LastMark!.Sequence.ShouldBe(first[taken - 1].Sequence);

        gate.SetResult();
        var sequences = first.Take(taken).Select(r => r.Sequence).ToList();
        while (sequences.Count < many)
        {
            var again = await cluster.Instrument(symbol).PostAsync([.. all.Skip(sequences.Count)]);
            sequences.AddRange(again.TakeWhile(r => !r.IsBacklogged).Select(r => r.Sequence));
        }

        await cluster.SettleAsync();
        seen.Marks.Select(m => m.Sequence).ShouldBe(sequences);
        seen.Marks.Select(m => m.Price).ShouldBe(all.Select(p => p.Mark!.Value));
        (await cluster.TypesAsync(id)).Count(t => t == "call.opened").ShouldBe(many / 2);
        await cluster.ShouldBalanceAsync();
    }

    [Fact]
    public async Task PostsThatWaitForTheirTurn_AreAnsweredToo()
    {
        await using var cluster = await StartAsync();
        var symbol = await cluster.ListAsync(Listed.Cfd("TURN"), 200m);
        await cluster.HolderAsync("fx-retail", 1000m, symbol, 100m, 200m);
        await cluster.SettleAsync();
        var gate = new TaskCompletionSource();
        cluster.Probe.Before = c => c.MethodName == "AssessAsync" ? gate.Task : Task.CompletedTask;
        var posts = Enumerable.Range(0, 400).Select(_ => cluster.Instrument(symbol).PostAsync([
            .. Enumerable.Range(1, 50).Select(n => Post(n % 2 == 0 ? 200m : 194.5m))])).ToList();
        var replies = await Task.WhenAll(posts);
        replies.ShouldContain(r => r[0].IsBacklogged);
        gate.SetResult();
        await cluster.SettleAsync();
        var accepted = replies.SelectMany(r => r).Where(r => r.Outcome == PostOutcome.Accepted).ToList();
        accepted.Select(a => a.Sequence).Distinct().Count().ShouldBe(accepted.Count);
        cluster.Of<MarkBoard>().Current.FindMark(new(symbol))!.Sequence.ShouldBe(accepted.Max(a => a.Sequence));

        PricePost Post(decimal price) => new(new(symbol), cluster.Now) { Mark = new(price) };
    }

    private static Task<MarginCluster> StartAsync() => MarginCluster.StartAsync(s => s.Options = o =>
    {
        o.MonitorBacklog = o.FeedBacklog = Bound;
        o.PostPatience = TimeSpan.FromMilliseconds(100);
    });
}
