using System.Threading.Channels;
using MarginGrains.Storage.Databases;
using Microsoft.Data.Sqlite;

namespace MarginGrains.Storage.GrainStorage;

/// <summary>
/// The one writer of the database, on a thread of its own. It takes all requests that wait, commits them in one
/// transaction and only then answers them: an answer means that the data has been flushed to disk.
/// </summary>
internal sealed class GroupCommitWriter : IDisposable
{
    /// <summary>Most requests in one transaction.</summary>
    public const int LargestBatch = 512;

    private readonly Channel<WriteRequest> _queue;
    private readonly WriterMetrics _metrics;
    private readonly WriteSession _session;
    private readonly TimeProvider _time;
    private readonly Thread _thread;
    private volatile StorageException? _failure;

    /// <summary>Takes over the connection, closing it when disposed.</summary>
    public GroupCommitWriter(SqliteConnection connection, int queueCapacity, TimeProvider time)
    {
        _queue = Channel.CreateBounded<WriteRequest>(
            new BoundedChannelOptions(queueCapacity) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });
        _time = time;
        _session = new WriteSession(connection, time);
        _metrics = new WriterMetrics(() => QueueDepth);
        _thread = new Thread(Loop) { IsBackground = true, Name = "storage writer" };
        _thread.Start();
    }

    /// <summary>Requests that no transaction has taken yet.</summary>
    public int QueueDepth => _queue.Reader.Count;

    /// <summary>Why nothing is written any more, or null.</summary>
    public StorageException? Failure => _failure;

    /// <summary>
    /// Queues a request and waits for its commit. A full queue makes the caller wait. The token counts until the
    /// request is queued; after that the outcome is always awaited, because a write cannot be taken back.
    /// </summary>
    public async Task<TResult> SubmitAsync<TResult>(WriteRequest<TResult> request, CancellationToken cancellationToken)
    {
        try
        {
            await _queue.Writer.WriteAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (ChannelClosedException e)
        {
            throw StorageException.Closed(e);
        }

        return await request.Outcome.ConfigureAwait(false);
    }

    /// <summary>Takes no more requests, writes those that are queued, closes the connection.</summary>
    public void Dispose()
    {
        _queue.Writer.TryComplete();
        if (_thread.IsAlive)
            _thread.Join();
        _metrics.Dispose();
        _session.Dispose();
    }

    private void Loop()
    {
        var batch = new List<WriteRequest>(LargestBatch);
        while (_queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            while (batch.Count < LargestBatch && _queue.Reader.TryRead(out var request))
                batch.Add(request);
            Write(batch);
            batch.Clear();
        }
    }

    private void Write(List<WriteRequest> batch)
    {
        var started = _time.GetTimestamp();
        if ((_failure ?? TryCommit(batch)) is { } failure)
        {
            foreach (var request in batch)
                request.Fail(failure.Again());
            _metrics.Failed(batch.Count);
            return;
        }

        var stored = 0;
        foreach (var request in batch)
            stored += request.Complete() ? 1 : 0;
        _metrics.Committed(new(stored, batch.Count - stored), _time.GetElapsedTime(started));
    }

    /// <summary>Null if the transaction is on disk, otherwise what every request of the batch is told.</summary>
    private StorageException? TryCommit(List<WriteRequest> batch)
    {
        try
        {
            _session.Begin();
            foreach (var request in batch)
                _session.Apply(request);
            _session.Commit();
            return null;
        }
        catch (Exception e)
        {
            var failure = new StorageException(
                StorageErrors.WriteFailed, $"The transaction failed, its outcome is unknown: {e.Message}", e);
            if (!_session.TryRollBack() || SqliteFailures.AreFinal(e))
                _failure = failure;
            return failure;
        }
    }
}
