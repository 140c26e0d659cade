namespace MarginGrains.Host.Market;

/// <summary>
/// Several markets played together in the order of their times. Stable: ticks of one time keep the order in which the
/// markets were given, and within a market their own. Lazy: one tick of each market is held.
/// </summary>
internal sealed class TickMerge(IReadOnlyList<IPlayableMarket> markets) : IPlayableMarket
{
    public string Name => string.Join(" + ", markets.Select(market => market.Name));

    public long? Total => markets.Aggregate((long?)0, (sum, market) => sum + market.Total);

    public long Weight => markets.Sum(market => market.Weight);

    public double Fraction
    {
        get
        {
            var weight = Weight;
            return weight == 0 ? 0 : markets.Sum(market => market.Fraction * market.Weight) / weight;
        }
    }

    public IEnumerable<PriceTick> Play()
    {
        var playing = new List<IEnumerator<PriceTick>>(markets.Count);
        try
        {
            // The position in the list breaks ties, which is what makes the merge stable.
            var next = new PriorityQueue<int, (long Ticks, int Position)>(markets.Count);
            foreach (var market in markets)
            {
                playing.Add(market.Play().GetEnumerator());
                Advance(playing, playing.Count - 1, next);
            }
            while (next.TryDequeue(out var position, out _))
            {
                yield return playing[position].Current;
                Advance(playing, position, next);
            }
        }
        finally
        {
            playing.ForEach(market => market.Dispose());
        }
    }

    private static void Advance(
        List<IEnumerator<PriceTick>> playing, int position, PriorityQueue<int, (long Ticks, int Position)> next)
    {
        if (playing[position].MoveNext())
            next.Enqueue(position, (playing[position].Current.Time.UtcTicks, position));
    }
}
