namespace MarginGrains.Core.Regimes;

/// <summary>What the regime reserves as used margin.</summary>
public enum UsedMarginRule
{
    /// <summary>The sum of initial margins.</summary>
    SumOfInitial,

    /// <summary>max(Σ maintenance, ½ Σ initial): the close-out floor of European retail rules.</summary>
    HalfInitialFloor,
}

/// <summary>On which price a requirement is computed.</summary>
public enum RequirementBasis
{
    /// <summary>The current mark.</summary>
    Mark,

    /// <summary>The average price at which the position was opened; initial margin stays frozen.</summary>
    AveragePrice,
}

/// <summary>How positions in both directions of one instrument count together.</summary>
public enum HedgePolicy
{
    /// <summary>They net; only the difference is held.</summary>
    Net,

    /// <summary>Both legs count in full.</summary>
    Sum,

    /// <summary>The larger leg counts.</summary>
    Maximum,

    /// <summary>What is uncovered counts in full, what is covered by a share of both legs.</summary>
    HedgedShare,
}

/// <summary>Which price values a position.</summary>
public enum ValuationPrice
{
    /// <summary>The mark.</summary>
    Mark,

    /// <summary>
    /// The price at which it could be closed: the bid for a long, the ask for a short; else the mark.
    /// </summary>
    Closing,
}

/// <summary>What is rounded to the minor unit.</summary>
public enum RoundingScope
{
    /// <summary>Each balance's and each position's share.</summary>
    Position,

    /// <summary>Only the totals.</summary>
    Total,
}

/// <summary>Who bears what is missing when the last position is gone and equity is below zero.</summary>
public enum NegativeBalanceRule
{
    /// <summary>The client owes it.</summary>
    Debt,

    /// <summary>It is written off, the insurance fund first.</summary>
    WriteOff,
}
