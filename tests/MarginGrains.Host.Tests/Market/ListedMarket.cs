using MarginGrains.Host.Market;

namespace MarginGrains.Host.Tests.Market;

/// <summary>A market given as a list, which counts how far it was read and whether it was closed.</summary>
internal sealed class ListedMarket(string name, IReadOnlyList<PriceTick> ticks) : IPlayableMarket
{
    public string Name => name;

    public long? Total => ticks.Count;

    public long Weight => ticks.Count;

    public double Fraction => ticks.Count == 0 ? 1 : (double)Given / ticks.Count;

    public int Given { get; private set; }

    public bool IsClosed { get; private set; }

    public IEnumerable<PriceTick> Play()
    {
        try
        {
            foreach (var tick in ticks)
            {
                Given++;
                yield return tick;
            }
        }
        finally
        {
            IsClosed = true;
        }
    }
}
