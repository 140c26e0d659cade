using System.Globalization;
using MarginGrains.Core.Marks;
using MarginGrains.Grains.Hosting;
using MarginGrains.Grains.Ports;
using MarginGrains.Grains.Scenarios;
using MarginGrains.Host.Server;
using MarginGrains.Storage.Hosting;
using MarginGrains.Storage.Settings;
using Orleans.Serialization;

namespace MarginGrains.Host.Scenarios;

/// <summary>
/// A database that no server has open, to ask about its book. No silo starts and no account wakes; a server that runs
/// answers the same questions over HTTP.
/// </summary>
internal sealed class OpenBook : IAsyncDisposable
{
    private readonly ServiceProvider services;

    private OpenBook(ServiceProvider services, StoredBook accounts, MarketSet market)
    {
        this.services = services;
        Accounts = accounts;
        Market = market;
    }

    public StoredBook Accounts { get; }

    public MarketSet Market { get; }

    /// <summary>The time of the newest mark: what is stored knows no other now.</summary>
    public DateTimeOffset Now => Market.Marks.Select(m => m.Time).DefaultIfEmpty(DateTimeOffset.MinValue).Max();

    public IServiceProvider Services => services;

    /// <exception cref="ServerException">There is no such file, or no server has used it.</exception>
    public static async Task<OpenBook> OpenAsync(string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            throw new ServerException("database_missing", $"There is no database '{path}'.");
        }

        var services = Storage(path);
        try
        {
            var partitions = await services.GetRequiredService<SqliteSettings>()
                .FindAsync("partition_count", cancellationToken)
                ?? throw new ServerException("database_unused", $"No server has used the database '{path}' yet.");
            var market = await StoredBook.ReadMarketAsync(
                services.GetRequiredService<IReferenceStore>(), cancellationToken);
            var book = new StoredBook(
                services.GetRequiredService<IAccountRoster>(), int.Parse(partitions, CultureInfo.InvariantCulture));
            return new(services, book, market);
        }
        catch
        {
            await services.DisposeAsync();
            throw;
        }
    }

    /// <summary>The storage of a file by itself; the file is created if missing.</summary>
    public static ServiceProvider Storage(string path)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSerializer();
        services.AddSingleton(new StorageJson(GrainsJson.Options));
        services.AddSqliteStorage(new SqliteStorageOptions { DatabasePath = path });
        return services.BuildServiceProvider();
    }

    public ValueTask DisposeAsync() => services.DisposeAsync();
}
