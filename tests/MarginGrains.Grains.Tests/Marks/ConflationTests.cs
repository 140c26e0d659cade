using System.Collections.Immutable;
using System.Text.Json;
using MarginGrains.Contracts.Marks;
using MarginGrains.Core.Accounts;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Marks;
using MarginGrains.Grains.Hosting;
using MarginGrains.Grains.Marks;
using MarginGrains.Grains.Tests.Cluster;

namespace MarginGrains.Grains.Tests.Marks;

/// <summary>While a destination is behind, the newest mark of a conflated instrument stands for those that wait.</summary>
public sealed class ConflationTests
{
    [Fact]
    public void TheNewestMarkWins_TheOrderStays_AndTheOthersAreUntouched()
    {
        var queue = new MarkQueue(backlog: 100);
        queue.Conflate(Item("A", 1, 10m)).ShouldBe(false);
        queue.Add(Item("B", 1, 1m));
        queue.Conflate(Item("A", 2, 7m)).ShouldBe(true);
        queue.Add(Item("B", 2, 1m));
        queue.Conflate(Item("A", 3, 12m)).ShouldBe(true);
        queue.Conflate(Item("A", 4, 11m)).ShouldBe(true);
        Taken(queue, 100).ShouldBe(["B1", "B2", "A4"]);
        var counted = queue.FindConflated(new("A"))!;
        counted.Count.ShouldBe(3);
        (counted.Low.Value, counted.High.Value).ShouldBe((7m, 12m));
        queue.FindConflated(new("B")).ShouldBeNull();
    }

    [Fact]
    public async Task TermsAndFlushes_KeepWhatStandsBeforeThem()
    {
        var queue = new MarkQueue(backlog: 100);
        queue.Conflate(Item("A", 1, 10m));
        (await queue.WriteAsync(new(new(null, Listed.Cfd("A"), null), new()))).ShouldBeTrue();
        queue.Conflate(Item("A", 2, 11m)).ShouldBe(false);
        queue.Conflate(Item("A", 3, 12m)).ShouldBe(true);
        Taken(queue, 100).ShouldBe(["A1", "terms", "A3"]);
    }

    [Fact]
    public void InAQueueThatIsNeverEmpty_AMarkIsSentAllTheSame_AndTwoOfEachInstrumentAreAllThatWait()
    {
        var queue = new MarkQueue(backlog: 1_000);
        for (var n = 1; n <= 50; n++) queue.Add(Item("B", n, 1m));
        var sent = new List<string>();
        for (var n = 1; n <= 200; n++)
        {
            queue.Conflate(Item("A", n, 1m));
            queue.Add(Item("B", 50 + n, 1m));
            sent.AddRange(Taken(queue, 1));
            queue.Count.ShouldBeLessThanOrEqualTo(50 + n - sent.Count(s => s[0] == 'B') + 2);
        }

        sent.Count(s => s[0] == 'A').ShouldBeGreaterThan(1);
        sent.Where(s => s[0] == 'B').ShouldBe(Enumerable.Range(1, sent.Count(s => s[0] == 'B')).Select(n => $"B{n}"));
    }

    [Fact]
    public async Task TheLog_IsThatOfEvaluatingEveryone_OnEveryBoardThatTheMonitorSaw()
    {
        const int many = 6_000;
        await using var cluster = await MarginCluster.StartAsync(s =>
        {
            s.Silos = 1;
            s.Options = o => o.MonitorBacklog = 8;
        });
        var conflated = Listed.Cfd("CONF") with { Delivery = MarkDelivery.Conflate };
        var symbol = await cluster.ListAsync(conflated, 200m);
        var lossless = await cluster.ListAsync(Listed.Cfd("FULL"), 200m);
        var ids = new List<string>();
        for (var i = 0; i < 6; i++)
        {
            var held = i < 4 ? symbol : lossless;
            ids.Add(await cluster.HolderAsync("fx-retail", 1000m + 20m * i, held, 100m, 200m));
        }

        await cluster.SettleAsync();
        var before = new Dictionary<string, Account>();
        foreach (var id in ids) before[id] = await cluster.StateAsync(id);
        await using var seen = new BoardListener(cluster.Of<MarkBoard>());
        var gate = new TaskCompletionSource();
        cluster.Probe.Before = c => c.MethodName == "AssessAsync" ? gate.Task : Task.CompletedTask;

        // The first crossing holds the monitor; what comes meanwhile is conflated, and never refused.
        await cluster.PostAsync(symbol, 194.5m);
        await cluster.Probe.UntilAsync(() => ids.Any(id => cluster.Probe.Begun(id, "AssessAsync") > 0));
        var time = cluster.Now;
        for (var i = 0; i < many; i += 100)
        {
            (await cluster.Instrument(symbol).PostAsync([.. Enumerable.Range(i + 1, 100)
                .Select(n => Post(symbol, n % 3 == 0 ? 194m + n % 80 / 100m : 199m))]))
                .ShouldAllBe(r => r.Outcome == PostOutcome.Accepted);
            (await cluster.Instrument(lossless).PostAsync([Post(lossless, i % 200 == 0 ? 194.3m : 199m)]))
                .ShouldAllBe(r => r.Outcome == PostOutcome.Accepted);
        }

        var passedOver = (await cluster.Instrument(symbol).GetAsync()).Conflated!;
        gate.SetResult();
        await cluster.SettleAsync();

        var marks = seen.Marks.ToList();
        marks.Count(m => m.Symbol.Value == lossless).ShouldBe(many / 100);
        passedOver.Count.ShouldBe(many + 1 - marks.Count(m => m.Symbol.Value == symbol));
        passedOver.Count.ShouldBeGreaterThan(many / 2);
        (passedOver.Low.Value, passedOver.High.Value).ShouldBe((194m, 199m));
        foreach (var group in marks.GroupBy(m => m.Symbol)) group.Select(m => m.Sequence).ShouldBeInOrder();
        cluster.Of<MarkBoard>().Current.FindMark(new(symbol))!.Price.Value.ShouldBe(194m);

        foreach (var id in ids)
        {
            var naive = Naive(before[id], seen.Changes);
            (await cluster.EventsAsync(id)).Skip((int)before[id].Sequence).Select(e => e.Body).ShouldBe(naive, id);
        }

        (await cluster.TypesAsync(ids[0])).Count(t => t == "call.opened").ShouldBeGreaterThan(1);
        await cluster.ShouldBalanceAsync();

        PricePost Post(string of, decimal price) =>
            new(new(of), time += TimeSpan.FromMilliseconds(1)) { Mark = new(price) };
    }

    /// Everyone is judged on every board, without guards.
    private static List<string> Naive(Account account, IEnumerable<BoardChange> boards)
    {
        var bodies = new List<string>();
        foreach (var (item, market) in boards)
        {
            var decided = AccountDecider.Decide(account, new AccountCommand.Assess(), market, item.Mark!.Time).Events;
            if (decided.Count == 0) continue;
            account = AccountFold.Evolve(account, decided)!;
            bodies.AddRange(decided.Select(e => JsonSerializer.Serialize(e, GrainsJson.Event)));
        }

        return bodies;
    }

    private static FeedItem Item(string symbol, long sequence, decimal price) =>
        new(new Mark(new(symbol), new(price), MarginCluster.Start, 1, sequence, MarkKind.Given), null, null);

    private static List<string> Taken(MarkQueue queue, int most)
    {
        var items = ImmutableArray.CreateBuilder<FeedItem>();
        queue.Take(most, items, []);
        return [.. items.Select(i => i.Mark is { } mark ? $"{mark.Symbol.Value}{mark.Sequence}" : "terms")];
    }
}
