using System.Collections.Immutable;
using System.Globalization;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Core.Margin;

/// <summary>Turns the steps of an evaluation into the explanation tree.</summary>
public static class ExplanationBuilder
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
            .. recorder.Positions.Select(p => PositionNode(
                p, p.Instrument.AssetClass.IsPaidInFull() ? "Market value" : "Unrealised P&L",
                "MARG-001", p.EquityShare)),
        ]);
        var initial = new ExplanationNode("Initial margin", "MARG-002", figures.InitialMargin, [],
            [.. recorder.Positions.Select(
                p => PositionNode(p, "Initial margin", TermsRule(p.Terms), p.InitialMargin))]);
        var maintenance = new ExplanationNode("Maintenance margin", "MARG-002", figures.MaintenanceMargin, [],
            [.. recorder.Positions.Select(
                p => PositionNode(p, "Maintenance margin", TermsRule(p.Terms), p.MaintenanceMargin))]);
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
            [new(plus, "MARG-001", plusAmount, [], []), new($"− {minus}", "MARG-002", -minusAmount, [], [])]);

    private static ExplanationNode BalanceNode(BalanceLine line)
    {
        var details = ImmutableArray.CreateBuilder<ExplanationDetail>();
        if (line.Balance.Currency != line.Value.Currency)
        {
            details.Add(new("amount", line.Balance.ToString()));
            AddConversion(details, line.Conversion);
        }

        return new($"Balance {line.Balance.Currency}", "MARG-001", line.Value, details.ToImmutable(), []);
    }

    private static ExplanationNode PositionNode(in PositionLine line, string label, string rule, Money amount)
    {
        var details = ImmutableArray.CreateBuilder<ExplanationDetail>();
        details.Add(new("quantity", line.Position.Quantity.ToString()));
        details.Add(new("multiplier", line.Instrument.Multiplier.ToString()));
        details.Add(new("averagePrice", line.Position.AveragePrice.ToString()));
        details.Add(new("mark", line.Mark.Price.ToString()));
        details.Add(new("markKind", line.Mark.Kind.ToString()));
        details.Add(new("markTime", line.Mark.Time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture)));
        details.Add(new("markSequence", line.Mark.Sequence.ToString(CultureInfo.InvariantCulture)));
        details.Add(new("notional", line.Notional.ToString()));
        details.Add(new("terms", TermsText(line.Terms)));
        details.Add(new("instrumentVersion", line.Instrument.Version.ToString(CultureInfo.InvariantCulture)));
        AddConversion(details, line.Conversion);
        return new($"{label} {line.Position.Symbol}", rule, amount, details.ToImmutable(), []);
    }

    private static void AddConversion(ImmutableArray<ExplanationDetail>.Builder details, in Conversion conversion)
    {
        if (conversion.First is null) return;
        details.Add(new("conversionRate", conversion.Rate.ToString()));
        details.Add(new("conversionPair", conversion.Second is null
            ? $"{conversion.First.Symbol} {conversion.First.Price} #{conversion.First.Sequence}"
            : $"{conversion.First.Symbol} {conversion.First.Price} #{conversion.First.Sequence}, "
                + $"{conversion.Second.Symbol} {conversion.Second.Price} #{conversion.Second.Sequence}"));
    }

    private static string TermsRule(MarginTerms terms) => terms switch
    {
        MarginTerms.Rate => "MARG-004",
        MarginTerms.PerContract => "MARG-005",
        MarginTerms.Tiers => "MARG-006",
        _ => "MARG-007",
    };

    private static string TermsText(MarginTerms terms) => terms switch
    {
        MarginTerms.Rate rate => $"initial {rate.Initial}, maintenance {rate.Maintenance} of notional",
        MarginTerms.PerContract contract =>
            $"initial {contract.Initial}, maintenance {contract.Maintenance} per {contract.UnitsPerContract} units",
        MarginTerms.Leverage leverage =>
            $"1:{leverage.Maximum}, maintenance {leverage.MaintenanceShare} of initial",
        MarginTerms.Tiers tiers => string.Join("; ", tiers.Slices.Select(
            s => $"from {DecimalText.Format(s.NotionalFrom)} initial {s.Initial}, maintenance {s.Maintenance}")),
        _ => "",
    };

    private static ImmutableArray<ExplainedLine> Lines(in MarginFigures figures, Regime regime)
    {
        var lines = ImmutableArray.CreateBuilder<ExplainedLine>();
        Add(lines, "warning", regime.Warning?.Trigger, figures);
        Add(lines, "warningClear", regime.Warning?.ClearLevel, figures);
        Add(lines, "call", regime.Call?.Trigger, figures);
        Add(lines, "callClear", regime.Call?.ClearLevel, figures);
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
