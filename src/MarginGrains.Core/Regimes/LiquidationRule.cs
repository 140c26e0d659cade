namespace MarginGrains.Core.Regimes;

/// <summary>Which position goes first.</summary>
public enum SelectionOrder
{
    /// <summary>The one that needs most initial margin.</summary>
    LargestMargin,

    /// <summary>The one with the largest unrealised loss.</summary>
    LargestLoss,
}

/// <summary>How much of a position goes at once.</summary>
public enum LiquidationStep
{
    /// <summary>As few lots as reach the target.</summary>
    Smallest,

    /// <summary>The whole position.</summary>
    WholePosition,
}

/// <summary>How a regime reduces what an account holds (rules LIQD-001 to LIQD-006).</summary>
public sealed record LiquidationRule
{
    /// <summary>The line that starts it at once, without a call's grace; null when only an expired call does.</summary>
    public RegimeLine? StopOut { get; init; }

    /// <summary>
    /// Reduction goes on while this line is crossed. It lies above the stop-out line, or reduction would start again at
    /// the next mark.
    /// </summary>
    public required RegimeLine Target { get; init; }

    /// <summary>Which position goes first.</summary>
    public SelectionOrder Order { get; init; } = SelectionOrder.LargestMargin;

    /// <summary>How much of it.</summary>
    public LiquidationStep Step { get; init; } = LiquidationStep.Smallest;

    /// <summary>How long to wait after a round in which the venue refused every order.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);
}
