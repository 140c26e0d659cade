using System.Diagnostics.Metrics;

namespace MarginGrains.Grains.Telemetry;

/// <summary>The meter <c>MarginGrains.Grains</c>, one per silo.</summary>
internal sealed class GrainsMetrics : IDisposable
{
    public const string MeterName = "MarginGrains.Grains";

    private readonly Meter meter = new(MeterName);
    private readonly Counter<long> swept;
    private readonly Counter<long> disagreements;

    private readonly Counter<long> conflated;
    private readonly Counter<long> backlogged;

    public GrainsMetrics()
    {
        swept = meter.CreateCounter<long>(
            "margingrains.guards.swept", "{account}", "Accounts judged in full although no guard asked for it.");
        disagreements = meter.CreateCounter<long>(
            "margingrains.guards.disagreements", "{account}", "Those of them that a guard should have woken.");
        conflated = meter.CreateCounter<long>(
            "margingrains.feed.conflated", "{mark}", "Marks that a newer one replaced while they waited, per silo.");
        backlogged = meter.CreateCounter<long>(
            "margingrains.feed.backlogged", "{price}", "Posted prices that found no room.");
    }

    /// <summary>A mark was replaced while it waited.</summary>
    public void Conflated(string symbol) => conflated.Add(1, new KeyValuePair<string, object?>("symbol", symbol));

    /// <summary>So many prices found no room.</summary>
    public void Backlogged(long prices) => backlogged.Add(prices);

    /// <summary>The sweep has looked at so many accounts.</summary>
    public void Swept(long accounts) => swept.Add(accounts);

    /// <summary>A guard has missed something.</summary>
    public void Disagreed() => disagreements.Add(1);

    public void Dispose() => meter.Dispose();
}
