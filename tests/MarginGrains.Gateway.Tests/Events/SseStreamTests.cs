using System.IO.Pipelines;
using System.Text;
using MarginGrains.Gateway.Events;
using Microsoft.Extensions.Time.Testing;

namespace MarginGrains.Gateway.Tests.Events;

/// <summary>The bytes of a stream, with time under control.</summary>
public sealed class SseStreamTests
{
    private readonly ScriptedJournal journal = new();
    private readonly FakeTimeProvider time = new();
    private readonly Pipe pipe = new();

    [Fact]
    public async Task SilenceOf15Seconds_IsFilledWithAComment_AndEventsFollowIt()
    {
        var broadcast = new EventBroadcast(0);
        var follower = new EventFollower(journal.ReadAsync, broadcast, backlog: 4);
        using var gone = new CancellationTokenSource();
        var stream = new SseStream(pipe.Writer, time, TimeSpan.FromSeconds(15));
        var writing = stream.WriteAsync(follower.FollowAsync(0, EventFilter.Public, gone.Token), gone.Token);
        await ReadAsync("retry: 1000\n\n");
        time.Advance(TimeSpan.FromSeconds(14));
        broadcast.Publish([new(journal.Append())]);
        var json = """{"id":"1","type":"account.restricted","accountId":"acct-1","accountSequence":1,"time":"1970-01-01T00:00:00Z","currency":null,"data":{"reason":"reason 1","until":null},"margin":null,"cause":{"kind":"","reference":""},"explain":null}""";
        await ReadAsync($"id: 1\nevent: account.restricted\ndata: {json}\n\n");

        // The stream waits again; only then does time go on.
        await BeatAsync();
        await BeatAsync();

        await gone.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => writing);
        broadcast.Followers.ShouldBe(0);
    }

    [Fact]
    public async Task AReaderThatIsGone_EndsTheStream()
    {
        var broadcast = new EventBroadcast(0);
        var follower = new EventFollower(journal.ReadAsync, broadcast, backlog: 4);
        await pipe.Reader.CompleteAsync();
        await new SseStream(pipe.Writer, time, TimeSpan.FromSeconds(15))
            .WriteAsync(follower.FollowAsync(0, EventFilter.Public, Desk.Deadline), Desk.Deadline);
        broadcast.Followers.ShouldBe(0);
    }

    /// Time is moved on until the stream's own timer, which it sets at its leisure, has rung.
    private async Task BeatAsync()
    {
        var reading = ReadAsync(": heartbeat\n\n");
        while (!reading.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(15));
            await Task.Yield();
        }

        await reading;
    }

    private async Task ReadAsync(string expected)
    {
        var bytes = Encoding.UTF8.GetByteCount(expected);
        var result = await pipe.Reader.ReadAtLeastAsync(bytes, Desk.Deadline);
        var found = result.Buffer.Slice(0, bytes);
        Encoding.UTF8.GetString(found).ShouldBe(expected);
        pipe.Reader.AdvanceTo(found.End);
    }
}
