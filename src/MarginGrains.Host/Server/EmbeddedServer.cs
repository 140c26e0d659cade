using MarginGrains.Gateway.Hosting;
using MarginGrains.Grains.Hosting;
using MarginGrains.Storage;
using MarginGrains.Storage.Hosting;
using MarginGrains.Storage.Settings;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace MarginGrains.Host.Server;

/// <summary>Silo, storage, gateway and page in one process.</summary>
internal sealed class EmbeddedServer : IAsyncDisposable
{
    private readonly WebApplication app;

    private EmbeddedServer(WebApplication app, Uri address)
    {
        this.app = app;
        Address = address;
    }

    /// <summary>Where the page and the API are.</summary>
    public Uri Address { get; }

    /// <summary>The process's services.</summary>
    public IServiceProvider Services => app.Services;

    /// <summary>Completes when the server was told to stop.</summary>
    public Task WhenStoppedAsync(CancellationToken cancellationToken) => app.WaitForShutdownAsync(cancellationToken);

    /// <summary>Starts everything and completes when accounts are watched.</summary>
    /// <exception cref="ServerException">It cannot start.</exception>
    /// <exception cref="StorageException">The database cannot be used.</exception>
    public static async Task<EmbeddedServer> StartAsync(ServerOptions options, CancellationToken cancellationToken)
    {
        Ports.RequireFree(options.Port);
        var app = Build(options);
        try
        {
            // Before any grain: a database of another shape must not be touched.
            await app.Services.GetRequiredService<SqliteSettings>()
                .FixPartitionCountAsync(options.Partitions, cancellationToken);
            await app.StartAsync(cancellationToken);
            await app.Services.GetRequiredService<Settlement>().WhenWatchingAsync();
        }
        catch (Exception e)
        {
            await app.DisposeAsync();
            if (Innermost<StorageException>(e) is { } storage) throw storage;
            throw;
        }

        var address =
            app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return new(app, new Uri(address));
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    private static WebApplication Build(ServerOptions options)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.Logging.ClearProviders();
        builder.Logging.AddSimpleConsole(o => o.SingleLine = true);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);

        // Advice on garbage collection and start-up hiccups, which a desk in one process does not need.
        builder.Logging.AddFilter("Orleans.Runtime.Silo", LogLevel.Error);
        builder.Logging.AddFilter("Orleans.Runtime.Watchdog", LogLevel.Error);
        builder.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(
            o => o.LogToStandardErrorThreshold = LogLevel.Trace);

        // Orleans reports a command that was repeated as a storage error; grains report themselves what is one.
        builder.Logging.AddFilter("MarginGrains.Storage.GrainStorage.SqliteGrainStorage", LogLevel.Critical);
        builder.WebHost.ConfigureKestrel(k => k.Listen(options.Listen, options.Port));
        builder.Services.AddSingleton(new StorageJson(GrainsJson.Options));
        builder.Services.AddMarginGrainsGateway(o => o.Partitions = options.Partitions);
        builder.Services.Configure(options.Venue);
        builder.Host.UseOrleans(silo =>
        {
            // No gateway port: the API lives in this process, and nothing else may join an embedded server.
            silo.UseLocalhostClustering(Ports.Free(), gatewayPort: 0);
            silo.AddSqliteStorage(new SqliteStorageOptions { DatabasePath = options.DatabasePath });
            silo.AddMarginGrains(o =>
            {
                o.Partitions = options.Partitions;
                o.Clock = options.Clock;
                o.BeginsAt = options.BeginsAt;
                o.InsuranceFund = options.InsuranceFund;
                o.FreshEquity = options.FreshEquity;
            });
            options.Services(silo.Services);
        });
        var app = builder.Build();
        app.UseMarginGrainsGateway();
        app.MapMarginGrainsGateway();
        return app;
    }

    private static T? Innermost<T>(Exception exception)
        where T : Exception
    {
        for (Exception? e = exception; e is not null; e = e.InnerException)
        {
            if (e is T found) return found;
        }

        return null;
    }
}
