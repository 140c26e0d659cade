namespace MarginGrains.Host.Market;

/// <summary>A market that can be played from its beginning to its end, one playing at a time.</summary>
internal interface IPlayableMarket
{
    /// <summary>What people call it: a file name, or a short description.</summary>
    string Name { get; }

    /// <summary>How many ticks a playing gives; null when that is only known at the end.</summary>
    long? Total { get; }

    /// <summary>
    /// How much of the current playing is done, 0 to 1; 0 before the first. May be read from any thread.
    /// </summary>
    double Fraction { get; }

    /// <summary>
    /// The share of this market in a merge's progress: bytes of a file, else ticks; 0 until it is known.
    /// </summary>
    long Weight { get; }

    /// <summary>
    /// Plays from the beginning, lazily, in non-decreasing time. Sources are opened by the first tick that is asked for
    /// and closed when the enumeration ends.
    /// </summary>
    IEnumerable<PriceTick> Play();
}
