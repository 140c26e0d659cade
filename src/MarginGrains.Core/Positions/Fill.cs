using MarginGrains.Core.Instruments;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Positions;

/// <summary>What a fill does to what is held on the other side.</summary>
public enum FillEffect
{
    /// <summary>It reduces the other side first; the rest opens.</summary>
    Net,

    /// <summary>It opens, or adds to, its own side; the other side stays as it is: a hedge.</summary>
    Open,
}

/// <summary>An execution: a fact.</summary>
/// <param name="Symbol">The instrument.</param>
/// <param name="Quantity">Units bought (above zero) or sold (below zero).</param>
/// <param name="Price">Quote currency per unit.</param>
/// <param name="Fee">What the execution cost, not negative.</param>
public sealed record Fill(Symbol Symbol, Quantity Quantity, Price Price, Money Fee)
{
    /// <summary>Whether it reduces the other side or stands beside it.</summary>
    public FillEffect Effect { get; init; }

    /// <summary>
    /// Whether it belongs to the isolated bucket of its instrument rather than to what all positions share.
    /// </summary>
    public bool IsIsolated { get; init; }

    /// <summary>How the contract pays; set from the instrument when the fill is booked.</summary>
    public ContractKind Contract { get; init; }
}
