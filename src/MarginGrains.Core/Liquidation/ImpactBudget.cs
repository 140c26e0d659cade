using System.Collections.Immutable;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Liquidation;

/// <summary>Units that were granted at one instant.</summary>
/// <param name="At">When.</param>
/// <param name="Units">How many, above zero.</param>
public readonly record struct ImpactGrant(DateTimeOffset At, Quantity Units);

/// <summary>The answer of a budget.</summary>
/// <param name="Granted">Units that may be liquidated now, not above what was wanted.</param>
/// <param name="Next">The budget afterwards.</param>
/// <param name="MoreAt">When more can be had; null when all was granted.</param>
public sealed record ImpactDecision(Quantity Granted, ImpactBudget Next, DateTimeOffset? MoreAt);

/// <summary>
/// How much of an instrument may still be liquidated, shared by all accounts that hold it: within no window more than
/// its capacity is granted (rule LIQD-015). A grant counts until its age is the window's length, then no longer.
/// </summary>
public sealed record ImpactBudget
{
    private ImpactBudget(ImpactBudgetTerms terms, DateTimeOffset asOf, ImmutableArray<ImpactGrant> grants)
    {
        Terms = terms;
        AsOf = asOf;
        Grants = grants;
    }

    /// <summary>Window, capacity and lot.</summary>
    public ImpactBudgetTerms Terms { get; }

    /// <summary>When it was last asked; an earlier time counts as this one.</summary>
    public DateTimeOffset AsOf { get; }

    /// <summary>The grants that still counted then, in the order of time.</summary>
    public ImmutableArray<ImpactGrant> Grants { get; }

    /// <summary>A budget of which nothing was granted yet.</summary>
    public static ImpactBudget Of(ImpactBudgetTerms terms)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(terms.Window, TimeSpan.Zero, nameof(terms));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(terms.Lot.Value, nameof(terms));
        ArgumentOutOfRangeException.ThrowIfLessThan(terms.Capacity.Value, terms.Lot.Value, nameof(terms));
        return new(terms, DateTimeOffset.MinValue, []);
    }

    /// <summary>Grants all that is wanted, or as many whole lots as are free. Units without sign.</summary>
    public ImpactDecision Decide(DateTimeOffset now, Quantity wanted)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(wanted.Value, nameof(wanted));
        var at = now > AsOf ? now : AsOf;
        var counting = Grants.RemoveAll(g => at - g.At >= Terms.Window);
        var free = Terms.Capacity.Value - counting.Sum(g => g.Units.Value);
        var granted = wanted.Value <= free ? wanted.Value : Rounding.DownToLot(free, Terms.Lot.Value);
        var grants = granted > 0m ? counting.Add(new(at, new(granted))) : counting;
        var next = new ImpactBudget(Terms, at, grants);
        return new(new(granted), next, next.WhenFree(free - granted, wanted.Value - granted));
    }

    /// When a lot, or the rest where that is less, is free; null without a rest.
    private DateTimeOffset? WhenFree(decimal free, decimal rest)
    {
        if (rest == 0m) return null;
        foreach (var grant in Grants)
        {
            free += grant.Units.Value;
            if (free >= Math.Min(rest, Terms.Lot.Value)) return grant.At + Terms.Window;
        }

        return null;
    }
}
