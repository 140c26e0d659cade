using MarginGrains.Gateway.Endpoints;
using MarginGrains.Gateway.Events;
using MarginGrains.Gateway.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Options;

namespace MarginGrains.Gateway.Hosting;

/// <summary>
/// The gateway in three calls. It needs an <see cref="IClusterClient"/>, of this process's silo or of its own.
/// </summary>
public static class GatewaySetup
{
    /// <summary>Adds the gateway's services.</summary>
    public static IServiceCollection AddMarginGrainsGateway(
        this IServiceCollection services, Action<GatewayOptions>? configure = null)
    {
        services.AddOptions<GatewayOptions>().Configure(o => configure?.Invoke(o)).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<GatewayOptions>,
            GatewayOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.AddRouting();
        services.AddSingleton<GatewayGrains>();
        services.AddSingleton<EventHub>();
        services.AddHostedService(s => s.GetRequiredService<EventHub>());
        services.AddHealthChecks().AddCheck<ClusterHealthCheck>("cluster");
        return services;
    }

    /// <summary>Adds problem details, security headers and the page. Comes before the endpoints.</summary>
    public static IApplicationBuilder UseMarginGrainsGateway(this IApplicationBuilder app)
    {
        app.Use((context, next) =>
        {
            SecurityHeaders.Apply(context.Response);
            return next(context);
        });
        app.UseMiddleware<ProblemMiddleware>();
        UsePage(app);
        return app;
    }

    /// <summary>Maps every endpoint of the API.</summary>
    public static IEndpointRouteBuilder MapMarginGrainsGateway(this IEndpointRouteBuilder endpoints)
    {
        var v1 = endpoints.MapGroup("/v1");
        DefinitionEndpoints.Map(v1);
        RateEndpoints.Map(v1);
        CalendarEndpoints.Map(v1);
        PriceEndpoints.Map(v1);
        AccountEndpoints.Map(v1);
        StatementEndpoints.Map(v1);
        PreferenceEndpoints.Map(v1);
        MoneyEndpoints.Map(v1);
        WithdrawalEndpoints.Map(v1);
        CreditEndpoints.Map(v1);
        TopUpEndpoints.Map(v1);
        OrderEndpoints.Map(v1);
        ScenarioEndpoints.Map(v1);
        BookEndpoints.Map(v1);
        StopEndpoints.Map(v1);
        CallEndpoints.Map(v1);
        LiquidationEndpoints.Map(v1);
        FillEndpoints.Map(v1);
        RiskEndpoints.Map(v1);
        EventEndpoints.Map(v1);
        HealthEndpoints.Map(endpoints);
        ProblemPages.Map(endpoints);
        return endpoints;
    }

    /// A gateway that was copied without the page is an API all the same.
    private static void UsePage(IApplicationBuilder app)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "wwwroot");
        if (!Directory.Exists(folder)) return;
        var files = new PhysicalFileProvider(folder);
        app.UseDefaultFiles(new DefaultFilesOptions { FileProvider = files });
        app.UseStaticFiles(new StaticFileOptions
        {
            FileProvider = files,
            OnPrepareResponse = file => file.Context.Response.Headers.CacheControl = "no-cache",
        });
    }
}
