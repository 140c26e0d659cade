using MarginGrains.Grains.Hosting;
using Microsoft.Extensions.Options;

namespace MarginGrains.Grains.Marks;

/// <summary>Market time, which decisions are made at.</summary>
internal sealed class MarketClock(IOptions<MarginGrainsOptions> options, TimeProvider time)
{
    private readonly bool live = options.Value.Clock == ClockSource.Live;
    private long newestMarkTicks = options.Value.BeginsAt.UtcTicks;

    /// <summary>Whether time goes on without marks.</summary>
    public bool IsLive => live;

    /// <summary>Market time now; with marks as the clock, that of the newest mark on this silo's board.</summary>
    public DateTimeOffset Now => live
        ? time.GetUtcNow()
        : new DateTimeOffset(Interlocked.Read(ref newestMarkTicks), TimeSpan.Zero);

    /// <summary>Market time of the moment in which a mark is judged.</summary>
    public DateTimeOffset At(DateTimeOffset markTime) => live ? time.GetUtcNow() : markTime;

    /// <summary>A mark reached the board.</summary>
    public void Saw(DateTimeOffset markTime)
    {
        var ticks = markTime.UtcTicks;
        long seen;
        while (ticks > (seen = Interlocked.Read(ref newestMarkTicks)))
        {
            Interlocked.CompareExchange(ref newestMarkTicks, ticks, seen);
        }
    }
}
