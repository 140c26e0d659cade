using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Regimes;

/// <summary>A security that is accepted as collateral.</summary>
/// <param name="Symbol">The security.</param>
/// <param name="Haircut">Share taken off its value, from 0 to below 1.</param>
public sealed record EligibleCollateral(Symbol Symbol, Ratio Haircut)
{
    /// <summary>The most it may count for in one account, in the account's currency; null for no limit.</summary>
    public decimal? MaximumValue { get; init; }

    /// <summary>
    /// Units held by all accounts together up to which it counts in full; beyond, it counts in proportion. Null for no
    /// limit.
    /// </summary>
    public Quantity? BookCap { get; init; }
}

/// <summary>
/// Part of a position's value that stands out of the account needs more margin (rule MARG-019).
/// </summary>
/// <param name="Share">Of the account's whole market value, above 0 and below 1.</param>
/// <param name="Surcharge">Margin on the value beyond it, beside the instrument's own; above 0 and at most 1.</param>
public sealed record InstrumentConcentration(Ratio Share, Ratio Surcharge);

/// <summary>Market value of one client beyond an amount needs more margin (rule MARG-019).</summary>
/// <param name="Above">In the account's currency, above zero.</param>
/// <param name="Surcharge">Margin on the value beyond it; above 0 and at most 1.</param>
public sealed record ClientConcentration(decimal Above, Ratio Surcharge);

/// <summary>What concentration costs; null members for no such rule.</summary>
/// <param name="ByInstrument">One security among all of the account.</param>
/// <param name="ByClient">The client as a whole.</param>
public sealed record ConcentrationRule(InstrumentConcentration? ByInstrument, ClientConcentration? ByClient);
