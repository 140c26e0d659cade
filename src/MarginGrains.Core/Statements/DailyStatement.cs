using System.Collections.Immutable;
using MarginGrains.Core.Accounts;
using MarginGrains.Core.Calls;
using MarginGrains.Core.Margin;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Statements;

/// <summary>On which prices a day is closed.</summary>
public enum StatementState
{
    /// <summary>The marks that stood at the border: an official closing price is still missing.</summary>
    Draft,

    /// <summary>The official closing prices of the day, all of them.</summary>
    Final,
}

/// <summary>What a booking was for.</summary>
public enum BookingKind
{
    /// <summary>Cash that came in.</summary>
    Deposit,

    /// <summary>Cash that went out.</summary>
    Withdrawal,

    /// <summary>Fees of the broker.</summary>
    Fee,

    /// <summary>Securities bought or sold, less what was financed.</summary>
    Trade,

    /// <summary>Gains and losses of what is margined.</summary>
    RealizedPnl,

    /// <summary>Balances of other currencies that became one.</summary>
    Conversion,

    /// <summary>To or from what is in transit: the insurance fund, linked accounts, held withdrawals.</summary>
    InTransit,

    /// <summary>A loss beyond equity that the broker makes good.</summary>
    Protection,

    /// <summary>Interest, swap, funding and every other cost.</summary>
    Cost,
}

/// <summary>One movement of an account's cash.</summary>
/// <param name="Sequence">The event that booked it.</param>
/// <param name="Time">When.</param>
/// <param name="Kind">What for.</param>
/// <param name="Amount">Signed as it moved the balance, not zero.</param>
/// <param name="Reference">The id that names it, or empty.</param>
public sealed record StatementBooking(
    long Sequence, DateTimeOffset Time, BookingKind Kind, Money Amount, string Reference);

/// <summary>Where money that is under way goes.</summary>
public enum TransitKind
{
    /// <summary>From (above zero) or to the insurance fund, which has not confirmed it.</summary>
    Claim,

    /// <summary>To the client, held until it is confirmed or released.</summary>
    HeldWithdrawal,

    /// <summary>To a linked account, which has not booked it.</summary>
    LinkedTransfer,
}

/// <summary>A transfer that is under way at the border.</summary>
/// <param name="Kind">Where to.</param>
/// <param name="Id">Its id.</param>
/// <param name="Amount">Signed as it moved the balance.</param>
/// <param name="Since">When it left or was claimed.</param>
public sealed record TransferInTransit(TransitKind Kind, string Id, Money Amount, DateTimeOffset Since);

/// <summary>What a ledger account moved by during a day.</summary>
/// <param name="Account">The side of the books.</param>
/// <param name="Amount">Signed.</param>
public sealed record LedgerTotal(LedgerAccount Account, Money Amount);

/// <summary>A position at the end of a day; money in the account's currency, null while there is no price.</summary>
/// <param name="Symbol">The instrument.</param>
/// <param name="Quantity">Units, signed.</param>
/// <param name="AveragePrice">What they were opened at.</param>
public sealed record StatementPosition(Symbol Symbol, Quantity Quantity, Price AveragePrice)
{
    /// <summary>Whether it is isolated.</summary>
    public bool IsIsolated { get; init; }

    /// <summary>The price of the day, by the state of the statement; null without one.</summary>
    public Price? ClosingPrice { get; init; }

    /// <summary>Signed value at that price.</summary>
    public Money? MarketValue { get; init; }

    /// <summary>Signed gain since opening.</summary>
    public Money? UnrealizedPnl { get; init; }

    /// <summary>Needed to open.</summary>
    public Money? InitialMargin { get; init; }

    /// <summary>Needed to keep.</summary>
    public Money? MaintenanceMargin { get; init; }
}

/// <summary>
/// One account's trading day, a pure function of its journal and the prices of the day (rules DAYC-001 to DAYC-004).
/// </summary>
public sealed record DailyStatement
{
    /// <summary>The account.</summary>
    public required AccountId AccountId { get; init; }

    /// <summary>The day.</summary>
    public required ClosedDay Day { get; init; }

    /// <summary>On which prices it is closed.</summary>
    public required StatementState State { get; init; }

    /// <summary>Instruments whose official closing price is missing, in the order of the symbols.</summary>
    public ImmutableArray<Symbol> Missing { get; init; } = [];

    /// <summary>The account's currency.</summary>
    public required Currency Currency { get; init; }

    /// <summary>The account's version at the border.</summary>
    public required long Sequence { get; init; }

    /// <summary>The stage at the border.</summary>
    public Stage Stage { get; init; }

    /// <summary>Balances at the first instant, isolated margin included, in the order of the codes.</summary>
    public ImmutableArray<Money> Opening { get; init; } = [];

    /// <summary>Every booking of the day, in order.</summary>
    public ImmutableArray<StatementBooking> Bookings { get; init; } = [];

    /// <summary>Balances at the border: opening + Σ bookings, checked.</summary>
    public ImmutableArray<Money> Closing { get; init; } = [];

    /// <summary>What is under way at the border: claims, held withdrawals, money to linked accounts.</summary>
    public ImmutableArray<TransferInTransit> InTransit { get; init; } = [];

    /// <summary>What the day moved on every side of the books; zero in sum per currency.</summary>
    public ImmutableArray<LedgerTotal> Ledger { get; init; } = [];

    /// <summary>What is held, isolated positions last.</summary>
    public ImmutableArray<StatementPosition> Positions { get; init; } = [];

    /// <summary>The totals of what all positions share; unpriced while a price is missing.</summary>
    public required MarginFigures Figures { get; init; }

    /// <summary>The calls that are not over.</summary>
    public ImmutableArray<MarginCall> Calls { get; init; } = [];
}
