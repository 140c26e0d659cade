using System.Collections.Immutable;
using MarginGrains.Core.Margin;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Core.Guards;

/// <summary>
/// What must stay as it is for an account not to change: slack = numerator − threshold × denominator + offset keeps its
/// sign.
/// </summary>
/// <param name="Line">The line; its threshold may be zero, for equity alone.</param>
/// <param name="StaysCrossed">Whether slack must stay below zero; otherwise above it.</param>
/// <param name="Offset">Added to the slack, in the account's currency.</param>
internal readonly record struct GuardCondition(RegimeLine Line, bool StaysCrossed, decimal Offset);

/// <summary>What a box is computed for.</summary>
/// <param name="Portfolio">What all positions share, or a bucket; priced.</param>
/// <param name="Regime">The regime.</param>
/// <param name="Conditions">What must not change.</param>
/// <param name="Market">The marks it was judged at, and the terms.</param>
/// <param name="Now">The moment.</param>
internal sealed record GuardCase(
    Portfolio Portfolio, Regime Regime, ImmutableArray<GuardCondition> Conditions, IMarket Market, DateTimeOffset Now)
{
    /// <summary>The figures at the marks; priced where there are conditions.</summary>
    public required MarginFigures Figures { get; init; }
}
