using System.Collections.Immutable;
using MarginGrains.Core.Margin;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Guards;

/// <summary>Computes guards.</summary>
public static class GuardSolver
{
    private const int MostSteps = 24;

    /// A box smaller than this is none: the account is asked at every price.
    internal const decimal SmallestReach = 0.000_000_001m;

    /// <summary>
    /// The narrowest bands there are: any next mark of any instrument that matters wakes the account. It asks every
    /// holder of a changed instrument, which is always right.
    /// </summary>
    /// <param name="symbols">What <see cref="MarketDependencies.Symbols"/> says the account depends on.</param>
    public static ImmutableArray<GuardBand> Narrowest(IReadOnlyCollection<Symbol> symbols) =>
        [.. symbols.Select(GuardBand.Always)];

    /// <summary>
    /// The largest box found, of equal reach for every price that matters, in which no condition changes; null where
    /// none is known, or the account is too near to a line. A price that is held and a rate has two bands.
    /// </summary>
    internal static IEnumerable<GuardBand>? Solve(GuardCase what)
    {
        try
        {
            var margin = Margin(what);
            if (LinearBox.Solve(what, margin) is { } linear) return linear.Length == 0 ? null : linear;
            if (GuardBox.Of(what) is not { } box) return null;
            var branches = box.Branches();
            box.Open(branches);
            var reach = Reach(box, branches, margin);
            return reach < SmallestReach ? null : [.. box.Bands(reach)];
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    /// Every part of the figures may round by a minor unit, at the marks and in the corner alike.
    private static decimal Margin(GuardCase what)
    {
        var held = what.Portfolio;
        var parts = 2 * held.Positions.Length + held.Balances.Length + held.Collateral.Length + held.Orders.Length
            + (held.Costs?.Lines.Length ?? 0) + 6;
        var unit = Rounding.MinorUnit(held.Currency).Amount;
        var threshold = 1m;
        foreach (var condition in what.Conditions) threshold = Math.Max(threshold, condition.Line.Threshold.Value);
        return 2m * parts * (1m + threshold) * unit;
    }

    /// The furthest that all conditions allow. Slack falls with the reach, and faster the further it goes, so that a
    /// straight line between two reaches never leads too far; each one is checked all the same.
    private static decimal Reach(GuardBox box, List<GuardBranch> branches, decimal margin)
    {
        decimal reach = 0m, most = GuardSide.FurthestRise;
        Span<decimal> left = stackalloc decimal[branches.Count], atMost = stackalloc decimal[branches.Count];
        if (!Measure(box, branches, reach, left, margin)) return 0m;
        Span<decimal> there = stackalloc decimal[branches.Count];
        // Falls end there. Up to it most books are straight lines, along which one step is exact.
        if (!Measure(box, branches, GuardSide.FurthestFall, atMost, margin))
        {
            most = GuardSide.FurthestFall;
        }
        else
        {
            reach = GuardSide.FurthestFall;
            atMost.CopyTo(left);
            if (Measure(box, branches, most, atMost, margin)) return most;
        }

        var back = 0m;
        for (var i = 0; i < MostSteps; i++)
        {
            var next = most;
            for (var b = 0; b < branches.Count; b++)
            {
                if (atMost[b] >= 0m) continue;
                next = Math.Min(next, reach + (most - reach) * (left[b] / (left[b] - atMost[b])));
            }

            next -= (next - reach) * back;
            // Where a rate is one divided by a price, a line from far away leads nowhere near.
            if (next < 2m * reach && most > 2m * reach) next = 2m * reach;
            if (reach > 0m && next - reach <= reach / 1_000m) break;
            if (!Measure(box, branches, next, there, margin))
            {
                // A last digit beyond the line: the same line leads there again, so less of the way is gone each time.
                back = back == 0m ? 0.000_000_001m : Math.Min(0.5m, back * 1_000m);
                most = next;
                there.CopyTo(atMost);
                continue;
            }

            reach = next;
            there.CopyTo(left);
        }

        return reach;
    }

    /// What each condition has left; true when all of them hold.
    private static bool Measure(
        GuardBox box, List<GuardBranch> branches, decimal reach, Span<decimal> left, decimal margin)
    {
        if (reach > 0m) box.Reach(reach);
        var holds = true;
        for (var b = 0; b < left.Length; b++)
        {
            left[b] = box.Worst(branches[b], reach) - margin;
            holds &= left[b] >= 0m;
        }

        return holds;
    }
}
