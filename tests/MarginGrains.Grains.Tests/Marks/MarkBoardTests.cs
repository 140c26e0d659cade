using MarginGrains.Contracts.Marks;
using MarginGrains.Core.Marks;
using MarginGrains.Grains.Hosting;
using MarginGrains.Grains.Marks;
using MarginGrains.Grains.Tests.Cluster;
using Microsoft.Extensions.Options;

namespace MarginGrains.Grains.Tests.Marks;

public sealed class MarkBoardTests
{
    private readonly MarkBoard board = new(new MarketClock(
        Options.Create(new MarginGrainsOptions { Clock = ClockSource.Marks }), TimeProvider.System));

    [Theory]
    [InlineData(2, 11, true)]
    [InlineData(3, 11, true)]
    [InlineData(2, 10, false)]
    [InlineData(2, 9, false)]
    [InlineData(1, 11, false)]
    [InlineData(1, 1_000_000, false)]
    public void AMark_OfAnOlderEpochOrSequence_IsRefused(long epoch, long sequence, bool taken)
    {
        board.Apply(Batch(Mark(100m, epoch: 2, sequence: 10)));
        board.Apply(Batch(Mark(101m, epoch, sequence)));
        board.Current.FindMark(new("A"))!.Price.Value.ShouldBe(taken ? 101m : 100m);
        board.AcceptedMarks.ShouldBe(taken ? 2 : 1);
    }

    [Fact]
    public void ADefinition_IsReplacedByANewerVersionOnly()
    {
        var cfd = Listed.Cfd("A");
        board.Apply(new([new(null, cfd with { Version = 2 }, null)]));
        board.Apply(new([new(null, cfd with { Version = 1, TickSize = new(5m) }, null)]));
        board.Current.FindInstrument(new("A"))!.Version.ShouldBe(2);
    }

    [Fact]
    public async Task AMonitor_GetsWhatIsNew_InItsOrder_AndNothingTwice()
    {
        var inbox = new MonitorInbox(100);
        board.Subscribe(inbox);
        board.Apply(Batch(Mark(100m, 1, 1), Mark(101m, 1, 2)));
        board.Apply(Batch(Mark(101m, 1, 2), Mark(102m, 1, 3)));
        board.Unsubscribe(inbox);
        board.Apply(Batch(Mark(103m, 1, 4)));
        var read = inbox.ReadAsync().GetAsyncEnumerator();
        await read.MoveNextAsync();
        read.Current!.Select(c => c.Item.Mark!.Sequence).ShouldBe([1, 2]);
        await read.MoveNextAsync();
        read.Current!.Select(c => c.Item.Mark!.Sequence).ShouldBe([3]);
        inbox.Close();
        (await read.MoveNextAsync()).ShouldBeFalse();
    }

    private static MarkBatch Batch(params Mark[] marks) => new([.. marks.Select(m => new FeedItem(m, null, null))]);

    private static Mark Mark(decimal price, long epoch, long sequence) =>
        new(new("A"), new(price), MarginCluster.Start, epoch, sequence, MarkKind.Given);
}

public sealed class MonitorInboxTests
{
    private readonly MonitorInbox inbox = new(backlog: 3);

    [Fact]
    public void AnInbox_IsIdle_WhenItsMonitorIsArmed_AndAllIsDone()
    {
        inbox.WhenIdleAsync().IsCompleted.ShouldBeFalse();
        inbox.Done(0, isUnfinished: false);
        inbox.WhenIdleAsync().IsCompleted.ShouldBeTrue();
        inbox.Deliver([default, default]);
        inbox.WhenIdleAsync().IsCompleted.ShouldBeFalse();
        inbox.Done(2, isUnfinished: true);
        var idle = inbox.WhenIdleAsync();
        idle.IsCompleted.ShouldBeFalse();
        inbox.Unfinished(false);
        idle.IsCompleted.ShouldBeTrue();
    }

    [Fact]
    public void AFullInbox_HasRoom_OnlyAfterItsMonitorWorkedSomeOff()
    {
        inbox.Deliver([default, default]);
        inbox.WhenRoomAsync().IsCompleted.ShouldBeTrue();
        inbox.Deliver([default]);
        var room = inbox.WhenRoomAsync();
        room.IsCompleted.ShouldBeFalse();
        inbox.Done(1, isUnfinished: false);
        room.IsCompleted.ShouldBeTrue();
    }

    [Fact]
    public async Task Nudges_DoNotPileUp()
    {
        for (var i = 0; i < 1000; i++) inbox.Nudge();
        inbox.TakeNudge();
        inbox.Nudge();
        inbox.Close();
        var waiting = 0;
        await foreach (var _ in inbox.ReadAsync()) waiting++;
        waiting.ShouldBe(2);
    }

    [Fact]
    public void AClosedInbox_HoldsNobodyUp()
    {
        inbox.Deliver([default, default, default]);
        var (room, idle) = (inbox.WhenRoomAsync(), inbox.WhenIdleAsync());
        inbox.Close();
        room.IsCompleted.ShouldBeTrue();
        idle.IsCompleted.ShouldBeTrue();
    }
}
