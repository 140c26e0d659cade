using System.Collections.Immutable;
using MarginGrains.Contracts.Accounts;
using MarginGrains.Contracts.Monitors;
using MarginGrains.Core.Accounts;
using MarginGrains.Core.Margin;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;
using MarginGrains.Grains.Accounts;

namespace MarginGrains.Grains.Monitors;

/// <summary>What a monitor answers to readers, computed from its own copies at its own marks.</summary>
internal static class MonitorViews
{
    public static ImmutableArray<AccountSummary> List(
        IEnumerable<GuardedAccount> accounts, AccountListQuery query, IMarket market, DateTimeOffset now)
    {
        var order = new AccountOrder(query.Sort);
        return
        [
            .. accounts
                .Where(a => a.Account is not null && (query.Stage is null || a.Account.Stage == query.Stage))
                .Select(a => AccountViews.Summary(a.Account!, market, now))
                .Where(s => query.After is not { } after || order.RankOf(s).CompareTo(after) > 0)
                .Order(order)
                .Take(query.Limit),
        ];
    }

    public static MonitorCounts Count(
        IEnumerable<GuardedAccount> accounts, IMarket market, DateTimeOffset now)
    {
        var byStage = new int[Enum.GetValues<Stage>().Length];
        var currencies = new SortedSet<string>(StringComparer.Ordinal);
        int unpriced = 0, calls = 0, liquidations = 0;
        foreach (var account in accounts.Select(a => a.Account).OfType<Account>())
        {
            byStage[(int)account.Stage]++;
            currencies.Add(account.Currency.Code);
            calls += account.Calls.Count(c => c.Demands);
            liquidations += account.Liquidations.Length;
            if (account.IsExposed && !IsPriced(account, market, now)) unpriced++;
        }

        return new()
        {
            ByStage = [.. byStage], Unpriced = unpriced, OpenCalls = calls, Liquidations = liquidations,
            Currencies = [.. currencies],
        };
    }

    /// <summary>
    /// What an assessment would come to, without the explanations, and without the orders of a liquidation that starts:
    /// enough to know whether it yields anything, and how endangered the account is.
    /// </summary>
    public static JudgedAccount Judge(Account account, IMarket market, DateTimeOffset now) =>
        AccountDecider.Judge(account, market, now, plansOrders: !account.Liquidations.IsEmpty);

    /// <summary>Σ capped collateral of the partition's accounts, in the order of the symbols.</summary>
    public static ImmutableArray<CollateralHolding> Collateral(
        IEnumerable<GuardedAccount> accounts, IMarket market, DateTimeOffset now) =>
    [
        .. accounts.Select(a =>
            a.Account).OfType<Account>().SelectMany(a => Capped(a, market, now)).GroupBy(c => c.Symbol)
            .Select(g => new CollateralHolding(g.Key, g.Aggregate(default(Quantity), (sum, c) => sum + c.Quantity)))
            .OrderBy(c => c.Symbol),
    ];

    /// What counts for nothing in its own regime, or without a cap, uses up nobody's cap.
    private static IEnumerable<CollateralHolding> Capped(Account account, IMarket market, DateTimeOffset now) =>
        account.Portfolio.Collateral.IsEmpty || market.FindRegime(account.RegimeId, now) is not { } regime
            ? []
            : account.Portfolio.Collateral.Where(c => regime.FindCollateral(c.Symbol)?.BookCap is not null);

    private static bool IsPriced(Account stored, IMarket known, DateTimeOffset now)
    {
        var (account, market) = AccountAsOf.Of(stored, known, now);
        return market.FindRegime(account.RegimeId, now) is { } regime
            && MarginCalculator.Evaluate(account.Portfolio, regime, market, now).IsPriced;
    }
}
