using MarginGrains.Core.Instruments;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Core.Margin;

/// <summary>A balance in an evaluation.</summary>
/// <param name="Balance">The settled cash.</param>
/// <param name="Conversion">To the account's currency.</param>
/// <param name="Haircut">Share taken off.</param>
/// <param name="Value">What it counts, in the account's currency.</param>
public readonly record struct BalanceLine(Money Balance, Conversion Conversion, Ratio Haircut, Money Value);

/// <summary>What has accrued of one kind, in an evaluation.</summary>
/// <param name="Line">The exact sum and what of it was charged.</param>
/// <param name="Conversion">To the account's currency.</param>
/// <param name="Value">What it counts, in the account's currency: below zero for a cost.</param>
public readonly record struct CostValue(CostLine Line, Conversion Conversion, Money Value);

/// <summary>Collateral in an evaluation.</summary>
/// <param name="Holding">What is held.</param>
/// <param name="Terms">Its terms; null when it is not eligible.</param>
/// <param name="Mark">The mark it was valued at; null when it is not eligible.</param>
/// <param name="Share">Of its value that counts, after haircut and the book's cap.</param>
/// <param name="Value">What it counts, in the account's currency.</param>
public readonly record struct CollateralLine(
    CollateralHolding Holding, EligibleCollateral? Terms, Mark? Mark, Ratio Share, Money Value);

/// <summary>Why margin is needed that no position needs by itself.</summary>
public enum ChargeKind
{
    /// <summary>Working orders on the worse side.</summary>
    WorkingOrders,

    /// <summary>One instrument dominates the account.</summary>
    InstrumentConcentration,

    /// <summary>The client holds much.</summary>
    ClientConcentration,
}

/// <summary>Margin beside that of the positions, in the account's currency.</summary>
/// <param name="Kind">Why.</param>
/// <param name="Symbol">The instrument, or null for the account as a whole.</param>
/// <param name="InitialMargin">Not negative.</param>
/// <param name="MaintenanceMargin">Not negative.</param>
public readonly record struct ChargeLine(
    ChargeKind Kind, Symbol? Symbol, Money InitialMargin, Money MaintenanceMargin);

/// <summary>What rounding added to the totals, in the account's currency.</summary>
/// <param name="Equity">Not positive when rounding is against the account.</param>
/// <param name="InitialMargin">Not negative when rounding is against the account.</param>
/// <param name="MaintenanceMargin">Not negative when rounding is against the account.</param>
public readonly record struct RoundedLine(Money Equity, Money InitialMargin, Money MaintenanceMargin);

/// <summary>One position in an evaluation; money in the account's currency unless said otherwise.</summary>
/// <param name="Position">The position.</param>
/// <param name="Instrument">Its instrument.</param>
/// <param name="Mark">The mark it was valued at.</param>
/// <param name="Terms">The margin terms in force.</param>
/// <param name="Conversion">From the quote currency to the account's.</param>
public readonly record struct PositionLine(
    Position Position, Instrument Instrument, Mark Mark, MarginTerms Terms, Conversion Conversion)
{
    /// <summary>|quantity| × multiplier × mark, in the quote currency.</summary>
    public Money Notional { get; init; }

    /// <summary>The price that valued it: the mark, or where it could be closed.</summary>
    public Price ValuedAt { get; init; }

    /// <summary>The leverage cap that made initial margin what it is; null where the terms did.</summary>
    public Ratio? Cap { get; init; }

    /// <summary>The session's multiplier on the terms; null when they know no sessions.</summary>
    public SessionFactor? Session { get; init; }

    /// <summary>The policy by which both sides count together; null where one side is held.</summary>
    public HedgePolicy? Hedge { get; init; }

    /// <summary>Cash bound to the position, signed, rounded; zero for most.</summary>
    public Money Financing { get; init; }

    /// <summary>Signed value of what is held, rounded.</summary>
    public Money MarketValue { get; init; }

    /// <summary>Signed gain since opening, rounded.</summary>
    public Money UnrealizedPnl { get; init; }

    /// <summary>What of the two counts in equity.</summary>
    public Money EquityShare { get; init; }

    /// <summary>Needed to open, rounded.</summary>
    public Money InitialMargin { get; init; }

    /// <summary>Needed to keep, rounded.</summary>
    public Money MaintenanceMargin { get; init; }
}
