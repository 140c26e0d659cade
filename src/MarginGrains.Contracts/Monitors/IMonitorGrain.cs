using System.Collections.Immutable;
using MarginGrains.Contracts.Accounts;
using MarginGrains.Core.Accounts;
using MarginGrains.Core.Positions;
using Orleans.Concurrency;

namespace MarginGrains.Contracts.Monitors;

/// <summary>Keeps the guards and due times of one partition of accounts; its key is the partition.</summary>
[Alias("monitor")]
public interface IMonitorGrain : IGrainWithIntegerKey
{
    /// <summary>Brings the monitor up when it is not; called by every silo's keeper.</summary>
    [Alias("ping")]
    Task PingAsync();

    /// <summary>
    /// An account tells what a commit has made of it. Answered, so that whoever settles knows that it arrived; but no
    /// account ever waits for the answer.
    /// </summary>
    [Alias("notice")]
    Task NoticeAsync(AccountNotice notice);

    /// <summary>The first accounts of the partition in an order.</summary>
    [Alias("list")]
    Task<ImmutableArray<AccountSummary>> ListAsync(AccountListQuery query);

    /// <summary>The calls of the partition that are not over, by their due time.</summary>
    [Alias("calls")]
    Task<ImmutableArray<OpenCall>> ListCallsAsync(CallQuery query);

    /// <summary>The running liquidations of the partition, the oldest first.</summary>
    [Alias("liquidations")]
    Task<ImmutableArray<RunningLiquidation>> ListLiquidationsAsync(LiquidationQuery query);

    /// <summary>Counts.</summary>
    [Alias("counts")]
    Task<MonitorCounts> CountAsync();

    /// <summary>
    /// Equity of every account of the partition as of the newest tick, where the server computes it after each; empty
    /// otherwise. For display: nothing is decided by it.
    /// </summary>
    [Alias("equity")]
    Task<ImmutableArray<FreshEquity>> ListEquityAsync();

    /// <summary>
    /// What would be liquidated at which price of one instrument while every other stays. Interleaved, because it takes
    /// a while and no account has to wait for it.
    /// </summary>
    [Alias("liquidationMap"), AlwaysInterleave]
    Task<LiquidationMapPart> MapLiquidationsAsync(LiquidationMapQuery query);

    /// <summary>What the partition's accounts hold as collateral, summed by security.</summary>
    [Alias("collateral")]
    Task<ImmutableArray<CollateralHolding>> SumCollateralAsync();
}

/// <summary>An account's equity as of the newest tick.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="Equity">Of what all positions share, in its currency, to about fifteen digits.</param>
/// <param name="Currency">The currency's code.</param>
[GenerateSerializer, Immutable, Alias("freshEquity")]
public readonly record struct FreshEquity(
    [property: Id(0)] string AccountId, [property: Id(1)] double Equity, [property: Id(2)] string Currency);

/// <summary>Which accounts to list.</summary>
/// <param name="Sort">The order.</param>
/// <param name="Stage">Only this stage, or null for all.</param>
/// <param name="Limit">At most so many.</param>
[GenerateSerializer, Immutable, Alias("accountListQuery")]
public sealed record AccountListQuery(
    [property: Id(0)] AccountSort Sort,
    [property: Id(1)] Stage? Stage,
    [property: Id(2)] int Limit)
{
    /// <summary>Only what comes after this rank, or null for the first page.</summary>
    [Id(3)]
    public AccountRank? After { get; init; }
}

/// <summary>Counts of one partition.</summary>
[GenerateSerializer, Immutable, Alias("monitorCounts")]
public sealed record MonitorCounts
{
    /// <summary>Accounts by stage, in the order of <see cref="Stage"/>.</summary>
    [Id(0)] public required ImmutableArray<int> ByStage { get; init; }

    /// <summary>Accounts without a price.</summary>
    [Id(1)] public int Unpriced { get; init; }

    /// <summary>Open calls.</summary>
    [Id(2)] public int OpenCalls { get; init; }

    /// <summary>Running liquidations.</summary>
    [Id(3)] public int Liquidations { get; init; }

    /// <summary>Wakes so far.</summary>
    [Id(4)] public long Wakes { get; init; }

    /// <summary>Accounts that the live sweep has judged in full so far, although no guard asked for it.</summary>
    [Id(6)] public long Swept { get; init; }

    /// <summary>Those among them that would have changed: guards that missed something. It must stay 0.</summary>
    [Id(7)] public long Disagreements { get; init; }

    /// <summary>The currencies that the accounts are kept in, by code.</summary>
    [Id(5)] public ImmutableArray<string> Currencies { get; init; } = [];
}
