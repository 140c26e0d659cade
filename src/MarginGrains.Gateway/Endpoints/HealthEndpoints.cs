using MarginGrains.Gateway.Events;
using MarginGrains.Gateway.Http;
using MarginGrains.Gateway.Responses;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MarginGrains.Gateway.Endpoints;

/// <summary>Whether the process lives, and whether it can answer.</summary>
internal static class HealthEndpoints
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapHealthChecks("/health/live", new() { Predicate = _ => false, ResponseWriter = WriteAsync });
        endpoints.MapHealthChecks("/health/ready", new HealthCheckOptions { ResponseWriter = WriteAsync });
    }

    private static Task WriteAsync(HttpContext context, HealthReport report) => context.Response.WriteAsJsonAsync(
        new HealthResponse(
            Words.Camel(report.Status.ToString()),
            report.Entries.ToDictionary(e => e.Key, e => Words.Camel(e.Value.Status.ToString()))),
        GatewayJson.Plain.HealthResponse);
}

/// <summary>Ready when the cluster answers and events flow.</summary>
internal sealed class ClusterHealthCheck(GatewayGrains grains, EventHub events) : IHealthCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (!events.IsReady) return HealthCheckResult.Unhealthy("Events do not flow yet.");
        try
        {
            await grains.Catalog.GetMarketAsync().WaitAsync(Patience, cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return HealthCheckResult.Unhealthy("The cluster does not answer.", e);
        }
    }
}
