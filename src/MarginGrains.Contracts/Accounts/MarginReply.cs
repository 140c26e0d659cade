using System.Collections.Immutable;
using MarginGrains.Core.Accounts;
using MarginGrains.Core.Margin;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Contracts.Accounts;

/// <summary>An account with its figures and their explanation.</summary>
/// <param name="Account">The account as its events say.</param>
/// <param name="Regime">The regime in force, or null when there is none.</param>
/// <param name="Explanation">Of what all positions share; null without a regime.</param>
/// <param name="Now">Market time of the answer.</param>
/// <param name="Lines">The positions in the portfolio's order; without a price they have no figures.</param>
[GenerateSerializer, Immutable, Alias("marginReply")]
public sealed record MarginReply(
    [property: Id(0)] Account Account,
    [property: Id(1)] Regime? Regime,
    [property: Id(2)] Explanation? Explanation,
    [property: Id(3)] DateTimeOffset Now,
    [property: Id(4)] ImmutableArray<PositionView> Lines)
{
    /// <summary>What is held as collateral, in the portfolio's order.</summary>
    [Id(5)]
    public ImmutableArray<CollateralView> Collateral { get; init; } = [];

    /// <summary>The isolated positions, in the order of the symbols.</summary>
    [Id(6)]
    public ImmutableArray<BucketView> Buckets { get; init; } = [];

    /// <summary>The most that may be withdrawn now, in the account's currency; null without a price.</summary>
    [Id(7)]
    public Money? Withdrawable { get; init; }

    /// <summary>Gains of the day that may not leave yet; null without a rate.</summary>
    [Id(8)]
    public Money? UnsettledGains { get; init; }

    /// <summary>What is coming without any price moving; null when nothing is known to come.</summary>
    [Id(9)]
    public LookAhead? Ahead { get; init; }
}

/// <summary>A position as the snapshot shows it; figures are null while it has no price.</summary>
[GenerateSerializer, Immutable, Alias("positionView")]
public sealed record PositionView
{
    [Id(0)] public required string Symbol { get; init; }

    [Id(1)] public required Quantity Quantity { get; init; }

    [Id(2)] public required Price AveragePrice { get; init; }

    [Id(3)] public Price? Mark { get; init; }

    [Id(4)] public Money? Notional { get; init; }

    [Id(5)] public Money? UnrealizedPnl { get; init; }

    [Id(6)] public Money? InitialMargin { get; init; }

    [Id(7)] public Money? MaintenanceMargin { get; init; }

    /// <summary>Cash bound to the position, in its quote currency; below zero a loan.</summary>
    [Id(8)] public Money? Financing { get; init; }

    /// <summary>
    /// The price at which liquidation begins while every other price stays; null when there is none, or when the line
    /// is crossed already.
    /// </summary>
    [Id(9)] public Price? LiquidationPrice { get; init; }

    /// <summary>The mark beyond which equity is below zero, all else unchanged; null where none is.</summary>
    [Id(11)] public Price? BankruptcyPrice { get; init; }

    /// <summary>From the mark to that price, as a share of the mark; below zero when the price has to fall.</summary>
    [Id(10)] public Ratio? Distance { get; init; }

    /// <summary>Whether its market is open; always without a calendar.</summary>
    [Id(12)] public bool IsMarketOpen { get; init; }

    /// <summary>When that changes; null when it does not within a year.</summary>
    [Id(13)] public DateTimeOffset? MarketChangesAt { get; init; }
}

/// <summary>Collateral as the snapshot shows it.</summary>
[GenerateSerializer, Immutable, Alias("collateralView")]
public sealed record CollateralView
{
    [Id(0)] public required string Symbol { get; init; }

    [Id(1)] public required Quantity Quantity { get; init; }

    /// <summary>The mark it was valued at; null when it is not eligible or has none.</summary>
    [Id(2)] public Price? Mark { get; init; }

    /// <summary>Share taken off its value; null when it is not eligible.</summary>
    [Id(3)] public Ratio? Haircut { get; init; }

    /// <summary>What it counts for, in the account's currency; zero when not eligible, null without a price.</summary>
    [Id(4)] public Money? EligibleValue { get; init; }

    /// <summary>Whether the regime takes it.</summary>
    [Id(5)] public bool IsEligible { get; init; }
}

/// <summary>An isolated position with the margin put aside for it.</summary>
/// <param name="Symbol">The instrument.</param>
/// <param name="Balances">What was put aside, less what was paid from it.</param>
/// <param name="Explanation">Its own figures and how they came about; null without a regime.</param>
/// <param name="Lines">Its positions.</param>
[GenerateSerializer, Immutable, Alias("bucketView")]
public sealed record BucketView(
    [property: Id(0)] string Symbol,
    [property: Id(1)] ImmutableArray<Money> Balances,
    [property: Id(2)] Explanation? Explanation,
    [property: Id(3)] ImmutableArray<PositionView> Lines);

/// <summary>The answer to an order check.</summary>
/// <param name="Refusals">Every reason against the order; empty when it may be placed.</param>
/// <param name="Before">Figures as they are.</param>
/// <param name="After">Figures as they would be.</param>
/// <param name="LargestQuantity">The most units in this direction, or null.</param>
[GenerateSerializer, Immutable, Alias("orderCheckReply")]
public sealed record OrderCheckReply(
    [property: Id(0)] ImmutableArray<Refusal> Refusals,
    [property: Id(1)] MarginFigures Before,
    [property: Id(2)] MarginFigures After,
    [property: Id(3)] Quantity? LargestQuantity)
{
    /// <summary>Leverage after the order; null without positive equity or a price.</summary>
    [Id(4)]
    public Ratio? Leverage { get; init; }

    /// <summary>The largest leverage of the client for this instrument; null when there is none.</summary>
    [Id(5)]
    public Ratio? LeverageCap { get; init; }
}
