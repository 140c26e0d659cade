using System.Collections.Immutable;
using MarginGrains.Core.Margin;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Core.Liquidation;

/// <summary>What a plan is made from.</summary>
/// <param name="Portfolio">The shared portfolio, or that of a bucket; priced and not flat.</param>
/// <param name="Regime">The regime.</param>
/// <param name="Liquidation">The liquidation, with what started it.</param>
/// <param name="Last">Instruments the client wants liquidated last.</param>
/// <param name="Market">The market.</param>
/// <param name="Now">The moment.</param>
public sealed record LiquidationCase(
    Portfolio Portfolio, Regime Regime, LiquidationState Liquidation, ImmutableArray<Symbol> Last,
    IMarket Market, DateTimeOffset Now);

/// <summary>The figures of a moment.</summary>
/// <param name="Figures">The totals.</param>
/// <param name="Now">When.</param>
public readonly record struct LiquidationMoment(MarginFigures Figures, DateTimeOffset Now);

/// <summary>
/// Plans the smallest reduction that reaches a regime's target at the current marks (rules LIQD-001 to LIQD-004,
/// LIQD-016, LIQD-017).
/// </summary>
public static class LiquidationPlanner
{
    /// <summary>
    /// Takes positions in the regime's order, of each as few lots as reach the target, or all of it when that is not
    /// enough. What cannot be traded is named and left.
    /// </summary>
    public static LiquidationPlan Plan(LiquidationCase what)
    {
        var steps = ImmutableArray.CreateBuilder<LiquidationStepPlan>();
        var closed = ImmutableArray.CreateBuilder<Symbol>();
        var left = what.Portfolio;
        foreach (var candidate in LiquidationCandidates.InOrder(what))
        {
            if (!candidate.IsOpen)
            {
                closed.Add(candidate.Symbol);
                continue;
            }

            foreach (var part in candidate.Parts())
            {
                var reduction = new Reduction(what, left, part);
                var units = reduction.Units();
                steps.AddRange(LiquidationOrders.Of(what, part, units));
                left = reduction.After(units);
                if (reduction.ReachesTarget(units)) return new(steps.ToImmutable(), ReachesTarget: true);
                if (what.Regime.Liquidation.Step is LiquidationStep.Tier or LiquidationStep.Portion)
                {
                    // One step of one position, then the account is looked at again.
                    return new(steps.ToImmutable(), ReachesTarget: false);
                }
            }
        }

        return new(steps.ToImmutable(), ReachesTarget: false) { Closed = closed.ToImmutable() };
    }

    /// <summary>
    /// Whether a liquidation goes on: while the target is crossed, and while a line is that would only start it again,
    /// which are the stop-out line and, for a call that was not cured, the call's own two (rule LIQD-001). One that
    /// follows a call lifted by payment ends when the rest of it is paid before the first order.
    /// </summary>
    public static bool MustReduce(Regime regime, LiquidationState liquidation, in MarginFigures figures)
    {
        if (StartLine(regime, liquidation) is { } start && start.IsCrossed(figures)) return true;
        if (liquidation is { HasOrdered: false, Outstanding.Amount: <= 0m }) return false;
        if (regime.Liquidation.Target.IsCrossed(figures)) return true;
        return liquidation.CallRule is { } name && regime.FindCall(name) is { } call
            && (call.Trigger.IsCrossed(figures) || (call.ClearLevel is { } clear && clear.IsCrossed(figures)));
    }

    /// <summary>Whether it may send orders now: a start that lies ahead waits, but not for a stop-out.</summary>
    public static bool MayStart(Regime regime, LiquidationState liquidation, LiquidationMoment moment) =>
        liquidation.HasOrdered || liquidation.StartsAt is not { } startsAt || startsAt <= moment.Now
        || StartLine(regime, liquidation)?.IsCrossed(moment.Figures) == true;

    /// The line that starts it without a grace: a bucket has one under every regime (rule ACCT-012).
    private static RegimeLine? StartLine(Regime regime, LiquidationState liquidation) =>
        liquidation.Bucket is null ? regime.Liquidation.StopOut : LiquidationPrice.LineOf(regime);
}
