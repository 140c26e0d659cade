using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace MarginGrains.Gateway.Hosting;

public sealed class GatewayOptions
{
    public int Partitions { get; set; } = 64;
}

public static class GatewaySetup
{
    public static IServiceCollection AddMarginGrainsGateway(
        this IServiceCollection services, Action<GatewayOptions>? configure = null) => services;

    public static WebApplication UseMarginGrainsGateway(this WebApplication app) => app;

    public static WebApplication MapMarginGrainsGateway(this WebApplication app) => app;
}
