using MarginGrains.Contracts.Serialization;
using MarginGrains.Contracts.Streams;
using MarginGrains.Grains.Accounts;
using MarginGrains.Grains.Insurance;
using MarginGrains.Grains.Liquidation;
using MarginGrains.Grains.Marks;
using MarginGrains.Grains.Monitors;
using MarginGrains.Grains.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Serialization;

namespace MarginGrains.Grains.Hosting;

/// <summary>Everything a silo needs besides storage, which implements <c>Ports</c>.</summary>
public static class GrainsSetup
{
    /// <summary>Adds the grains, the price path, the simulated venue and the event streams.</summary>
    public static ISiloBuilder AddMarginGrains(this ISiloBuilder silo, Action<MarginGrainsOptions>? configure = null)
    {
        var services = silo.Services;
        services.AddOptions<MarginGrainsOptions>().Configure(o => configure?.Invoke(o)).ValidateOnStart();
        services.AddOptions<SimulatedVenueOptions>().ValidateOnStart();
        services.AddSingleton<IValidateOptions<MarginGrainsOptions>, MarginGrainsOptionsValidator>();
        services.AddSingleton<IValidateOptions<SimulatedVenueOptions>, SimulatedVenueOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSerializer(s => s.AddMarginGrainsSerialization());
        services.AddSingleton<GrainsMetrics>();
        services.AddSingleton<MarketClock>();
        services.AddSingleton<MarkBoard>();
        services.AddSingleton<MarkReceiver>();
        services.AddSingleton<MarkFeedClient>();
        services.AddSingleton<SiloSettlement>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, BoardLoader>();
        services.AddSingleton<AccountEffects>();
        services.AddTransient<RosterReader>();
        AddHosted<MarkFeed>(services);
        AddHosted<SimulatedVenue>(services);
        AddHosted<ClaimSender>(services);
        AddHosted<TopUpSender>(services);
        AddHosted<MonitorKeeper>(services);
        services.AddSingleton<ILiquidationVenue>(s => s.GetRequiredService<SimulatedVenue>());
        services.AddSingleton(s => new Settlement(
            s.GetRequiredService<MarkFeed>(), s.GetRequiredService<MarkFeedClient>(), s.GetRequiredService<MarkBoard>(),
            s.GetRequiredService<MonitorKeeper>(), s.GetRequiredService<AccountEffects>()));
        silo.AddGrainService<MarkFeedService>();
        silo.AddMemoryStreams(EventStreams.Provider);
        silo.AddMemoryGrainStorage("PubSubStore");
        silo.Configure<SiloMessagingOptions>(o =>
        {
            o.ResponseTimeout = TimeSpan.FromSeconds(10);
            o.MaxEnqueuedRequestsHardLimit = 4_000;
        });
        return silo;
    }

    private static void AddHosted<T>(IServiceCollection services)
        where T : class, Microsoft.Extensions.Hosting.IHostedService
    {
        services.AddSingleton<T>();
        services.AddHostedService(s => s.GetRequiredService<T>());
    }
}
