namespace MarginGrains.Host.Market;

/// <summary>
/// The price of one generated instrument: the phase's stated move times a noise that has wandered since the phase
/// began. Kept in ticks, so that rounding to the instrument's tick size is rounding to a whole number.
/// </summary>
internal sealed class InstrumentPath
{
    private const double LargestStep = 0.25;
    private const double SmallestTrend = 0.01;
    private const double DaysPerYear = 365;

    /// <summary>
    /// A typical jump, as a part of a day's volatility. At a quarter, tried first, the jumps of a crash had four times
    /// the variance of all its other steps, and its instruments no longer moved together.
    /// </summary>
    private const double JumpSize = 1.0 / 20;

    private readonly GeneratedInstrument _instrument;
    private readonly MarketRandom _random;
    private double _phaseStart;
    private double _noise = 1;
    private double _level;

    public InstrumentPath(GeneratedInstrument instrument, ulong seed)
    {
        _instrument = instrument;
        _random = MarketRandom.For(seed, instrument.Symbol);
        _level = (double)(instrument.StartPrice / instrument.TickSize);
        _phaseStart = _level;
    }

    public void BeginPhase(MarketPhase phase)
    {
        if (1 + phase.Move * _instrument.CrashBeta < SmallestTrend)
            throw new ArgumentException(
                $"A move of {phase.Move} with a beta of {_instrument.CrashBeta} leaves {_instrument.Symbol} no price.");
        _phaseStart = _level;
        _noise = 1;
    }

    public PriceTick Advance(MarketStep step, DateTimeOffset time)
    {
        var temper = PhaseTemper.Of(step.Phase.Kind);
        var change = Noise(step, temper);
        if (step.Phase.Kind == MarketPhaseKind.Crash)
            // A bridge: what the noise has strayed is taken back over the steps that remain, all of it by the last.
            _noise = step.Remaining == 1 ? 1 : _noise * (1 + change) - (_noise - 1) / step.Remaining;
        else
            _noise *= 1 + change;
        var trend = 1 + step.Phase.Move * _instrument.CrashBeta * Progress(step);
        _level = Math.Max(_phaseStart * trend * _noise, 1);
        return Tick(time, Spread(step, temper));
    }

    public PriceTick Opening(DateTimeOffset time) => Tick(time, _instrument.SpreadTicks);

    private double Noise(MarketStep step, PhaseTemper temper)
    {
        var volatility = _instrument.AnnualVolatility * temper.Volatility;
        var common = step.Common * Math.Sqrt(temper.Correlation) * (_instrument.CrashBeta < 0 ? -1 : 1);
        var own = _random.Normal() * Math.Sqrt(1 - temper.Correlation);
        var change = volatility * Math.Sqrt(step.Years) * (common + own);
        // Always drawn, so that the sequence does not depend on whether there was a jump.
        var (chance, size) = (_random.Uniform(), _random.Normal());
        if (chance < temper.JumpsPerDay * step.Days)
            change += size * volatility * Math.Sqrt(1 / DaysPerYear) * JumpSize;
        return Math.Clamp(change, -LargestStep, LargestStep);
    }

    /// <summary>Slow, then fast, then slow in a crash; even otherwise.</summary>
    private static double Progress(MarketStep step) => step.Phase.Kind == MarketPhaseKind.Crash
        ? step.Elapsed * step.Elapsed * (3 - 2 * step.Elapsed)
        : step.Elapsed;

    /// <summary>Widest in the middle of a phase, where the fall is fastest, and the ordinary one at its end.</summary>
    private int Spread(MarketStep step, PhaseTemper temper)
    {
        var excitement = 4 * step.Elapsed * (1 - step.Elapsed);
        return (int)Math.Round(_instrument.SpreadTicks * (1 + (temper.Spread - 1) * excitement));
    }

    private PriceTick Tick(DateTimeOffset time, int spread)
    {
        var middle = (long)Math.Round(_level);
        var bid = Math.Max(middle - spread / 2, 1);
        return new PriceTick(
            time, _instrument.Symbol, bid * _instrument.TickSize, (bid + spread) * _instrument.TickSize, null);
    }
}
