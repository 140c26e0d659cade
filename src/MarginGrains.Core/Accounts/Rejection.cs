using MarginGrains.Core.Margin;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Accounts;

/// <summary>
/// Why a command or an order is refused. Numbered in order of precedence: the smallest that applies is given.
/// </summary>
public enum Rejection
{
    /// <summary>There is no such account.</summary>
    AccountUnknown = 10,

    /// <summary>The account exists with another regime or currency.</summary>
    AccountExists = 11,

    /// <summary>An order with this id exists with other content.</summary>
    OrderExists = 12,

    /// <summary>The regime is unknown or not in force yet.</summary>
    RegimeUnknown = 20,

    /// <summary>The instrument is unknown.</summary>
    InstrumentUnknown = 21,

    /// <summary>No currency pair leads from the currency to the account's.</summary>
    CurrencyWithoutRate = 22,

    /// <summary>The security is none that the regime takes as collateral.</summary>
    CollateralUnknown = 23,

    /// <summary>No such call is open.</summary>
    CallUnknown = 24,

    /// <summary>There is no such working order.</summary>
    OrderUnknown = 25,

    /// <summary>There is no isolated bucket of the instrument.</summary>
    BucketUnknown = 26,

    /// <summary>No withdrawal of this id is held.</summary>
    WithdrawalUnknown = 27,

    /// <summary>The amount is not in the account's own currency.</summary>
    CurrencyForeign = 28,

    /// <summary>An account cannot top itself up, and no source is named twice.</summary>
    TopUpSourceRefused = 29,

    /// <summary>An amount must be above zero.</summary>
    AmountNotPositive = 30,

    /// <summary>An amount has more decimals than its currency.</summary>
    AmountTooPrecise = 31,

    /// <summary>A quantity must not be zero.</summary>
    QuantityZero = 32,

    /// <summary>A fee must not be negative.</summary>
    FeeNegative = 33,

    /// <summary>A quantity is no whole number of lots.</summary>
    OffLot = 34,

    /// <summary>The liquidation order or the claim is not one of this account's.</summary>
    ReferenceUnknown = 35,

    /// <summary>A number is too large to compute with exactly.</summary>
    NumbersTooLarge = 36,

    /// <summary>The instrument takes no orders: it is suspended or disabled.</summary>
    InstrumentSuspended = 37,

    /// <summary>The instrument takes only orders that reduce: it is frozen or discontinued.</summary>
    InstrumentReduceOnly = 38,

    /// <summary>The instrument must not be sold short.</summary>
    ShortNotAllowed = 39,

    /// <summary>The account is restricted to orders that reduce.</summary>
    AccountRestricted = 40,

    /// <summary>The account is being liquidated.</summary>
    AccountLiquidating = 41,

    /// <summary>A margin call is open.</summary>
    CallOpen = 42,

    /// <summary>Fewer units than the smallest deal of the instrument.</summary>
    DealTooSmall = 43,

    /// <summary>More units than the largest deal of the instrument.</summary>
    DealTooLarge = 44,

    /// <summary>More units would be held than the instrument allows.</summary>
    PositionLimitExceeded = 45,

    /// <summary>The notional held would be larger than the instrument allows.</summary>
    NotionalLimitExceeded = 46,

    /// <summary>The call cannot be extended, or not as often.</summary>
    ExtensionNotAllowed = 47,

    /// <summary>A waiver needs the approval of a second person.</summary>
    WaiverNeedsSecondPerson = 48,

    /// <summary>An extension must move the due time later.</summary>
    DueNotLater = 49,

    /// <summary>A mark, a rate or a term is missing or stale; never taken for zero.</summary>
    Unpriced = 50,

    /// <summary>The account is at or below the line under which no risk may be added.</summary>
    NoNewRisk = 51,

    /// <summary>Free margin would be below zero.</summary>
    FreeMarginInsufficient = 52,

    /// <summary>More than is withdrawable.</summary>
    WithdrawalExceedsWithdrawable = 53,

    /// <summary>The leverage is above the cap of the client's class.</summary>
    LeverageCapExceeded = 54,

    /// <summary>More collateral than is held, or than margin can spare.</summary>
    CollateralInsufficient = 55,

    /// <summary>More credit than is granted.</summary>
    CreditInsufficient = 56,

    /// <summary>There is no such protective stop.</summary>
    StopUnknown = 60,

    /// <summary>Nothing is held on the side that a stop shall protect.</summary>
    PositionUnknown = 61,

    /// <summary>A stop of this id has triggered; it neither changes nor comes back.</summary>
    StopTriggered = 62,

    /// <summary>The account has as many stops as it may have.</summary>
    TooManyStops = 63,

    /// <summary>A stop has neither what its kind needs nor only that.</summary>
    StopMalformed = 64,

    /// <summary>The price of a stop is no whole number of ticks.</summary>
    StopOffTick = 65,

    /// <summary>The distance of a trailing stop is below a tick, or leaves no price.</summary>
    StopDistanceInvalid = 66,

    /// <summary>The price of a stop is reached already.</summary>
    StopWouldTrigger = 67,

    /// <summary>The instrument has no guaranteed stops.</summary>
    GuaranteedStopNotOffered = 68,

    /// <summary>A guaranteed stop is nearer to the price than the instrument allows.</summary>
    StopTooClose = 69,

    /// <summary>The instrument's market is closed; no order is placed, one that reduces neither.</summary>
    MarketClosed = 70,
}

/// <summary>A refusal with what the caller needs to understand it.</summary>
/// <param name="Code">Why.</param>
/// <param name="Detail">A sentence for people.</param>
/// <param name="Limit">The amount that would have been possible, where there is one.</param>
public sealed record Refusal(Rejection Code, string Detail, Money? Limit = null)
{
    /// <summary>Whether the same command may succeed later; only other refusals are stored as its answer.</summary>
    public bool IsTransient => Code is Rejection.AccountUnknown or Rejection.RegimeUnknown
        or Rejection.InstrumentUnknown or Rejection.CurrencyWithoutRate or Rejection.CollateralUnknown
        or Rejection.OrderUnknown or Rejection.BucketUnknown or Rejection.WithdrawalUnknown
        or (>= Rejection.InstrumentSuspended and <= Rejection.CallOpen)
        or Rejection.PositionLimitExceeded or Rejection.NotionalLimitExceeded
        or (>= Rejection.Unpriced and (< Rejection.StopTriggered or Rejection.TooManyStops
            or Rejection.StopWouldTrigger or Rejection.StopTooClose or Rejection.MarketClosed));
}

/// <summary>What the decider answers: events to store, or a refusal.</summary>
/// <param name="Events">In order; empty when nothing changes.</param>
/// <param name="Account">The account after them; null only when it does not exist.</param>
/// <param name="Refusal">Null when the command is accepted.</param>
public sealed record Decision(IReadOnlyList<AccountEvent> Events, Account? Account, Refusal? Refusal)
{
    /// <summary>Whether the command is accepted.</summary>
    public bool IsAccepted => Refusal is null;
}

/// <summary>What a judgement came to.</summary>
/// <param name="Events">In order; empty when nothing changes.</param>
/// <param name="Account">The account after them.</param>
/// <param name="Figures">
/// Of what all positions share, as judged; null without a regime in force or while a liquidation waits for answers.
/// </param>
public readonly record struct JudgedAccount(
    IReadOnlyList<AccountEvent> Events, Account Account, MarginFigures? Figures);
