using MarginGrains.Contracts.Accounts;
using MarginGrains.Core.Accounts;

namespace MarginGrains.Contracts.Monitors;

/// <summary>The order of a list of accounts.</summary>
public enum AccountSort
{
    /// <summary>Graver stage first, then the smaller share of maintenance margin that equity covers.</summary>
    Danger,

    /// <summary>Less excess liquidity first.</summary>
    ExcessLiquidity,
}

/// <summary>Orders lists of accounts; the same order in every monitor and at the gateway, so that pages can be merged.</summary>
public sealed class AccountOrder(AccountSort sort) : IComparer<AccountSummary?>
{
    /// <inheritdoc/>
    public int Compare(AccountSummary? x, AccountSummary? y)
    {
        if (x is null || y is null) return x is null ? y is null ? 0 : -1 : 1;
        var order = sort == AccountSort.Danger ? ByDanger(x, y) : ByExcess(x, y);
        return order != 0 ? order : string.CompareOrdinal(x.AccountId, y.AccountId);
    }

    /// <summary>How grave a stage is; a debt comes before a call.</summary>
    private static int Gravity(AccountSummary summary) => summary.Stage switch
    {
        Stage.Liquidating => 4,
        Stage.Call => 3,
        Stage.Deficit => 2,
        Stage.Warning => 1,
        _ => 0,
    };

    private static int ByDanger(AccountSummary x, AccountSummary y)
    {
        var order = Gravity(y).CompareTo(Gravity(x));
        if (order != 0) return order;
        order = IsAtRisk(y).CompareTo(IsAtRisk(x));
        if (order != 0 || !IsAtRisk(x)) return order;
        return Cover(x).CompareTo(Cover(y));
    }

    private static int ByExcess(AccountSummary x, AccountSummary y)
    {
        var order = IsAtRisk(y).CompareTo(IsAtRisk(x));
        return order != 0 || !IsAtRisk(x)
            ? order
            : x.Figures.ExcessLiquidity.Amount.CompareTo(y.Figures.ExcessLiquidity.Amount);
    }

    private static bool IsAtRisk(AccountSummary summary) =>
        summary.Figures.IsPriced && summary.Figures.MaintenanceMargin.IsPositive;

    private static decimal Cover(AccountSummary summary) =>
        summary.Figures.Equity.Amount / summary.Figures.MaintenanceMargin.Amount;
}
