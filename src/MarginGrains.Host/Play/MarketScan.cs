using MarginGrains.Host.Market;
using MarginGrains.Host.Server;

namespace MarginGrains.Host.Play;

/// <summary>
/// What a market holds, found by reading it once: broken lines and unknown instruments come to light before anything
/// starts.
/// </summary>
/// <param name="Ticks">How many.</param>
/// <param name="FirstTicks">The first tick of each symbol, in the order of appearance.</param>
internal sealed record MarketScan(long Ticks, IReadOnlyList<PriceTick> FirstTicks)
{
    public static MarketScan Of(IPlayableMarket market, CancellationToken cancellationToken)
    {
        long ticks = 0;
        var first = new List<PriceTick>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var tick in market.Play())
        {
            if ((++ticks & 0xFFFF) == 0) cancellationToken.ThrowIfCancellationRequested();
            if (seen.Add(tick.Symbol)) first.Add(tick);
        }

        if (ticks == 0) throw new ServerException("market_empty", $"{market.Name} holds no prices.");
        return new(ticks, first);
    }

    /// <summary>The instruments with the prices that size positions.</summary>
    public IReadOnlyList<PlannedInstrument> Plan() => [.. FirstTicks.Select(tick =>
    {
        var instrument = InstrumentCatalog.Find(tick.Symbol) ?? throw new ServerException(
            "instrument_unknown",
            $"There are no terms for instrument {tick.Symbol}. Known are currency pairs, metals and coins against a "
            + "currency, linear perpetuals (XXXYYYY-PERP), and ES, NQ, GC and CL futures, with or without .VENUE.");
        var price = tick.Last ?? (tick.Bid + tick.Ask) / 2m ?? tick.Bid ?? tick.Ask;
        return new PlannedInstrument(instrument, new(price!.Value));
    })];
}

/// <summary>A market whose number of ticks is known from a first reading.</summary>
internal sealed class CountedMarket(IPlayableMarket market, long ticks) : IPlayableMarket
{
    public string Name => market.Name;

    public long? Total => ticks;

    public double Fraction => market.Fraction;

    public long Weight => ticks;

    public IEnumerable<PriceTick> Play() => market.Play();
}
