using System.Collections.Immutable;
using System.Globalization;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Margin;

/// <content>One node per line of an evaluation.</content>
public static partial class ExplanationBuilder
{
    private static IEnumerable<ExplanationNode> EquityNodes(PositionLine line)
    {
        if (!line.Instrument.AssetClass.IsPaidInFull())
        {
            yield return PositionNode(line, "Unrealised P&L", "MARG-001", line.EquityShare);
            yield break;
        }

        yield return PositionNode(line, "Market value", "MARG-001", line.MarketValue);
        if (line.Position.Financing is not { } bound) yield break;
        yield return new(
            $"{(bound.IsNegative ? "Loan" : "Held for short")} {line.Position.Symbol}", "POSN-005", line.Financing,
            [new("amount", bound.ToString())], []);
    }

    private static IEnumerable<ExplanationNode> CostNodes(MarginFigures figures, RecordingRecorder recorder)
    {
        if (recorder.Costs.Count == 0) yield break;
        yield return new("Accrued costs", "COST-003", -figures.AccruedCosts, [], [.. recorder.Costs.Select(CostNode)]);
    }

    private static ExplanationNode CostNode(CostValue value)
    {
        var details = ImmutableArray.CreateBuilder<ExplanationDetail>();
        details.Add(new("exact", $"{DecimalText.Format(value.Line.Exact.Amount)} {value.Line.Exact.Currency}"));
        details.Add(new("divisor", value.Line.Divisor.ToString(CultureInfo.InvariantCulture)));
        details.Add(new("charged", value.Line.Charged.ToString()));
        AddConversion(details, value.Conversion);
        return new($"{value.Line.Kind} {value.Line.Subject}", "COST-003", value.Value, details.ToImmutable(), []);
    }

    private static ExplanationNode CollateralNode(CollateralLine line)
    {
        var details = ImmutableArray.CreateBuilder<ExplanationDetail>();
        details.Add(new("quantity", line.Holding.Quantity.ToString()));
        details.Add(new("eligible", line.Terms is null ? "no: not on the regime's list, so it counts zero" : "yes"));
        if (line.Terms is { } terms)
        {
            details.Add(new("haircut", terms.Haircut.ToString()));
            details.Add(new("share", line.Share.ToString()));
            details.Add(new("mark", line.Mark!.Price.ToString()));
            if (terms.MaximumValue is { } maximum) details.Add(new("maximumValue", DecimalText.Format(maximum)));
            if (terms.BookCap is { } cap) details.Add(new("bookCap", cap.ToString()));
        }

        return new($"Collateral {line.Holding.Symbol}", "MARG-021", line.Value, details.ToImmutable(), []);
    }

    private static ExplanationNode ChargeNode(ChargeLine line, Money amount) => line.Kind switch
    {
        ChargeKind.WorkingOrders => new($"Working orders {line.Symbol}", "MARG-017", amount, [], []),
        ChargeKind.InstrumentConcentration => new($"Concentration {line.Symbol}", "MARG-019", amount, [], []),
        _ => new("Concentration of the client", "MARG-019", amount, [], []),
    };

    private static ExplanationNode CreditNode(Money amount) =>
        new("Temporary credit", "MARG-025", amount, [new("withdrawable", "no")], []);

    private static ExplanationNode RoundingNode(Money amount) =>
        new("Rounding of the total", "MARG-010", amount, [], []);

    private static ExplanationNode BalanceNode(BalanceLine line)
    {
        var details = ImmutableArray.CreateBuilder<ExplanationDetail>();
        if (line.Balance.Currency != line.Value.Currency)
        {
            details.Add(new("amount", line.Balance.ToString()));
            AddConversion(details, line.Conversion);
        }

        if (line.Haircut.Value != 0m) details.Add(new("haircut", line.Haircut.ToString()));
        var rule = line.Haircut.Value == 0m ? "MARG-001" : "MARG-022";
        return new($"Balance {line.Balance.Currency}", rule, line.Value, details.ToImmutable(), []);
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
        if (line.ValuedAt != line.Mark.Price) details.Add(new("valuedAt", line.ValuedAt.ToString()));
        details.Add(new("notional", line.Notional.ToString()));
        details.Add(new("terms", TermsText(line.Terms)));
        if (line.Session is { } session)
        {
            details.Add(new("session", session.Session.ToString()));
            details.Add(new("sessionFactor", session.Factor.ToString()));
            if (session.Step is { } step) details.Add(new("sessionStep", step.ToString()));
        }

        if (line.Cap is { } cap) details.Add(new("leverageCap", cap.ToString()));
        if (line.Hedge is { } hedge) details.Add(new("hedgePolicy", hedge.ToString()));
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

    /// What made a requirement what it is: both sides together, the cap, or the terms.
    private static string InitialRule(PositionLine line) =>
        HedgeRule(line) ?? (line.Cap is null ? TermsRule(line) : "MARG-020");

    private static string? HedgeRule(PositionLine line) => line.Hedge is null ? null : "MARG-018";

    private static string TermsRule(PositionLine line) =>
        line.Session is { } session && session.Factor != Ratio.One ? "SESS-001" : TermsRule(line.Terms);

    private static string TermsRule(MarginTerms terms) => terms switch
    {
        MarginTerms.Rate => "MARG-004",
        MarginTerms.PerContract => "MARG-005",
        MarginTerms.Tiers => "MARG-006",
        MarginTerms.PriceSteps => "MARG-013",
        MarginTerms.SizeScaled => "MARG-014",
        _ => "MARG-007",
    };

    private static string StepsText(ImmutableArray<PriceStep> steps) => string.Join(", ", steps.Select(
        s => $"from {s.From?.ToString() ?? "0"} initial {s.Initial}, maintenance {s.Maintenance}"
            + (s.MinimumPerUnit.IsPositive ? $", at least {s.MinimumPerUnit} per unit" : "")));

    private static string TermsText(MarginTerms terms) => terms switch
    {
        MarginTerms.Rate rate => $"initial {rate.Initial}, maintenance {rate.Maintenance} of notional",
        MarginTerms.PerContract contract =>
            $"initial {contract.Initial}, maintenance {contract.Maintenance} per {contract.UnitsPerContract} units",
        MarginTerms.Leverage leverage =>
            $"1:{leverage.Maximum}, maintenance {leverage.MaintenanceShare} of initial",
        MarginTerms.Tiers tiers => string.Join("; ", tiers.Slices.Select(
            s => $"from {DecimalText.Format(s.NotionalFrom)} initial {s.Initial}, maintenance {s.Maintenance}")),
        MarginTerms.SizeScaled scaled =>
            $"initial {scaled.Initial}, maintenance {scaled.Maintenance}, each + {scaled.PerUnit} per unit",
        MarginTerms.PriceSteps steps => $"long: {StepsText(steps.LongSide)}; short: {StepsText(steps.ShortSide)}",
        _ => "",
    };
}
