using MarginGrains.Core.Accruals;
using MarginGrains.Core.Calls;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Accounts;

/// <summary>When something is counted on an account, or done to it by a company, although nobody trades.</summary>
internal static class AccountBorders
{
    /// <summary>The first border or corporate action after an instant; null when there is none.</summary>
    public static DateTimeOffset? Next(Account account, IMarket market, DateTimeOffset after)
    {
        var terms = new CostTerms(market, account.RegimeId, default);
        var next = CostBorders.Next(account.Portfolio, terms, after) ?? DateTimeOffset.MaxValue;
        foreach (var bucket in account.Buckets)
        {
            if (CostBorders.Next(bucket.Portfolio, terms, after) is { } border && border < next) next = border;
        }

        if (market.HasActions)
        {
            foreach (var symbol in Securities(account))
            {
                foreach (var action in market.FindActions(symbol))
                {
                    if (action.ExAt > after && action.ExAt < next) next = action.ExAt;
                }
            }
        }

        return next == DateTimeOffset.MaxValue ? null : next;
    }

    /// <summary>The actions of an instant on what the account has, in the order of the symbols and ids.</summary>
    public static IEnumerable<CorporateAction> Actions(Account account, IMarket market, DateTimeOffset at) =>
        market.HasActions
            ? [.. Securities(account).SelectMany(s => market.FindActions(s)).Where(a => a.ExAt == at)]
            : [];

    /// <summary>What all positions share, and each bucket.</summary>
    public static IReadOnlyList<Symbol?> Buckets(Account account) =>
        account.Buckets.IsEmpty ? [null] : [null, .. account.Buckets.Select(b => (Symbol?)b.Symbol)];

    /// <summary>The terms of the periods that end at an instant.</summary>
    public static CostTerms Terms(Account account, IMarket market, DateTimeOffset at) =>
        new(market, account.RegimeId, Overdue(account, at));

    /// <summary>
    /// What is past due: a debt, what is left of calls that were due, and of those that are being liquidated for.
    /// </summary>
    private static Money Overdue(Account account, DateTimeOffset at)
    {
        var overdue = Money.Zero(account.Currency);
        // A debt without a due time is owed at once.
        if (account.IsInDebt && (account.Debt is not { State: DebtState.Open, DueAt: { } dueAt } || dueAt <= at))
        {
            return Money.Max(overdue, -account.Portfolio.Balance(account.Currency));
        }

        foreach (var call in account.Calls)
        {
            if (call.State == CallState.Held || (call.State == CallState.Open && call.DueAt <= at))
            {
                overdue += call.Outstanding;
            }
        }

        foreach (var liquidation in account.Liquidations)
        {
            if (liquidation.Outstanding is { IsPositive: true } left) overdue += left;
        }

        return overdue;
    }

    private static SortedSet<Symbol> Securities(Account account)
    {
        var symbols = new SortedSet<Symbol>();
        foreach (var position in account.Portfolio.Positions) symbols.Add(position.Symbol);
        foreach (var holding in account.Portfolio.Collateral) symbols.Add(holding.Symbol);
        foreach (var order in account.Portfolio.Orders) symbols.Add(order.Symbol);
        foreach (var bucket in account.Buckets) symbols.Add(bucket.Symbol);
        return symbols;
    }
}
