using System.ComponentModel.DataAnnotations;

namespace MarginGrains.Grains.Hosting;

/// <summary>Whose time is market time.</summary>
public enum ClockSource
{
    /// <summary>The process's clock.</summary>
    Live,

    /// <summary>The time stamps of the marks: replays, demos, tests.</summary>
    Marks,
}

/// <summary>Settings of a silo.</summary>
public sealed class MarginGrainsOptions
{
    /// <summary>Into how many partitions accounts are divided; fixed for a database. Default 64.</summary>
    [Range(1, 4096)]
    public int Partitions { get; set; } = 64;

    /// <summary>How many accounts of a partition are judged at once. Default 64.</summary>
    [Range(1, 4096)]
    public int WakesInFlight { get; set; } = 64;

    /// <summary>How many marks may wait for a monitor before the sender is slowed. Default 4,096.</summary>
    [Range(1, 1_000_000)]
    public int MonitorBacklog { get; set; } = 4096;

    /// <summary>How many items may wait for a silo before the publisher is slowed. Default 4,096.</summary>
    [Range(1, 1_000_000)]
    public int FeedBacklog { get; set; } = 4096;

    /// <summary>Whether every account's equity is computed after every tick, for display. Default false.</summary>
    public bool FreshEquity { get; set; }

    /// <summary>
    /// How long a post waits for room before the rest of it is answered with <c>prices_backlogged</c>; shorter than
    /// callers wait for an answer. Default 2 seconds.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:01:00")]
    public TimeSpan PostPatience { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Whose time is market time. Default: the process's clock.</summary>
    public ClockSource Clock { get; set; } = ClockSource.Live;

    /// <summary>Market time before the first mark, where marks are the clock. Default: the smallest instant.</summary>
    public DateTimeOffset BeginsAt { get; set; } = DateTimeOffset.MinValue;

    /// <summary>What the insurance fund of each currency starts with. Default 1,000,000.</summary>
    [Range(0, 1e15)]
    public decimal InsuranceFund { get; set; } = 1_000_000m;
}
