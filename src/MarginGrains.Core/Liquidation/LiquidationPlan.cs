using System.Collections.Immutable;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Liquidation;

/// <summary>One order of a plan. It always reduces.</summary>
/// <param name="Symbol">The instrument.</param>
/// <param name="Quantity">Units to buy (above zero) or to sell (below zero).</param>
/// <param name="Mark">The mark it was planned at.</param>
/// <param name="Why">Why this position and this much, in words.</param>
public sealed record LiquidationStepPlan(Symbol Symbol, Quantity Quantity, Price Mark, string Why)
{
    /// <summary>The worst price at which it may execute; null for any.</summary>
    public Price? Limit { get; init; }
}

/// <summary>What to reduce, in which order.</summary>
/// <param name="Steps">In order.</param>
/// <param name="ReachesTarget">Whether the target is reached if all of it executes at the marks.</param>
public sealed record LiquidationPlan(ImmutableArray<LiquidationStepPlan> Steps, bool ReachesTarget)
{
    /// <summary>Instruments that would have to be reduced but cannot be traded at the moment.</summary>
    public ImmutableArray<Symbol> Closed { get; init; } = [];
}
