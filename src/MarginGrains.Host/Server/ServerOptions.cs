using System.Net;
using MarginGrains.Grains.Hosting;
using MarginGrains.Grains.Liquidation;

namespace MarginGrains.Host.Server;

/// <summary>How an embedded server is started.</summary>
internal sealed record ServerOptions
{
    /// <summary>The SQLite file; created if missing.</summary>
    public required string DatabasePath { get; init; }

    /// <summary>The HTTP port on the loopback address; 0 for any free one.</summary>
    public int Port { get; init; }

    /// <summary>The address to listen on: the loopback address unless the user says otherwise.</summary>
    public IPAddress Listen { get; init; } = IPAddress.Loopback;

    /// <summary>Partitions of accounts, fixed for a database; few suit one process.</summary>
    public int Partitions { get; init; } = 4;

    /// <summary>Whose time is market time.</summary>
    public ClockSource Clock { get; init; } = ClockSource.Live;

    /// <summary>Market time before the first mark, where marks are the clock.</summary>
    public DateTimeOffset BeginsAt { get; init; } = DateTimeOffset.MinValue;

    /// <summary>How the simulated venue behaves.</summary>
    public Action<SimulatedVenueOptions> Venue { get; init; } = _ => { };

    /// <summary>Whether every account's equity is computed after every tick, for display.</summary>
    public bool FreshEquity { get; init; }

    /// <summary>What is put in place of the server's own services.</summary>
    public Action<IServiceCollection> Services { get; init; } = _ => { };

    /// <summary>The insurance fund's first balance per currency.</summary>
    public decimal InsuranceFund { get; init; } = 1_000_000m;
}
