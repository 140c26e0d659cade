using MarginGrains.Contracts.Accounts;
using MarginGrains.Core.Margin;
using MarginGrains.Core.Primitives;
using MarginGrains.Gateway.Http;

namespace MarginGrains.Gateway.Responses;

/// <summary>The tree behind every number.</summary>
internal sealed record ExplanationResponse(
    string AccountId, string RegimeId, long RegimeVersion, string? AsOf, string Currency, string Pricing,
    IReadOnlyList<NodeResponse> Nodes, IReadOnlyList<LineResponse> Lines, IReadOnlyList<GapResponse> Gaps)
{
    /// <summary>The trees of the isolated positions, each of which stands for itself.</summary>
    public IReadOnlyList<IsolatedExplanationResponse> Isolated { get; init; } = [];

    public static ExplanationResponse Of(string accountId, Explanation explanation) => new(
        accountId, explanation.Regime.Value, explanation.RegimeVersion, Wire.Time(explanation.Now),
        explanation.Figures.Currency.Code, explanation.Figures.IsPriced ? "live" : "unpriced",
        [.. explanation.Nodes.Select(NodeResponse.Of)],
        [.. explanation.Lines.Select(LineResponse.Of)],
        [.. explanation.Gaps.Select(g => new GapResponse(g.Subject, Words.Of(g.Status)))]);
}

/// <summary>The tree of an isolated position.</summary>
internal sealed record IsolatedExplanationResponse(
    string Symbol, string Pricing, IReadOnlyList<NodeResponse> Nodes, IReadOnlyList<LineResponse> Lines,
    IReadOnlyList<GapResponse> Gaps)
{
    public static IReadOnlyList<IsolatedExplanationResponse> Of(MarginReply reply) =>
    [
        .. reply.Buckets.Where(b => b.Explanation is not null).Select(b => new IsolatedExplanationResponse(
            b.Symbol, b.Explanation!.Figures.IsPriced ? "live" : "unpriced",
            [.. b.Explanation.Nodes.Select(NodeResponse.Of)],
            [.. b.Explanation.Lines.Select(LineResponse.Of)],
            [.. b.Explanation.Gaps.Select(g => new GapResponse(g.Subject, Words.Of(g.Status)))])),
    ];
}

/// <summary>One amount and what it is made of.</summary>
internal sealed record NodeResponse(
    string Label, string Rule, string Amount, string Currency,
    IReadOnlyList<DetailResponse> Details, IReadOnlyList<NodeResponse> Children)
{
    public static NodeResponse Of(ExplanationNode node) => new(
        node.Label, node.Rule, Wire.Amount(node.Amount), node.Amount.Currency.Code,
        [.. node.Details
            .Select(d => new DetailResponse(d.Name, d.Name is "markKind" or "rule" ? Words.Camel(d.Value) : d.Value))],
        [.. node.Children.Select(Of)]);
}

/// <summary>A named value that went into an amount.</summary>
internal sealed record DetailResponse(string Name, string Value);

/// <summary>A line of the regime as it stood against the figures; the value is not rounded.</summary>
internal sealed record LineResponse(
    string Name, string Measure, string Comparator, string Threshold, string? Value, bool Crossed)
{
    public static LineResponse Of(ExplainedLine line) => new(
        line.Name, Words.Of(line.Line.Measure), Words.Of(line.Line.Comparator),
        DecimalText.Format(line.Line.Threshold.Value), line.Value?.ToString(), line.IsCrossed);
}

/// <summary>Something without a price, and why.</summary>
internal sealed record GapResponse(string Subject, string Reason);
