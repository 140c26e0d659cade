using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Oracle;

/// <summary>
/// The figures of the naive calculator, in the account's currency; all zero when something is missing.
/// </summary>
/// <param name="IsPriced">Whether every price, rate and term was there.</param>
/// <param name="Equity">As the calculator's Equity.</param>
/// <param name="Initial">As the calculator's InitialMargin.</param>
/// <param name="Maintenance">As the calculator's MaintenanceMargin.</param>
/// <param name="Used">As the calculator's UsedMargin.</param>
/// <param name="MarketValue">As the calculator's MarketValue.</param>
public sealed record NaiveFigures(
    bool IsPriced, Money Equity, Money Initial, Money Maintenance, Money Used, Money MarketValue)
{
    /// <summary>What stands against what is owed, as Taiwan's ratio has it.</summary>
    public Money Securities { get; init; }

    /// <summary>Loans and the value of what was sold short.</summary>
    public Money Owed { get; init; }

    /// <summary>As the calculator's Collateral.</summary>
    public Money Collateral { get; init; }

    /// <summary>As the calculator's Reserved.</summary>
    public Money Reserved { get; init; }

    /// <summary>As the calculator's UnrealizedPnl.</summary>
    public Money Unrealized { get; init; }

    /// <summary>As the calculator's Loan.</summary>
    public Money Loan { get; init; }

    /// <summary>As the calculator's Credit.</summary>
    public Money Credit { get; init; }

    internal static NaiveFigures Unpriced(Currency currency)
    {
        var nothing = Money.Zero(currency);
        return new(false, nothing, nothing, nothing, nothing, nothing);
    }
}
