using MarginGrains.Core.Calls;
using MarginGrains.Core.Liquidation;

namespace MarginGrains.Contracts.Monitors;

/// <summary>A call that is not over.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="RegimeId">Its regime.</param>
/// <param name="Call">The call.</param>
[GenerateSerializer, Immutable, Alias("openCall")]
public sealed record OpenCall(
    [property: Id(0)] string AccountId,
    [property: Id(1)] string RegimeId,
    [property: Id(2)] MarginCall Call)
{
    /// <summary>Where it stands in the list: due first, those without a due time last.</summary>
    public OpenRank Rank => new(Call.DueAt ?? DateTimeOffset.MaxValue, AccountId, Call.CallId);
}

/// <summary>A liquidation that is not over.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="RegimeId">Its regime.</param>
/// <param name="Liquidation">The liquidation.</param>
[GenerateSerializer, Immutable, Alias("runningLiquidation")]
public sealed record RunningLiquidation(
    [property: Id(0)] string AccountId,
    [property: Id(1)] string RegimeId,
    [property: Id(2)] LiquidationState Liquidation)
{
    /// <summary>Where it stands in the list: the oldest first.</summary>
    public OpenRank Rank => new(Liquidation.StartedAt, AccountId, Liquidation.LiquidationId);
}

/// <summary>Where something stands in a list by time; enough to go on with what comes after it.</summary>
/// <param name="At">The instant by which the list is ordered.</param>
/// <param name="AccountId">Settles ties.</param>
/// <param name="Id">Settles the rest.</param>
[GenerateSerializer, Immutable, Alias("openRank")]
public readonly record struct OpenRank(
    [property: Id(0)] DateTimeOffset At,
    [property: Id(1)] string AccountId,
    [property: Id(2)] string Id) : IComparable<OpenRank>
{
    /// <inheritdoc/>
    public int CompareTo(OpenRank other)
    {
        var order = At.CompareTo(other.At);
        if (order == 0) order = string.CompareOrdinal(AccountId, other.AccountId);
        return order != 0 ? order : string.CompareOrdinal(Id, other.Id);
    }
}

/// <summary>Which calls to list.</summary>
/// <param name="State">Only this state, or null for all.</param>
/// <param name="Limit">At most so many.</param>
/// <param name="After">Only what comes after this rank, or null for the first page.</param>
[GenerateSerializer, Immutable, Alias("callQuery")]
public sealed record CallQuery(
    [property: Id(0)] CallState? State, [property: Id(1)] int Limit, [property: Id(2)] OpenRank? After);

/// <summary>Which liquidations to list.</summary>
/// <param name="IsWaiting">Only those that wait, only those that do not, or null for all.</param>
/// <param name="Limit">At most so many.</param>
/// <param name="After">Only what comes after this rank, or null for the first page.</param>
[GenerateSerializer, Immutable, Alias("liquidationQuery")]
public sealed record LiquidationQuery(
    [property: Id(0)] bool? IsWaiting, [property: Id(1)] int Limit, [property: Id(2)] OpenRank? After);
