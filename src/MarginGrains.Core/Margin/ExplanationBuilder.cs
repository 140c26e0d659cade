using System.Collections.Immutable;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Core.Margin;

/// <summary>Turns the steps of an evaluation into the explanation tree.</summary>
public static partial class ExplanationBuilder
{
    /// <summary>Evaluates with the recording recorder and builds the tree from what it saw.</summary>
    public static Explanation Explain(Portfolio portfolio, Regime regime, IMarket market, DateTimeOffset now)
    {
        var recorder = new RecordingRecorder();
        var figures = MarginCalculator.Evaluate(portfolio, regime, market, now, ref recorder);
        return new(
            regime.Id, regime.Version, now, figures,
            figures.IsPriced ? Nodes(figures, regime, recorder) : [],
            figures.IsPriced ? Lines(figures, regime) : [],
            [.. recorder.Gaps]);
    }

    private static ImmutableArray<ExplanationNode> Nodes(
        in MarginFigures figures, Regime regime, RecordingRecorder recorder)
    {
        var equity = new ExplanationNode("Equity", "MARG-001", figures.Equity, [],
        [
            .. recorder.Balances.Select(BalanceNode),
            .. CostNodes(figures, recorder),
            .. recorder.Positions.SelectMany(EquityNodes),
            .. recorder.Collaterals.Select(CollateralNode),
            .. recorder.Credits.Select(CreditNode),
            .. recorder.Roundings.Select(r => RoundingNode(r.Equity)),
        ]);
        var initial = new ExplanationNode("Initial margin", "MARG-002", figures.InitialMargin, [],
        [
            .. recorder.Positions.Select(
                p => PositionNode(p, "Initial margin", InitialRule(p), p.InitialMargin)),
            .. recorder.Charges.Select(c => ChargeNode(c, c.InitialMargin)),
            .. recorder.Roundings.Select(r => RoundingNode(r.InitialMargin)),
        ]);
        var maintenance = new ExplanationNode("Maintenance margin", "MARG-002", figures.MaintenanceMargin, [],
        [
            .. recorder.Positions.Select(
                p => PositionNode(p, "Maintenance margin", HedgeRule(p) ?? TermsRule(p), p.MaintenanceMargin)),
            .. recorder.Charges.Where(c => c.Kind != ChargeKind.WorkingOrders)
                .Select(c => ChargeNode(c, c.MaintenanceMargin)),
            .. recorder.Roundings.Select(r => RoundingNode(r.MaintenanceMargin)),
        ]);
        var used = new ExplanationNode("Used margin", "MARG-003", figures.UsedMargin,
            [new("rule", regime.UsedMargin.ToString())], []);
        return
        [
            equity, initial, used, maintenance,
            Difference("Free margin", figures.FreeMargin, "Equity", figures.Equity, "Used margin", figures.UsedMargin),
            Difference("Excess liquidity", figures.ExcessLiquidity,
                "Equity", figures.Equity, "Maintenance margin", figures.MaintenanceMargin),
        ];
    }

    private static ExplanationNode Difference(
        string label, Money amount, string plus, Money plusAmount, string minus, Money minusAmount) =>
        new(label, "MARG-012", amount, [],
        [
            new(plus, "MARG-001", plusAmount, [], []),
            new($"− {minus}", minus == "Used margin" ? "MARG-003" : "MARG-002", -minusAmount, [], []),
        ]);

    private static ImmutableArray<ExplainedLine> Lines(in MarginFigures figures, Regime regime)
    {
        var lines = ImmutableArray.CreateBuilder<ExplainedLine>();
        Add(lines, "warning", regime.Warning?.Trigger, figures);
        Add(lines, "warningClear", regime.Warning?.ClearLevel, figures);
        foreach (var call in regime.Calls)
        {
            Add(lines, $"call.{call.Name}", call.Trigger, figures);
            Add(lines, $"call.{call.Name}.clear", call.ClearLevel, figures);
            Add(lines, $"call.{call.Name}.hold", call.HoldLine, figures);
        }

        Add(lines, "noNewRisk", regime.NoNewRisk, figures);
        Add(lines, "stopOut", regime.Liquidation.StopOut, figures);
        Add(lines, "liquidationTarget", regime.Liquidation.Target, figures);
        return lines.ToImmutable();
    }

    private static void Add(
        ImmutableArray<ExplainedLine>.Builder lines, string name, RegimeLine? line, in MarginFigures figures)
    {
        if (line is null) return;
        lines.Add(new(name, line, figures.RatioOf(line.Measure), line.IsCrossed(figures)));
    }
}
