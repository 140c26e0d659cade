using MarginGrains.Contracts.Accounts;
using MarginGrains.Contracts.Instruments;
using MarginGrains.Contracts.Monitors;
using MarginGrains.Contracts.Serialization;
using MarginGrains.Contracts.Streams;
using MarginGrains.Grains.Hosting;
using MarginGrains.Grains.Liquidation;
using MarginGrains.Grains.Ports;
using MarginGrains.Storage.Databases;
using MarginGrains.Storage.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Serialization;
using Orleans.Storage;
using Orleans.TestingHost;

namespace MarginGrains.Grains.Tests.Cluster;

/// <summary>What a test may set before its cluster starts.</summary>
public sealed class ClusterSettings
{
    public short Silos { get; set; } = 2;

    public Action<MarginGrainsOptions> Options { get; set; } = _ => { };

    public Action<SimulatedVenueOptions> Venue { get; set; } = _ => { };

    public Action<IServiceCollection> Services { get; set; } = _ => { };

    public TimeProvider? Time { get; set; }
}

/// <summary>Silos in this process over one database file, which is gone with them.</summary>
public sealed partial class MarginCluster : IAsyncDisposable
{
    public const int Partitions = 4;

    private readonly string folder = Directory.CreateTempSubdirectory("grains-tests-").FullName;
    private readonly SqliteDatabase database;
    private readonly InProcessTestCluster cluster;

    private MarginCluster(ClusterSettings settings)
    {
        database = SqliteDatabase.Open(Path.Combine(folder, "test.db"), TimeProvider.System);
        var builder = new InProcessTestClusterBuilder(settings.Silos);
        builder.ConfigureSilo((_, silo) => Configure(silo, settings));
        builder.ConfigureClient(client =>
        {
            client.Services.AddSerializer(s => s.AddMarginGrainsSerialization());
            client.AddMemoryStreams(EventStreams.Provider);
        });
        cluster = builder.Build();
    }

    public StorageFaults Faults { get; } = new();

    public CallProbe Probe { get; } = new();

    public IClusterClient Client => cluster.Client;

    public InProcessTestCluster Silos => cluster;

    public IJournal Journal => Of<IJournal>();

    public Settlement Settlement => Of<Settlement>();

    public static async Task<MarginCluster> StartAsync(Action<ClusterSettings>? configure = null)
    {
        var settings = new ClusterSettings();
        configure?.Invoke(settings);
        var started = new MarginCluster(settings);
        try
        {
            await started.cluster.DeployAsync();
            await started.Settlement.WhenWatchingAsync();
            return started;
        }
        catch
        {
            await started.DisposeAsync();
            throw;
        }
    }

    /// <summary>A service of the n-th silo.</summary>
    public T Of<T>(int silo = 0)
        where T : notnull => cluster.Silos[silo].ServiceProvider.GetRequiredService<T>();

    public IAccountGrain Account(string id) => Client.GetGrain<IAccountGrain>(id);

    public IInstrumentGrain Instrument(string symbol) => Client.GetGrain<IInstrumentGrain>(symbol);

    public IMonitorGrain MonitorOf(string accountId) =>
        Client.GetGrain<IMonitorGrain>(Partitioning.Of(accountId, Partitions));

    /// <summary>Which silo a grain is active on, or null.</summary>
    public SiloAddress? SiloOf(IAddressable grain) =>
        cluster.TryGetGrainContext(grain.GetGrainId(), out var context) ? context.Address.SiloAddress : null;

    public async ValueTask DisposeAsync()
    {
        await cluster.DisposeAsync();
        database.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private void Configure(ISiloBuilder silo, ClusterSettings settings)
    {
        silo.Services.AddLogging(l => l.SetMinimumLevel(LogLevel.None));
        if (settings.Time is not null) silo.Services.AddSingleton(settings.Time);
        silo.Services.AddSingleton(new StorageJson(GrainsJson.Options));
        silo.Services.AddSqliteStorage(database);
        Decorate(silo.Services);
        silo.AddMarginGrains(o =>
        {
            o.Partitions = Partitions;
            o.Clock = ClockSource.Marks;
            settings.Options(o);
        });
        silo.Services.Configure(settings.Venue);
        silo.AddIncomingGrainCallFilter(Probe);
        silo.AddOutgoingGrainCallFilter(Probe);
        settings.Services(silo.Services);
    }

    /// The default storage of a silo stands behind the planned faults.
    private void Decorate(IServiceCollection services)
    {
        var real = services.Last(d => d.ServiceType == typeof(IGrainStorage) && d.ServiceKey is "Default");
        services.Remove(real);
        services.AddKeyedSingleton<IGrainStorage>(
            "Default", (s, key) => new FaultyStorage((IGrainStorage)real.KeyedImplementationFactory!(s, key), Faults));
    }
}
