namespace MarginGrains.Core.Regimes;

/// <summary>How a regime tops accounts up from linked sources (rules TOPU-001 to TOPU-006).</summary>
public sealed record TopUpRule
{
    /// <summary>
    /// The line that asks the sources; null for the warning's, without a warning for those of the calls. A stop-out
    /// that waits asks too.
    /// </summary>
    public RegimeLine? Line { get; init; }

    /// <summary>
    /// Whether a stop-out waits for the sources that are asked, at most as long as an answer may take, then it goes on.
    /// </summary>
    public bool StopOutWaits { get; init; }

    /// <summary>What holds for a regime that says nothing.</summary>
    public static TopUpRule Default { get; } = new();
}
