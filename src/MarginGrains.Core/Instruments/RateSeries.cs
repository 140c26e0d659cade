using System.Collections.Immutable;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Instruments;

/// <summary>What a published series says.</summary>
public enum RateKind
{
    /// <summary>Annual rate for borrowed cash, by currency; holds from its instant until the next.</summary>
    Interest,

    /// <summary>Overnight rate of a position by its side, by symbol; holds from its instant until the next.</summary>
    Swap,

    /// <summary>Rate of one funding period, by symbol, due at its instant; above zero longs pay.</summary>
    Funding,

    /// <summary>Annual fee for borrowed securities, by symbol; holds from its instant until the next.</summary>
    Borrow,

    /// <summary>Official closing price of one trading day, by symbol, of the day that ends at its instant.</summary>
    Closing,
}

/// <summary>One point of a series.</summary>
/// <param name="At">From when it holds, or the instant of its period.</param>
/// <param name="Rate">A fraction, signed; of a swap what the long side is charged. Zero for closing prices.</param>
public sealed record RatePoint(DateTimeOffset At, Ratio Rate)
{
    /// <summary>Of a swap what the short side is charged, signed; null for the other kinds.</summary>
    public Ratio? ShortRate { get; init; }

    /// <summary>The price of the period: the funding's mark or the official closing price; null without one.</summary>
    public Price? Price { get; init; }
}

/// <summary>Published rates or prices of one kind and subject over time.</summary>
/// <param name="Kind">What they are.</param>
/// <param name="Subject">A currency or a symbol.</param>
/// <param name="Points">In rising order of their instants, each once.</param>
public sealed record RateSeries(RateKind Kind, string Subject, ImmutableArray<RatePoint> Points)
{
    /// <summary>Rises with each publication.</summary>
    public long Version { get; init; } = 1;

    /// <summary>The point in force: the last at or before an instant, or null.</summary>
    public RatePoint? At(DateTimeOffset now)
    {
        var index = IndexAfter(now) - 1;
        return index < 0 ? null : Points[index];
    }

    /// <summary>The points after one instant, up to and with another.</summary>
    public ReadOnlyMemory<RatePoint> Between(DateTimeOffset after, DateTimeOffset until)
    {
        var (from, to) = (IndexAfter(after), IndexAfter(until));
        return to <= from ? default : Points.AsMemory()[from..to];
    }

    /// <summary>The first point after an instant, or null.</summary>
    public RatePoint? Next(DateTimeOffset after)
    {
        var index = IndexAfter(after);
        return index == Points.Length ? null : Points[index];
    }

    /// How many points lie at or before an instant.
    private int IndexAfter(DateTimeOffset at)
    {
        int low = 0, high = Points.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (Points[middle].At <= at) low = middle + 1;
            else high = middle;
        }

        return low;
    }
}
