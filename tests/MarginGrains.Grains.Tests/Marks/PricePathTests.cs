using System.Collections.Concurrent;
using MarginGrains.Core.Marks;
using MarginGrains.Grains.Marks;
using MarginGrains.Grains.Tests.Accounts;
using MarginGrains.Grains.Tests.Cluster;

namespace MarginGrains.Grains.Tests.Marks;

public sealed class PricePathTests(ClusterOfTwo fixture) : IClassFixture<ClusterOfTwo>
{
    private readonly MarginCluster cluster = fixture.Cluster;

    [Fact]
    public async Task Marks_OfManyPosters_ReachBothSilos_InOrder_NoneLost()
    {
        const int posters = 6, posts = 40, prices = 5;
        var symbols = new List<string>();
        for (var i = 0; i < 5; i++) symbols.Add(await cluster.ListAsync(Listed.Cfd(cluster.NewName("CFD")), 100m));
        await cluster.SettleAsync();
        await using var one = new Listener(cluster.Of<MarkBoard>(0));
        await using var two = new Listener(cluster.Of<MarkBoard>(1));

        var given = new ConcurrentBag<(string Symbol, long Sequence)>();
        await Task.WhenAll(symbols.SelectMany(symbol => Enumerable.Range(0, posters).Select(async poster =>
        {
            for (var i = 0; i < posts; i++)
            {
                var replies = await cluster.Instrument(symbol).PostAsync([
                    .. Enumerable.Range(1, prices).Select(n => new PricePost(new(symbol), cluster.Now)
                    {
                        Mark = new(100m + poster + n / 10m),
                    })]);
                replies.ShouldAllBe(r => r.Outcome == PostOutcome.Accepted);
                foreach (var reply in replies) given.Add((symbol, reply.Sequence));
            }
        })));
        await cluster.SettleAsync();

        given.Count.ShouldBe(5 * posters * posts * prices);
        foreach (var symbol in symbols)
        {
            var sequences = given.Where(g => g.Symbol == symbol).Select(g => g.Sequence).Order().ToList();
            sequences.Distinct().Count().ShouldBe(posters * posts * prices);
            one.Of(symbol).ShouldBe(sequences);
            two.Of(symbol).ShouldBe(sequences);
        }
    }

    [Fact]
    public async Task ADefinition_IsOnEverySilo_WhenDefineReturns()
    {
        for (var i = 0; i < 10; i++)
        {
            var cfd = Listed.Cfd(cluster.NewName("CFD"));
            (await cluster.Instrument(cfd.Symbol.Value).DefineAsync(cfd)).IsNew.ShouldBeTrue();
            (await cluster.Instrument(cfd.Symbol.Value).DefineAsync(cfd with { TickSize = new(0.5m) }))
                .IsNew.ShouldBeFalse();
            for (var silo = 0; silo < 2; silo++)
            {
                var known = cluster.Of<MarkBoard>(silo).Current.FindInstrument(cfd.Symbol)!;
                known.Version.ShouldBe(2);
                known.TickSize.Value.ShouldBe(0.5m);
            }
        }
    }

    [Fact]
    public async Task AnInstrumentThatMoves_GoesOnWithItsNumbers_UnderAnEpochOfItsOwn()
    {
        var symbol = await cluster.ListAsync(Listed.Cfd(cluster.NewName("CFD")), 100m);
        await cluster.PostAsync(symbol, 101m);
        var before = (await cluster.Instrument(symbol).GetAsync()).LastMark!;
        await cluster.Silos.DeactivateAsync(cluster.Instrument(symbol));
        (await cluster.Instrument(symbol).GetAsync()).LastMark.ShouldBe(before);
        await cluster.TickAsync(symbol, 102m);
        for (var silo = 0; silo < 2; silo++)
        {
            var mark = cluster.Of<MarkBoard>(silo).Current.FindMark(new(symbol))!;
            mark.Price.Value.ShouldBe(102m);
            mark.Epoch.ShouldBe(before.Epoch + 1);
            mark.Sequence.ShouldBeGreaterThan(before.Sequence);
        }
    }

    [Fact]
    public async Task AMarkPostedToAnInstrumentOnEitherSilo_IsJudgedWhenEitherSiloHasSettled()
    {
        // Settling on one silo must wait for what another silo's instruments published.
        for (var i = 0; i < 20; i++)
        {
            var symbol = await cluster.ListAsync(Listed.Cfd(cluster.NewName("CFD")), 100m + i);
            await cluster.Of<Hosting.Settlement>(i % 2).SettleAsync();
            for (var silo = 0; silo < 2; silo++)
            {
                cluster.Of<MarkBoard>(silo).Current.FindMark(new(symbol))!.Price.Value.ShouldBe(100m + i);
            }
        }
    }

    /// <summary>A monitor of the board that only notes down what it is told.</summary>
    private sealed class Listener : IAsyncDisposable
    {
        private readonly ConcurrentQueue<Mark> marks = new();
        private readonly MonitorInbox inbox = new(10_000);
        private readonly MarkBoard board;
        private readonly Task reading;

        public Listener(MarkBoard board)
        {
            this.board = board;
            board.Subscribe(inbox);
            inbox.Done(0, isUnfinished: false);
            reading = ReadAsync();
        }

        public IEnumerable<long> Of(string symbol) =>
            marks.Where(m => m.Symbol.Value == symbol).Select(m => m.Sequence);

        public async ValueTask DisposeAsync()
        {
            board.Unsubscribe(inbox);
            inbox.Close();
            await reading;
        }

        private async Task ReadAsync()
        {
            await foreach (var items in inbox.ReadAsync())
            {
                foreach (var change in items!) marks.Enqueue(change.Item.Mark!);
                inbox.Done(items.Count, isUnfinished: false);
            }
        }
    }
}
