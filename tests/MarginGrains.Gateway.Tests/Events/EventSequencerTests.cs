using MarginGrains.Contracts.Streams;
using MarginGrains.Gateway.Events;

namespace MarginGrains.Gateway.Tests.Events;

/// <summary>Partitions in any order become the one order of the journal.</summary>
public sealed class EventSequencerTests
{
    private readonly ScriptedJournal journal = new();
    private readonly EventSequencer sequencer = new(0);

    [Fact]
    public void EventsInOrder_PassAtOnce()
    {
        var events = journal.Append(3);
        sequencer.Take(new PartitionEvents(0, 0, 3, events)).Select(e => e.Position).ShouldBe([1, 2, 3]);
        sequencer.IsBehind.ShouldBeFalse();
    }

    [Fact]
    public void AnEventBehindAGap_WaitsForTheOtherPartition()
    {
        var events = journal.Append(3);
        sequencer.Take(new PartitionEvents(0, 0, 3, [events[0], events[2]])).Select(e => e.Position).ShouldBe([1]);
        sequencer.IsBehind.ShouldBeTrue();
        sequencer.Take(new PartitionEvents(1, 0, 2, [events[1]])).Select(e => e.Position).ShouldBe([2, 3]);
        sequencer.IsBehind.ShouldBeFalse();
    }

    [Fact]
    public void ABeatAboutAnEventThatNeverCame_AsksTheJournal()
    {
        journal.Append(2);
        sequencer.Take(new PartitionEvents(0, 2, 2, [])).ShouldBeEmpty();
        sequencer.IsBehind.ShouldBeTrue();
    }

    [Fact]
    public async Task TheJournal_FillsGaps_AndWhatItPassesIsNotPassedAgain()
    {
        var events = journal.Append(5);
        sequencer.Take(new PartitionEvents(0, 0, 4, [events[1], events[3]])).ShouldBeEmpty();
        sequencer.Take(await journal.ReadAsync(0, 3)).Select(e => e.Position).ShouldBe([1, 2, 3, 4]);
        sequencer.Take(new PartitionEvents(1, 0, 5, [events[0], events[2], events[4]])).Select(e => e.Position).ShouldBe([5]);
        sequencer.IsBehind.ShouldBeFalse();
    }

    [Fact]
    public void GapsOfTheJournal_AreFinal()
    {
        var events = journal.Append(4);
        sequencer.Take(new PartitionEvents(0, 0, 4, [events[3]])).ShouldBeEmpty();
        sequencer.Take([events[1], events[3]]).Select(e => e.Position).ShouldBe([2, 4]);
        sequencer.IsBehind.ShouldBeFalse();
        sequencer.Take(new PartitionEvents(0, 4, 9, []));
        sequencer.IsBehind.ShouldBeTrue();
        sequencer.NothingFollows();
        sequencer.IsBehind.ShouldBeFalse();
    }
}
