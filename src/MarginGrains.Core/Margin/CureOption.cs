using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Margin;

/// <summary>A way in which a client can cure a call.</summary>
public enum CureWay
{
    /// <summary>Cash is paid in.</summary>
    Deposit,

    /// <summary>
    /// Securities are transferred in: as collateral where the regime accepts them, otherwise to what is held.
    /// </summary>
    Securities,

    /// <summary>A position is reduced.</summary>
    Reduce,
}

/// <summary>One way out of a call, sufficient by itself (rules CURE-001 to CURE-003).</summary>
/// <param name="Kind">The way.</param>
/// <param name="Symbol">The security or instrument; null for cash.</param>
/// <param name="Amount">
/// In the account's currency, above zero: the cash, or the value of the units at the mark, rounded up.
/// </param>
/// <param name="Quantity">
/// Whole lots to transfer in (above zero), to sell (below zero) or to buy back (above zero); the last lot of a position
/// may be a part of one. Null for cash.
/// </param>
public sealed record CureOption(CureWay Kind, Symbol? Symbol, Money Amount, Quantity? Quantity)
{
    /// <summary>
    /// What it would come to by the rate alone, were there no lots, to the nearest minor unit (rule CURE-004); for
    /// people, since a larger amount may have another rate. Null where one lot changes nothing.
    /// </summary>
    public Money? ValueAtRate { get; init; }
}
