namespace MarginGrains.Host.Market;

/// <summary>One step of a phase, as all instruments see it.</summary>
/// <param name="Phase">The phase it belongs to.</param>
/// <param name="Number">1 to the phase's number of steps.</param>
/// <param name="Common">The noise all instruments share.</param>
internal readonly record struct MarketStep(MarketPhase Phase, int Number, double Common)
{
    private const double SecondsPerDay = 86_400;
    private const double SecondsPerYear = 365 * SecondsPerDay;

    public double Years => Phase.Step.TotalSeconds / SecondsPerYear;

    public double Days => Phase.Step.TotalSeconds / SecondsPerDay;

    public int Remaining => Phase.Steps - Number + 1;

    /// <summary>The part of the phase that is over after this step, 0 to 1.</summary>
    public double Elapsed => (double)Number / Phase.Steps;
}
