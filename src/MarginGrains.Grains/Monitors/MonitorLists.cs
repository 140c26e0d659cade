using System.Collections.Immutable;
using MarginGrains.Contracts.Monitors;
using MarginGrains.Core.Accounts;

namespace MarginGrains.Grains.Monitors;

/// <summary>What is open in a monitor's partition, in the order in which it has to be looked at.</summary>
internal static class MonitorLists
{
    public static ImmutableArray<OpenCall> Calls(IEnumerable<GuardedAccount> accounts, CallQuery query) =>
    [
        .. Accounts(accounts)
            .SelectMany(a => a.Calls.Select(c => new OpenCall(a.Id.Value, a.RegimeId.Value, c)))
            .Where(c => (query.State is null || c.Call.State == query.State) && IsAfter(c.Rank, query.After))
            .OrderBy(c => c.Rank)
            .Take(query.Limit),
    ];

    public static ImmutableArray<RunningLiquidation> Liquidations(
        IEnumerable<GuardedAccount> accounts, LiquidationQuery query) =>
    [
        .. Accounts(accounts)
            .SelectMany(a => a.Liquidations.Select(l => new RunningLiquidation(a.Id.Value, a.RegimeId.Value, l)))
            .Where(l => (query.IsWaiting is not { } waiting || l.Liquidation.WaitingFor is not null == waiting)
                && IsAfter(l.Rank, query.After))
            .OrderBy(l => l.Rank)
            .Take(query.Limit),
    ];

    private static IEnumerable<Account> Accounts(IEnumerable<GuardedAccount> accounts) =>
        accounts.Select(a => a.Account).OfType<Account>();

    private static bool IsAfter(OpenRank rank, OpenRank? after) => after is not { } last || rank.CompareTo(last) > 0;
}
