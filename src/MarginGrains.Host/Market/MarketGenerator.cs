namespace MarginGrains.Host.Market;

/// <summary>
/// Makes up a market from a script and a seed. The same input gives the same ticks on any machine (see
/// <see cref="MarketRandom"/>); an instrument's prices do not depend on which others there are. It opens with every
/// instrument at its start price; then each step gives every instrument a quote, all at one time.
/// </summary>
internal sealed class MarketGenerator : IPlayableMarket
{
    private const string CommonFactor = "common factor";
    private readonly IReadOnlyList<GeneratedInstrument> _instruments;
    private readonly MarketScript _script;
    private readonly ulong _seed;
    private readonly long _total;
    private long _played;

    public MarketGenerator(IReadOnlyList<GeneratedInstrument> instruments, MarketScript script, ulong seed)
    {
        _instruments = instruments;
        _script = script;
        _seed = seed;
        foreach (var instrument in instruments)
            instrument.Check();
        if (instruments.DistinctBy(instrument => instrument.Symbol).Count() != instruments.Count)
            throw new ArgumentException("Two generated instruments have the same symbol.", nameof(instruments));
        foreach (var phase in script.Phases)
        {
            phase.Check();
            foreach (var instrument in instruments)
                new InstrumentPath(instrument, seed).BeginPhase(phase);
        }
        _total = (1 + script.Phases.Sum(phase => (long)phase.Steps)) * instruments.Count;
    }

    public string Name => $"generated market, seed {_seed}";

    public long? Total => _total;

    public long Weight => _total;

    public double Fraction => _total == 0 ? 0 : (double)Volatile.Read(ref _played) / _total;

    public IEnumerable<PriceTick> Play()
    {
        Volatile.Write(ref _played, 0);
        foreach (var tick in Ticks())
        {
            yield return tick;
            Volatile.Write(ref _played, _played + 1);
        }
    }

    private IEnumerable<PriceTick> Ticks()
    {
        var paths = _instruments.Select(instrument => new InstrumentPath(instrument, _seed)).ToArray();
        var common = MarketRandom.For(_seed, CommonFactor);
        var time = _script.Start.ToUniversalTime();
        foreach (var path in paths)
            yield return path.Opening(time);
        foreach (var phase in _script.Phases)
        {
            foreach (var path in paths)
                path.BeginPhase(phase);
            for (var number = 1; number <= phase.Steps; number++)
            {
                time += phase.Step;
                var step = new MarketStep(phase, number, common.Normal());
                foreach (var path in paths)
                    yield return path.Advance(step, time);
            }
        }
    }
}
