using MarginGrains.Core.Margin;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Core.Liquidation;

/// <summary>The orders of one step of a plan, with their limits and their reasons.</summary>
internal static class LiquidationOrders
{
    public static IEnumerable<LiquidationStepPlan> Of(LiquidationCase what, ReductionPart part, decimal units)
    {
        foreach (var line in part.Lines)
        {
            var quantity = new Quantity(-Math.Sign(line.Position.Quantity.Value) * units);
            yield return new(line.Position.Symbol, quantity, line.Mark.Price, Why(what, part, line, units))
            {
                Limit = Limit(what, line, quantity),
            };
        }
    }

    private static string Why(LiquidationCase what, ReductionPart part, in PositionLine line, decimal units)
    {
        var symbol = line.Position.Symbol;
        var which = what.Regime.Liquidation.Order switch
        {
            SelectionOrder.LargestMargin => $"it needs the most initial margin ({line.InitialMargin})",
            SelectionOrder.LargestLoss => $"it has the largest loss ({line.UnrealizedPnl})",
            SelectionOrder.MostFreedPerCost => "it frees the most initial margin for what closing it costs",
            SelectionOrder.LosersOnOpenMarkets => $"its market is open and its gain is {line.UnrealizedPnl}",
            _ => "it is the nearest to its liquidation price",
        };
        if (what.Last.Contains(symbol)) which += "; the client wanted it last, and nothing else is left";
        if (part.Lines.Count > 1) which += "; both sides of the hedge go as one";
        return units == part.Whole.Value
            ? $"{symbol} because {which}; all of it"
            : $"{symbol} because {which}; {DecimalText.Format(units)} of {part.Whole} "
                + Extent(what.Regime.Liquidation);
    }

    private static string Extent(LiquidationRule rule) => rule.Step switch
    {
        LiquidationStep.Tier => "as one tier or to the target",
        LiquidationStep.Portion => "as one portion or to the target",
        _ => "reach the target",
    };

    /// The further of two prices: the one at which what the position stands for is used up, and the one that moves away
    /// from the mark as the account gets worse, for when nothing is left (rule LIQD-018).
    private static Price? Limit(LiquidationCase what, in PositionLine line, Quantity quantity)
    {
        if (what.Regime.Liquidation.LimitPrice is not { } rule) return null;
        var figures = MarginCalculator.Evaluate(what.Portfolio, what.Regime, what.Market, what.Now);
        var notional = line.Conversion.Of(line.Notional.Amount);
        if (figures.MaintenanceAmount <= 0m || notional <= 0m) return null;
        // What the client does not own bears no loss.
        var health = figures.OwnEquity.Amount / figures.MaintenanceAmount;
        var danger = new AccountRisk(figures.OwnEquity, figures.MaintenanceMargin).Danger(rule.BankruptcyAdjustment);
        var spread = Math.Max(health, danger.Value * rule.SpreadToMaintenance.Value)
            * line.MaintenanceMargin.Amount / notional;
        // What is above zero only beyond the decimals that count is no price.
        var limit = Rounding.Exact(line.Mark.Price.Value * (quantity.IsLong ? 1m + spread : 1m - spread));
        return limit > 0m ? new(limit) : null;
    }
}
