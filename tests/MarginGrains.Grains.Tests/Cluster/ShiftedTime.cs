namespace MarginGrains.Grains.Tests.Cluster;

/// <summary>
/// A clock that a test moves on. Timers stay real: the runtime's own would see a cluster that was hung for a day.
/// </summary>
internal sealed class ShiftedTime(DateTimeOffset start) : TimeProvider
{
    private long now = start.UtcTicks;

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref now), TimeSpan.Zero);

    public void Advance(TimeSpan by) => Interlocked.Add(ref now, by.Ticks);
}
