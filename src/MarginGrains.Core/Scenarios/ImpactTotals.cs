using System.Collections.Immutable;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Scenarios;

/// <summary>What a draft would do to a book: sums that may be made in parts and added, in any order.</summary>
/// <param name="mostAccounts">How many accounts are named, the gravest first.</param>
public sealed class ImpactTotals(int mostAccounts)
{
    private readonly MoneyTotals due = new();
    private readonly MoneyTotals shortfall = new();
    private readonly RatioHistogram histogram = new();
    private readonly Ranking<AccountImpact> gravest = new(
        mostAccounts, Ranking.ByWeight((AccountImpact i) => (i.Weight, i.AccountId)));

    /// <summary>Accounts that were read.</summary>
    public long Accounts { get; private set; }

    /// <summary>Those that the draft concerns.</summary>
    public long Concerned { get; private set; }

    /// <summary>Those without figures under it, about which nothing can be said.</summary>
    public long Unpriced { get; private set; }

    /// <summary>Those that would be called.</summary>
    public long Called { get; private set; }

    /// <summary>Those whose liquidation would start.</summary>
    public long Liquidated { get; private set; }

    /// <summary>Those that would be restricted.</summary>
    public long Restricted { get; private set; }

    /// <summary>Those to whom the same would happen without the draft.</summary>
    public long AlsoWithout { get; private set; }

    /// <summary>Σ of the calls, per currency.</summary>
    public ImmutableArray<Money> AmountDue => due.Sums;

    /// <summary>Σ of what lacks to the targets of liquidations, per currency.</summary>
    public ImmutableArray<Money> Shortfall => shortfall.Sums;

    /// <summary>The regime ratios of those concerned, under the draft.</summary>
    public ImmutableArray<RatioRange> Ratios => histogram.Ranges;

    /// <summary>How many of them have no ratio: nothing held, or no price.</summary>
    public long WithoutRatio => histogram.WithoutRatio;

    /// <summary>The gravest, by amount due and shortfall in dollars, then by account.</summary>
    public ImmutableArray<AccountImpact> Named => gravest.First;

    /// <summary>Counts an account; null is one that the draft does not concern.</summary>
    public void Add(AccountImpact? found)
    {
        Accounts++;
        if (found is not { } impact) return;
        Concerned++;
        histogram.Add(impact.Ratio);
        if (!impact.IsPriced) Unpriced++;
        if (!impact.IsHit) return;
        if (impact.IsCalled) Called++;
        if (impact.IsLiquidated) Liquidated++;
        if (impact.IsRestricted) Restricted++;
        if (impact.AlsoWithout) AlsoWithout++;
        due.Add(impact.AmountDue);
        shortfall.Add(impact.Shortfall);
        gravest.Add(impact);
    }

    /// <summary>Counts accounts of which is known without a look that the draft does not concern them.</summary>
    public void AddOthers(long accounts) => Accounts += accounts;

    /// <summary>Adds what was counted elsewhere.</summary>
    public void Add(ImpactTotals others)
    {
        Accounts += others.Accounts;
        Concerned += others.Concerned;
        Unpriced += others.Unpriced;
        Called += others.Called;
        Liquidated += others.Liquidated;
        Restricted += others.Restricted;
        AlsoWithout += others.AlsoWithout;
        due.Add(others.due);
        shortfall.Add(others.shortfall);
        histogram.Add(others.histogram);
        gravest.Add(others.gravest);
    }
}
