using MarginGrains.Contracts.Marks;
using MarginGrains.Core.Marks;
using MarginGrains.Grains.Marks;
using MarginGrains.Grains.Tests.Cluster;
using Microsoft.Extensions.Logging.Abstractions;

namespace MarginGrains.Grains.Tests.Marks;

public sealed class MarkPumpTests
{
    private readonly List<long> received = [];
    private readonly List<int> batches = [];
    private readonly TaskCompletionSource gate = new();
    private readonly TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int inFlight;
    private int mostInFlight;
    private int failures;

    [Fact]
    public async Task OneBatchIsInFlight_AndWhatArrivesMeanwhileGoesWithTheNext_InOrder()
    {
        gate.SetResult();
        await using var pump = Started(backlog: 64);
        for (var n = 1; n <= 5_000; n++) await pump.WriteAsync(Item(n));
        (await pump.WriteThroughAsync(default)).ShouldBeTrue();
        received.ShouldBe(Enumerable.Range(1, 5_000).Select(n => (long)n));
        mostInFlight.ShouldBe(1);
        batches.Max().ShouldBeLessThanOrEqualTo(1024);
    }

    [Fact]
    public async Task AFullQueue_HoldsThePublisher_UntilTheSiloTakesABatch()
    {
        await using var pump = Started(backlog: 4);

        // The first is in flight and held there, so that exactly four more have room.
        (await pump.WriteAsync(Item(1))).ShouldBeTrue();
        await begun.Task;
        var writes = Enumerable.Range(2, 8).Select(n => pump.WriteAsync(Item(n)).AsTask()).ToList();
        await Task.WhenAll(writes.Take(4));
        writes.Skip(4).ShouldAllBe(w => !w.IsCompleted);
        var last = pump.WriteThroughAsync(default);
        last.IsCompleted.ShouldBeFalse();
        gate.SetResult();
        (await Task.WhenAll(writes)).ShouldAllBe(sent => sent);
        (await last).ShouldBeTrue();
        received.ShouldBe([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    }

    [Fact]
    public async Task ABatchThatFails_IsSentAgain_BeforeTheNext()
    {
        gate.SetResult();
        failures = 2;
        await using var pump = Started(backlog: 64);
        for (var n = 1; n <= 10; n++) await pump.WriteAsync(Item(n));
        (await pump.WriteThroughAsync(default)).ShouldBeTrue();
        received.ShouldBe([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
        failures.ShouldBe(0);
    }

    [Fact]
    public async Task ASiloThatLeaves_LetsEveryWriterGo()
    {
        var pump = Started(backlog: 2);
        var writes = Enumerable.Range(1, 10).Select(n => pump.WriteAsync(Item(n)).AsTask()).ToList();
        var through = pump.WriteThroughAsync(Item(11));
        await pump.DisposeAsync();
        (await Task.WhenAll(writes)).ShouldContain(false);
        (await through).ShouldBeFalse();
        (await pump.WriteAsync(Item(12))).ShouldBeFalse();
        (await pump.WriteThroughAsync(Item(13))).ShouldBeFalse();
    }

    [Fact]
    public async Task TheSnapshot_GoesFirst()
    {
        gate.SetResult();
        await using var pump = new MarkPump(
            DeliverAsync, _ => Task.FromResult(new MarkBatch([Item(100), Item(101)])), 8, NullLogger.Instance);
        await pump.WriteAsync(Item(102));
        received.ShouldBeEmpty();
        pump.Start();
        await pump.WriteThroughAsync(default);
        received.ShouldBe([100, 101, 102]);
    }

    private static FeedItem Item(long sequence) =>
        new(new Mark(new("A"), new(1m), MarginCluster.Start, 1, sequence, MarkKind.Given), null, null);

    private MarkPump Started(int backlog)
    {
        var pump = new MarkPump(DeliverAsync, _ => Task.FromResult(new MarkBatch([])), backlog, NullLogger.Instance);
        pump.Start();
        return pump;
    }

    private async Task DeliverAsync(MarkBatch batch)
    {
        mostInFlight = Math.Max(mostInFlight, Interlocked.Increment(ref inFlight));
        begun.TrySetResult();
        await gate.Task;
        await Task.Yield();
        Interlocked.Decrement(ref inFlight);
        if (failures > 0)
        {
            failures--;
            throw new TimeoutException("The silo did not answer.");
        }

        batches.Add(batch.Items.Length);
        received.AddRange(batch.Items.Select(i => i.Mark!.Sequence));
    }
}
