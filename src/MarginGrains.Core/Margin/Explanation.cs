using System.Collections.Immutable;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Core.Margin;

/// <summary>A named value that went into an amount, as text.</summary>
/// <param name="Name">Such as <c>mark</c> or <c>quantity</c>.</param>
/// <param name="Value">Exact, no exponent.</param>
public sealed record ExplanationDetail(string Name, string Value);

/// <summary>One amount and what it is made of: where there are children, they sum to it exactly.</summary>
/// <param name="Label">In glossary words.</param>
/// <param name="Rule">The rule's number in Core's README.</param>
/// <param name="Amount">In the account's currency, signed as it enters its parent.</param>
/// <param name="Details">What the amount was computed from.</param>
/// <param name="Children">Its parts.</param>
public sealed record ExplanationNode(
    string Label, string Rule, Money Amount,
    ImmutableArray<ExplanationDetail> Details, ImmutableArray<ExplanationNode> Children);

/// <summary>A line of the regime as it stood against the figures.</summary>
/// <param name="Name">Such as <c>call</c> or <c>stopOut</c>.</param>
/// <param name="Line">The line.</param>
/// <param name="Value">The ratio for display, not rounded; null without a denominator.</param>
/// <param name="IsCrossed">Whether it is crossed.</param>
public sealed record ExplainedLine(string Name, RegimeLine Line, Ratio? Value, bool IsCrossed);

/// <summary>Every number of one evaluation and how it came about.</summary>
/// <param name="Regime">The regime.</param>
/// <param name="RegimeVersion">Its version.</param>
/// <param name="Now">The instant of the evaluation.</param>
/// <param name="Figures">The totals.</param>
/// <param name="Nodes">Equity, initial, used and maintenance margin, free margin, excess liquidity.</param>
/// <param name="Lines">The regime's lines.</param>
/// <param name="Gaps">What is missing; empty while priced.</param>
public sealed record Explanation(
    RegimeId Regime, long RegimeVersion, DateTimeOffset Now, MarginFigures Figures,
    ImmutableArray<ExplanationNode> Nodes, ImmutableArray<ExplainedLine> Lines, ImmutableArray<PricingGap> Gaps);
