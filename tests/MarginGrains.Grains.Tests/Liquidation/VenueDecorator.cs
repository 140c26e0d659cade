using System.Collections.Concurrent;
using MarginGrains.Core.Liquidation;
using MarginGrains.Core.Primitives;
using MarginGrains.Grains.Liquidation;
using Microsoft.Extensions.DependencyInjection;

namespace MarginGrains.Grains.Tests.Liquidation;

/// <summary>What happens to orders on their way to the simulated venue.</summary>
internal sealed class VenueTraffic
{
    public ConcurrentDictionary<OrderId, int> Submitted { get; } = new();

    /// <summary>How often an order reaches the venue, by the how-manieth submission it is.</summary>
    public Func<int, int> Copies { get; set; } = _ => 1;

    public void Decorate(IServiceCollection services) => services.AddSingleton<ILiquidationVenue>(
        s => new Venue(this, s.GetRequiredService<SimulatedVenue>()));

    private sealed class Venue(VenueTraffic traffic, SimulatedVenue real) : ILiquidationVenue
    {
        public void Submit(AccountId accountId, LiquidationOrder order)
        {
            var nth = traffic.Submitted.AddOrUpdate(order.OrderId, 1, (_, n) => n + 1);
            for (var copy = 0; copy < traffic.Copies(nth); copy++) real.Submit(accountId, order);
        }
    }
}
