using MarginGrains.Contracts.Accounts;
using MarginGrains.Core.Accounts;
using MarginGrains.Core.Margin;

namespace MarginGrains.Contracts.Monitors;

/// <summary>The order of a list of accounts.</summary>
public enum AccountSort
{
    /// <summary>Graver stage first, then the smaller share of maintenance margin that equity covers.</summary>
    Danger,

    /// <summary>Less excess liquidity first.</summary>
    ExcessLiquidity,
}

/// <summary>
/// Where an account stands in an order: enough to go on with the one after it, even when it has moved since.
/// </summary>
/// <param name="Gravity">Higher comes first; 0 where the order does not look at stages.</param>
/// <param name="IsAtRisk">Priced and with maintenance margin; comes before what is not.</param>
/// <param name="Measure">Lower comes first; 0 without risk.</param>
/// <param name="AccountId">Settles ties.</param>
[GenerateSerializer, Immutable, Alias("accountRank")]
public readonly record struct AccountRank(
    [property: Id(0)] int Gravity,
    [property: Id(1)] bool IsAtRisk,
    [property: Id(2)] decimal Measure,
    [property: Id(3)] string AccountId) : IComparable<AccountRank>
{
    /// <inheritdoc/>
    public int CompareTo(AccountRank other)
    {
        var order = other.Gravity.CompareTo(Gravity);
        if (order == 0) order = other.IsAtRisk.CompareTo(IsAtRisk);
        if (order == 0) order = Measure.CompareTo(other.Measure);
        return order != 0 ? order : string.CompareOrdinal(AccountId, other.AccountId);
    }
}

/// <summary>
/// Orders lists of accounts; the same order in every monitor and at the gateway, so that pages can be merged.
/// </summary>
public sealed class AccountOrder(AccountSort sort) : IComparer<AccountSummary?>
{
    /// <inheritdoc/>
    public int Compare(AccountSummary? x, AccountSummary? y)
    {
        if (x is null || y is null) return x is null ? y is null ? 0 : -1 : 1;
        return RankOf(x).CompareTo(RankOf(y));
    }

    /// <summary>Where an account stands.</summary>
    public AccountRank RankOf(AccountSummary summary) =>
        RankOf(summary.AccountId, summary.Stage, summary.Figures);

    /// <summary>Where an account stands by its figures.</summary>
    public AccountRank RankOf(string accountId, Stage stage, in MarginFigures figures)
    {
        var atRisk = figures.IsPriced && figures.MaintenanceMargin.IsPositive;
        return sort == AccountSort.Danger
            ? new(Gravity(stage), atRisk,
                atRisk ? figures.Equity.Amount / figures.MaintenanceMargin.Amount : 0m, accountId)
            : new(0, atRisk, atRisk ? figures.ExcessLiquidity.Amount : 0m, accountId);
    }

    /// <summary>How grave a stage is; a debt comes before a call.</summary>
    private static int Gravity(Stage stage) => stage switch
    {
        Stage.Liquidating => 4,
        Stage.Call => 3,
        Stage.Deficit => 2,
        Stage.Warning => 1,
        _ => 0,
    };
}
