using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;

namespace MarginGrains.Gateway.Events;

/// <summary>
/// Writes events as server-sent events. Written by hand, because the bytes are the contract: an id line that is lost
/// would
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
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var enumerator = events.GetAsyncEnumerator(end.Token);
        Task<bool>? next = null;
        try
        {
            do
            {
                next = enumerator.MoveNextAsync().AsTask();
                if (!next.IsCompleted && unflushed > 0 && !await FlushAsync(cancellationToken)) return;
            }
            while (await ArrivesAsync(next, cancellationToken)
                && await WriteAsync(enumerator.Current, cancellationToken));
        }
        finally
        {
            // An enumerator must not be disposed while it moves.
            await end.CancelAsync();
            if (next is not null) await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// False when there is no next event or nobody reads any more.
    private async Task<bool> ArrivesAsync(Task<bool> next, CancellationToken cancellationToken)
    {
        while (!await WithinHeartbeatAsync(next, cancellationToken))
        {
            output.Write(Beat);
            if (!await FlushAsync(cancellationToken)) return false;
        }

        return await next;
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

    private async Task<bool> WriteAsync(PublishedEvent e, CancellationToken cancellationToken)
    {
        var head = Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture, $"id: {e.Position}\nevent: {e.Entry.Type}\ndata: "));
        output.Write(head);
        output.Write(e.Json.Span);
        output.Write("\n\n"u8);
        unflushed += head.Length + e.Json.Length + 2;
        return unflushed < FlushAt || await FlushAsync(cancellationToken);
    }

    /// False when nobody reads any more.
    private async Task<bool> FlushAsync(CancellationToken cancellationToken)
    {
        unflushed = 0;
        var result = await output.FlushAsync(cancellationToken);
        return !result.IsCompleted;
    }
}
