using MarginGrains.Gateway.Events;

namespace MarginGrains.Gateway.Tests.Events;

/// <summary>Followers get everything in order, however slow they are.</summary>
public sealed class EventFollowerTests
{
    private readonly ScriptedJournal journal = new();

    [Fact]
    public async Task AFollowerTooSlowForItsQueue_ReadsTheJournal_AndMissesNothing()
    {
        journal.Append(3);
        var broadcast = new EventBroadcast(3);
        var follower = new EventFollower(journal.ReadAsync, broadcast, backlog: 4);
        await using var events = follower.FollowAsync(0, EventFilter.Public, Desk.Deadline).GetAsyncEnumerator();
        var seen = new List<long>();
        async Task TakeAsync(int count)
        {
            for (var i = 0; i < count; i++)
            {
                (await events.MoveNextAsync()).ShouldBeTrue();
                seen.Add(events.Current.Position);
            }
        }

        await TakeAsync(3);
        var next = events.MoveNextAsync().AsTask();
        broadcast.Followers.ShouldBe(1);
        var reads = journal.Reads;

        // The follower stands still; a thousand events go by, far more than its queue holds.
        for (var i = 0; i < 1_000; i++) broadcast.Publish([new(journal.Append())]);
        broadcast.Followers.ShouldBe(0);
        (await next).ShouldBeTrue();
        seen.Add(events.Current.Position);
        await TakeAsync(999);

        seen.ShouldBe(Enumerable.Range(1, 1_003).Select(i => (long)i));
        journal.Reads.ShouldBeGreaterThan(reads);

        // Back at the newest event it is live again.
        next = events.MoveNextAsync().AsTask();
        broadcast.Followers.ShouldBe(1);
        broadcast.Publish([new(journal.Append())]);
        (await next).ShouldBeTrue();
        events.Current.Position.ShouldBe(1_004);
    }

    [Fact]
    public async Task AJournalAheadOfTheLiveEvents_DoublesNothing()
    {
        var first = journal.Append(5);
        var broadcast = new EventBroadcast(2);
        var follower = new EventFollower(journal.ReadAsync, broadcast, backlog: 16);
        await using var events = follower.FollowAsync(0, EventFilter.Public, Desk.Deadline).GetAsyncEnumerator();
        var seen = new List<long>();
        for (var i = 0; i < 5; i++)
        {
            await events.MoveNextAsync();
            seen.Add(events.Current.Position);
        }

        // It has joined with five, while the hub is only at two and publishes the rest now.
        var next = events.MoveNextAsync().AsTask();
        broadcast.Publish([.. first.Skip(2).Select(e => new PublishedEvent(e))]);
        broadcast.Publish([new(journal.Append())]);
        await next;
        seen.Add(events.Current.Position);
        seen.ShouldBe([1, 2, 3, 4, 5, 6]);
    }

    [Fact]
    public async Task AFollowerThatGoes_LeavesNothingBehind()
    {
        var broadcast = new EventBroadcast(0);
        var follower = new EventFollower(journal.ReadAsync, broadcast, backlog: 4);
        using var gone = new CancellationTokenSource();
        var events = follower.FollowAsync(0, EventFilter.Public, gone.Token).GetAsyncEnumerator(gone.Token);
        var next = events.MoveNextAsync().AsTask();
        broadcast.Followers.ShouldBe(1);
        await gone.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => next);
        await events.DisposeAsync();
        broadcast.Followers.ShouldBe(0);
    }
}
