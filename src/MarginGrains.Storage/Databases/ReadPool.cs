using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace MarginGrains.Storage.Databases;

/// <summary>
/// A few reading connections. Every read runs on the thread pool and not in the caller's turn: a page that has to come
/// from disk would hold up a grain scheduler.
/// </summary>
internal sealed class ReadPool : IDisposable
{
    private readonly Channel<ReadConnection> _idle = Channel.CreateUnbounded<ReadConnection>();

    public ReadPool(string path, int connections)
    {
        try
        {
            for (var i = 0; i < connections; i++)
                _idle.Writer.TryWrite(new ReadConnection(SqliteConnections.OpenReader(path)));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Runs a read on a connection of its own; cancelling ends the wait for one, not a running read.</summary>
    public async Task<T> ReadAsync<T>(Func<ReadConnection, T> read, CancellationToken cancellationToken)
    {
        var connection = await TakeAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await Task.Run(() => read(connection), CancellationToken.None).ConfigureAwait(false);
        }
        catch (SqliteException e)
        {
            throw SqliteFailures.WhileReading(e);
        }
        finally
        {
            if (!_idle.Writer.TryWrite(connection))
                connection.Dispose();
        }
    }

    /// <summary>Closes what is idle; a connection in use is closed when its read ends.</summary>
    public void Dispose()
    {
        _idle.Writer.TryComplete();
        while (_idle.Reader.TryRead(out var connection))
            connection.Dispose();
    }

    private async ValueTask<ReadConnection> TakeAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _idle.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (ChannelClosedException e)
        {
            throw StorageException.Closed(e);
        }
    }
}
