using System.Collections.Immutable;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Scenarios;

namespace MarginGrains.Contracts.Scenarios;

/// <summary>What a draft would do to a book.</summary>
[GenerateSerializer, Immutable, Alias("impactView")]
public sealed record ImpactView
{
    /// <summary>The instant at which accounts were judged.</summary>
    [Id(0)] public required DateTimeOffset JudgedAt { get; init; }

    [Id(1)] public required long Accounts { get; init; }

    [Id(2)] public required long Concerned { get; init; }

    [Id(3)] public required long Unpriced { get; init; }

    [Id(4)] public required long Called { get; init; }

    [Id(5)] public required long Liquidated { get; init; }

    [Id(6)] public required long Restricted { get; init; }

    /// <summary>Those to whom the same would happen without the draft.</summary>
    [Id(7)] public required long AlsoWithout { get; init; }

    /// <summary>Σ of the calls, per currency.</summary>
    [Id(8)] public required ImmutableArray<Money> AmountDue { get; init; }

    /// <summary>Σ of what lacks to the targets of liquidations, per currency.</summary>
    [Id(9)] public required ImmutableArray<Money> Shortfall { get; init; }

    [Id(10)] public required ImmutableArray<RatioRange> Ratios { get; init; }

    [Id(11)] public required long WithoutRatio { get; init; }

    /// <summary>The gravest first.</summary>
    [Id(12)] public required ImmutableArray<AccountImpact> Named { get; init; }

    /// <summary>The sums as they travel.</summary>
    public static ImpactView Of(TermsDraft draft, ImpactTotals totals) => new()
    {
        JudgedAt = draft.JudgedAt,
        Accounts = totals.Accounts,
        Concerned = totals.Concerned,
        Unpriced = totals.Unpriced,
        Called = totals.Called,
        Liquidated = totals.Liquidated,
        Restricted = totals.Restricted,
        AlsoWithout = totals.AlsoWithout,
        AmountDue = totals.AmountDue,
        Shortfall = totals.Shortfall,
        Ratios = totals.Ratios,
        WithoutRatio = totals.WithoutRatio,
        Named = totals.Named,
    };
}

/// <summary>What a scenario does to a book.</summary>
[GenerateSerializer, Immutable, Alias("stressView")]
public sealed record StressView
{
    [Id(0)] public required string Scenario { get; init; }

    /// <summary>How often all accounts were judged.</summary>
    [Id(1)] public required int Rounds { get; init; }

    /// <summary>Whether the cascade was broken off at its limit of rounds.</summary>
    [Id(2)] public required bool IsBrokenOff { get; init; }

    [Id(3)] public required long OpenOrders { get; init; }

    [Id(4)] public required long Executions { get; init; }

    [Id(5)] public required long Waiting { get; init; }

    [Id(6)] public required ImmutableArray<CascadedPrice> Moved { get; init; }

    [Id(7)] public required ImmutableArray<Symbol> WithoutDepth { get; init; }

    [Id(8)] public required long Accounts { get; init; }

    [Id(9)] public required long Unpriced { get; init; }

    [Id(10)] public required long Called { get; init; }

    [Id(11)] public required long Liquidated { get; init; }

    [Id(12)] public required long Deficits { get; init; }

    [Id(13)] public required ImmutableArray<Money> AmountDue { get; init; }

    [Id(14)] public required ImmutableArray<Money> Deficit { get; init; }

    [Id(15)] public required ImmutableArray<Money> FundUse { get; init; }

    [Id(16)] public required ImmutableArray<RatioRange> Ratios { get; init; }

    [Id(17)] public required long WithoutRatio { get; init; }

    /// <summary>The worst first.</summary>
    [Id(18)] public required ImmutableArray<StressOutcome> Worst { get; init; }

    /// <summary>Protective stops that trigger.</summary>
    [Id(19)] public required long StopsTriggered { get; init; }

    /// <summary>The sums as they travel.</summary>
    public static StressView Of(StressReport report) => new()
    {
        Scenario = report.Scenario.Name,
        Rounds = report.Rounds,
        IsBrokenOff = report.IsBrokenOff,
        OpenOrders = report.OpenOrders,
        Executions = report.Executions,
        Waiting = report.Waiting,
        Moved = report.Moved,
        WithoutDepth = report.WithoutDepth,
        Accounts = report.Totals.Accounts,
        Unpriced = report.Totals.Unpriced,
        Called = report.Totals.Called,
        Liquidated = report.Totals.Liquidated,
        StopsTriggered = report.Totals.StopsTriggered,
        Deficits = report.Totals.Deficits,
        AmountDue = report.Totals.AmountDue,
        Deficit = report.Totals.Deficit,
        FundUse = report.Totals.FundUse,
        Ratios = report.Totals.Ratios,
        WithoutRatio = report.Totals.WithoutRatio,
        Worst = report.Totals.Worst,
    };
}
