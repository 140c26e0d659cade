using System.Diagnostics;
using MarginGrains.Contracts.Monitors;
using Orleans.Core.Internal;

namespace MarginGrains.Host.Bench;

/// <summary>All monitors lost at once: how long until every account is guarded again from the account table.</summary>
internal static class Rearm
{
    public static async Task<decimal> MeasureAsync(
        IServiceProvider services, int partitions, LiveMarket market, CancellationToken cancellationToken)
    {
        var grains = services.GetRequiredService<IGrainFactory>();
        var monitors = Enumerable.Range(0, partitions).Select(p => grains.GetGrain<IMonitorGrain>(p)).ToList();
        await Task.WhenAll(monitors.Select(m => m.Cast<IGrainManagementExtension>().DeactivateOnIdle().AsTask()));
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(monitors.Select(m => m.PingAsync()));
        await market.SettleAsync(cancellationToken);
        return Math.Round((decimal)clock.Elapsed.TotalSeconds, 2);
    }
}
