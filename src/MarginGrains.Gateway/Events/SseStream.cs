using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;

namespace MarginGrains.Gateway.Events;

/// <summary>
/// Writes events as server-sent events. Written by hand, because the bytes are the contract: an id line that is lost would
/// break every resume without anybody noticing.
/// </summary>
internal sealed class SseStream(PipeWriter output, TimeProvider time, TimeSpan heartbeat)
{
    private const int FlushAt = 16 * 1024;

    /// How soon a browser comes back after the stream broke.
    private static readonly byte[] Opening = "retry: 1000\n\n"u8.ToArray();
    private static readonly byte[] Beat = ": heartbeat\n\n"u8.ToArray();

    private long unflushed;

    /// <summary>Writes until the events or the reader end. The reader hears of silence by a comment.</summary>
    public async Task WriteAsync(IAsyncEnumerable<PublishedEvent> events, CancellationToken cancellationToken)
    {
        output.Write(Opening);
        if (!await FlushAsync(cancellationToken)) return;
        await using var enumerator = events.GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            var moving = enumerator.MoveNextAsync();
            if (!moving.IsCompleted && unflushed > 0 && !await FlushAsync(cancellationToken)) return;
            var next = moving.AsTask();
            while (!await WithinHeartbeatAsync(next, cancellationToken))
            {
                output.Write(Beat);
                if (!await FlushAsync(cancellationToken)) return;
            }

            if (!await next) return;
            Write(enumerator.Current);
            if (unflushed >= FlushAt && !await FlushAsync(cancellationToken)) return;
        }
    }

    private async Task<bool> WithinHeartbeatAsync(Task next, CancellationToken cancellationToken)
    {
        if (next.IsCompleted) return true;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var silence = Task.Delay(heartbeat, time, stop.Token);
        var first = await Task.WhenAny(next, silence);
        await stop.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
        return first == next;
    }

    private void Write(PublishedEvent e)
    {
        var head = Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture, $"id: {e.Position}\nevent: {e.Entry.Type}\ndata: "));
        output.Write(head);
        output.Write(e.Json.Span);
        output.Write("\n\n"u8);
        unflushed += head.Length + e.Json.Length + 2;
    }

    /// False when nobody reads any more.
    private async Task<bool> FlushAsync(CancellationToken cancellationToken)
    {
        unflushed = 0;
        var result = await output.FlushAsync(cancellationToken);
        return !result.IsCompleted;
    }
}
