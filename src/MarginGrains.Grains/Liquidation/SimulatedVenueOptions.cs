using System.ComponentModel.DataAnnotations;

namespace MarginGrains.Grains.Liquidation;

/// <summary>How the simulated venue behaves. By default it fills everything at the mark.</summary>
public sealed class SimulatedVenueOptions
{
    /// <summary>Makes outcomes repeat. Default 1.</summary>
    public ulong Seed { get; set; } = 1;

    /// <summary>How long an order is under way before it is answered. Default 0.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan Latency { get; set; }

    /// <summary>
    /// The worst slippage against the account, as a fraction of the mark; each order gets a share of it. Default 0.
    /// </summary>
    [Range(0, 0.5)]
    public decimal LargestSlippage { get; set; }

    /// <summary>Share of orders that fill in two parts. Default 0.</summary>
    [Range(0, 1)]
    public decimal PartialShare { get; set; }

    /// <summary>Share of orders that are refused. Default 0.</summary>
    [Range(0, 0.9)]
    public decimal RejectShare { get; set; }
}
