using System.Collections.Immutable;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Scenarios;

/// <summary>What a scenario does to a book: sums that may be made in parts and added, in any order.</summary>
/// <param name="mostAccounts">How many accounts are named, the worst first.</param>
public sealed class StressTotals(int mostAccounts)
{
    private readonly MoneyTotals due = new();
    private readonly MoneyTotals deficit = new();
    private readonly MoneyTotals fund = new();
    private readonly RatioHistogram histogram = new();
    private readonly Ranking<StressOutcome> worst = new(
        mostAccounts, Ranking.ByWeight((StressOutcome o) => (o.Weight, o.AccountId)));

    /// <summary>Accounts that were judged.</summary>
    public long Accounts { get; private set; }

    /// <summary>Those without figures, about which nothing can be said.</summary>
    public long Unpriced { get; private set; }

    /// <summary>Those whose call opens.</summary>
    public long Called { get; private set; }

    /// <summary>Those whose liquidation starts.</summary>
    public long Liquidated { get; private set; }

    /// <summary>Protective stops that trigger.</summary>
    public long StopsTriggered { get; private set; }

    /// <summary>Those with less than nothing.</summary>
    public long Deficits { get; private set; }

    /// <summary>Σ of the calls, per currency.</summary>
    public ImmutableArray<Money> AmountDue => due.Sums;

    /// <summary>Σ of the deficits, per currency; what was owed before is in it.</summary>
    public ImmutableArray<Money> Deficit => deficit.Sums;

    /// <summary>What of the deficits insurance funds would pay, per currency.</summary>
    public ImmutableArray<Money> FundUse => fund.Sums;

    /// <summary>The regime ratios of all accounts.</summary>
    public ImmutableArray<RatioRange> Ratios => histogram.Ranges;

    /// <summary>How many have no ratio.</summary>
    public long WithoutRatio => histogram.WithoutRatio;

    /// <summary>The worst, by deficit and then amount due in dollars, then by account.</summary>
    public ImmutableArray<StressOutcome> Worst => worst.First;

    /// <summary>Counts an account.</summary>
    public void Add(in StressOutcome outcome)
    {
        Accounts++;
        histogram.Add(outcome.Ratio);
        if (!outcome.IsPriced) Unpriced++;
        StopsTriggered += outcome.StopsTriggered;
        if (!outcome.IsHit) return;
        if (outcome.IsCalled) Called++;
        if (outcome.IsLiquidated) Liquidated++;
        if (outcome.Deficit.IsPositive) Deficits++;
        due.Add(outcome.AmountDue);
        deficit.Add(outcome.Deficit);
        fund.Add(outcome.FundUse);
        worst.Add(outcome);
    }

    /// <summary>Adds what was counted elsewhere.</summary>
    public void Add(StressTotals others)
    {
        Accounts += others.Accounts;
        Unpriced += others.Unpriced;
        Called += others.Called;
        Liquidated += others.Liquidated;
        StopsTriggered += others.StopsTriggered;
        Deficits += others.Deficits;
        due.Add(others.due);
        deficit.Add(others.deficit);
        fund.Add(others.fund);
        histogram.Add(others.histogram);
        worst.Add(others.worst);
    }
}
