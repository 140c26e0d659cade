using System.Diagnostics.Metrics;

namespace MarginGrains.Grains.Telemetry;

/// <summary>The meter <c>MarginGrains.Grains</c>, one per silo.</summary>
internal sealed class GrainsMetrics : IDisposable
{
    public const string MeterName = "MarginGrains.Grains";

    private readonly Meter meter = new(MeterName);
    private readonly Counter<long> swept;
    private readonly Counter<long> disagreements;

    public GrainsMetrics()
    {
        swept = meter.CreateCounter<long>(
            "margingrains.guards.swept", "{account}", "Accounts judged in full although no guard asked for it.");
        disagreements = meter.CreateCounter<long>(
            "margingrains.guards.disagreements", "{account}", "Those of them that a guard should have woken.");
    }

    /// <summary>The sweep has looked at so many accounts.</summary>
    public void Swept(long accounts) => swept.Add(accounts);

    /// <summary>A guard has missed something.</summary>
    public void Disagreed() => disagreements.Add(1);

    public void Dispose() => meter.Dispose();
}
