using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Regimes;

/// <summary>The ratio on which a line is drawn.</summary>
public enum Measure
{
    /// <summary>Equity ÷ maintenance margin.</summary>
    EquityToMaintenance,

    /// <summary>Equity ÷ initial margin: the risk indicator of futures.</summary>
    EquityToInitial,

    /// <summary>Equity ÷ used margin: the margin level.</summary>
    EquityToUsedMargin,

    /// <summary>Equity ÷ market value of the positions.</summary>
    EquityToMarketValue,

    /// <summary>Value of the collateral ÷ loan: the maintenance ratio of Taiwan's securities financing.</summary>
    CollateralToLoan,
}

/// <summary>On which side of its threshold a line counts as crossed.</summary>
public enum Comparator
{
    /// <summary>Ratio &lt; threshold; at the threshold nothing happens.</summary>
    Below,

    /// <summary>Ratio ≤ threshold.</summary>
    AtOrBelow,
}

/// <summary>A line of a regime.</summary>
/// <param name="Measure">The ratio.</param>
/// <param name="Comparator">Whether the threshold itself is on the bad side.</param>
/// <param name="Threshold">1 for 100 percent.</param>
public sealed record RegimeLine(Measure Measure, Comparator Comparator, Ratio Threshold)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Measure} {(Comparator == Comparator.Below ? "<" : "≤")} {Threshold}";
}
