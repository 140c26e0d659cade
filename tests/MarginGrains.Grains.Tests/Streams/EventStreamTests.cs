using System.Collections.Concurrent;
using MarginGrains.Contracts.Journal;
using MarginGrains.Contracts.Streams;
using MarginGrains.Grains.Ports;
using MarginGrains.Grains.Tests.Cluster;
using Orleans.Streams;

namespace MarginGrains.Grains.Tests.Streams;

public sealed class EventStreamTests
{
    [Fact]
    public async Task Events_LeaveAfterTheirCommit_InOrder_EachOnce_AndNothingElse()
    {
        await using var cluster = await MarginCluster.StartAsync();
        var messages = new ConcurrentQueue<PartitionEvents>();
        using var news = new SemaphoreSlim(0);
        var provider = cluster.Client.GetStreamProvider(EventStreams.Provider);
        for (var p = 0; p < MarginCluster.Partitions; p++)
        {
            await provider.GetStream<PartitionEvents>(EventStreams.Of(p)).SubscribeAsync((message, _) =>
            {
                messages.Enqueue(message);
                news.Release();
                return Task.CompletedTask;
            });
        }

        // A failing write must not show.
        var symbol = await cluster.ListAsync(Listed.Cfd("CFD"), 200m);
        var held = await Task.WhenAll(Enumerable.Range(0, 12).Select(n =>
            cluster.HolderAsync("fx-retail", 1000m, symbol, 100m, 200m)));
        cluster.Faults.Plan(held[0], Fault.BeforeCommit);
        await Should.ThrowAsync<PlannedFaultException>(() => cluster.TransferAsync(held[0], "never", 1m));
        await cluster.TickAsync(symbol, 193m);

        var stored = await Books.AllAsync(cluster.Journal);
        stored.Count.ShouldBeGreaterThan(60);
        while (messages.Sum(m => m.Events.Length) < stored.Count)
        {
            (await news.WaitAsync(TimeSpan.FromSeconds(60))).ShouldBeTrue();
        }

        foreach (var partition in messages.GroupBy(m => m.Partition))
        {
            var last = partition.First().PreviousPosition;
            foreach (var message in partition)
            {
                message.PreviousPosition.ShouldBe(last);
                last = message.Position;
                if (message.Events.IsEmpty) continue;
                message.Events[^1].Position.ShouldBe(message.Position);
            }

            partition.SelectMany(m => m.Events).Select(e => e.Position)
                .ShouldBe(stored.Where(e => e.Partition == partition.Key).Select(e => e.Position));
        }

        var known = stored.ToDictionary(e => e.Position);
        foreach (var e in messages.SelectMany(m => m.Events)) Same(e, known[e.Position]);
        await cluster.ShouldBalanceAsync();
    }

    [Fact]
    public async Task TheJournalGrain_ReadsWhatIsStored_InPages()
    {
        await using var cluster = await MarginCluster.StartAsync();
        for (var n = 0; n < 10; n++) await cluster.OpenAsync($"A-{n}", "fx-retail");
        await cluster.TransferAsync("A-3", "t-1", 5m);
        var journal = cluster.Client.GetGrain<IJournalGrain>(0);
        var stored = await Books.AllAsync(cluster.Journal);
        var read = new List<JournalEvent>();
        while (await journal.ReadAllAsync(read.LastOrDefault()?.Position ?? 0, 4) is { IsEmpty: false } page)
        {
            read.AddRange(page);
        }
        read.Count.ShouldBe(11);
        for (var i = 0; i < read.Count; i++) Same(read[i], stored[i]);
        (await journal.LastPositionAsync()).ShouldBe(stored[^1].Position);
        (await journal.ReadAccountAsync("A-3", 1, 10)).ShouldHaveSingleItem().Type.ShouldBe("transfer.booked");
        (await journal.ReadAccountAsync("a-3", 0, 10)).ShouldBeEmpty();
        await cluster.ShouldBalanceAsync();
    }

    private static void Same(JournalEvent e, JournalEntry entry)
    {
        (e.Position, e.AccountId, e.Sequence, e.Type, e.Time, e.Body)
            .ShouldBe((entry.Position, entry.AccountId, entry.Sequence, entry.Type, entry.Time, entry.Body));
    }
}
