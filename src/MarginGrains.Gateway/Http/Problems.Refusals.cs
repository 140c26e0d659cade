using MarginGrains.Core.Accounts;

namespace MarginGrains.Gateway.Http;

/// <content>What the domain refuses. Exhaustive: a refusal without an entry fails a test.</content>
internal static partial class Problems
{
    /// <summary>The kind of each refusal.</summary>
    public static IReadOnlyDictionary<Rejection, ProblemKind> Refusals { get; } = new Dictionary<Rejection, ProblemKind>
    {
        [Rejection.AccountUnknown] = Refused(Rejection.AccountUnknown, 404, "account_unknown",
            "There is no such account",
            "No account with this id was opened, or it belongs to a group that you may not see.",
            "Check the id, or open the account first."),
        [Rejection.AccountExists] = Refused(Rejection.AccountExists, 409, "account_exists",
            "The account exists differently",
            "The account was opened under another regime or in another currency; neither changes by opening it again.",
            "Use another id."),
        [Rejection.RegimeUnknown] = Refused(Rejection.RegimeUnknown, 422, "regime_unknown", "There is no such regime",
            "The regime is not defined, or no version of it is in force yet.",
            "Define it first, or use one of GET /v1/regimes."),
        [Rejection.InstrumentUnknown] = Refused(Rejection.InstrumentUnknown, 422, "instrument_unknown",
            "There is no such instrument",
            "The instrument is not defined. Nothing was booked.", "Define it first, then send the same request again."),
        [Rejection.CurrencyWithoutRate] = Refused(Rejection.CurrencyWithoutRate, 422, "currency_without_rate",
            "The currency has no rate",
            "No currency pair leads from this currency to the account's, directly or over USD or EUR, so the "
            + "money could not be valued.", "Define the currency pair as an instrument first."),
        [Rejection.AmountNotPositive] = Refused(Rejection.AmountNotPositive, 422, "amount_not_positive",
            "The amount is not above zero",
            "Amounts are above zero; the type says the direction.", "Send a positive amount under a new id."),
        [Rejection.AmountTooPrecise] = Refused(Rejection.AmountTooPrecise, 422, "amount_too_precise",
            "The amount is too precise",
            "The amount has more decimals than its currency is settled in.", "Round it and send it under a new id."),
        [Rejection.QuantityZero] = Refused(Rejection.QuantityZero, 422, "quantity_zero", "The quantity is zero",
            "A fill or an order moves something.", "Send a quantity above zero under a new id."),
        [Rejection.FeeNegative] = Refused(Rejection.FeeNegative, 422, "fee_negative", "The fee is negative",
            "A fee is what the execution cost; a rebate is a deposit.",
            "Send the fee as zero or above, a rebate as a transfer."),
        [Rejection.OffLot] = Refused(Rejection.OffLot, 422, "off_lot", "The quantity is off the lot",
            "The quantity is no whole number of the instrument's lots.", "Use a multiple of the lot size."),
        [Rejection.ReferenceUnknown] = Refused(Rejection.ReferenceUnknown, 422, "reference_unknown",
            "The reference is unknown",
            "The liquidation order or claim is not one of this account's outstanding ones.", "Check the order's id."),
        [Rejection.NumbersTooLarge] = Refused(Rejection.NumbersTooLarge, 422, "numbers_too_large",
            "The numbers are too large",
            "The amount, or quantity × multiplier × price, is beyond what can be computed with exactly.",
            "Check the units of what you send."),
        [Rejection.AccountRestricted] = Refused(Rejection.AccountRestricted, 409, "account_restricted",
            "The account is restricted",
            "After an incident that a person has to look at, only orders that reduce are allowed.",
            "Have the desk lift the restriction."),
        [Rejection.AccountLiquidating] = Refused(Rejection.AccountLiquidating, 409, "account_liquidating",
            "The account is being liquidated",
            "Positions are being reduced by force; meanwhile nothing leaves the account and no risk is added.",
            "Wait for liquidation.completed."),
        [Rejection.CallOpen] = Refused(Rejection.CallOpen, 409, "call_open", "A margin call is open",
            "While a call is open nothing leaves the account and no risk is added.", "Meet the call first."),
        [Rejection.Unpriced] = Refused(Rejection.Unpriced, 409, "unpriced", "The account has no price",
            "A mark, a rate or a margin term is missing or stale; it is never taken for zero.",
            "Try again when prices have resumed."),
        [Rejection.NoNewRisk] = Refused(Rejection.NoNewRisk, 409, "no_new_risk", "No risk may be added",
            "The account is at or below the regime's line under which no order that adds risk is allowed.",
            "Deposit, or reduce positions."),
        [Rejection.FreeMarginInsufficient] = Refused(Rejection.FreeMarginInsufficient, 422, "free_margin_insufficient",
            "The free margin does not suffice", "After the order free margin would be below zero.",
            "Order less (the largest quantity is in the answer to orders:check), or deposit."),
        [Rejection.WithdrawalExceedsWithdrawable] = Refused(Rejection.WithdrawalExceedsWithdrawable, 422,
            "withdrawal_exceeds_withdrawable", "More than is withdrawable",
            "The withdrawal would break initial margin; the withdrawable amount is in the answer.",
            "Withdraw at most that amount."),
    };

    /// <summary>The kind of a refusal.</summary>
    public static ProblemKind Of(Rejection rejection) => Refusals[rejection];

    /// Whether a retry may succeed is Core's to say.
    private static ProblemKind Refused(
        Rejection rejection, int status, string code, string title, string meaning, string remedy) =>
        new(code, status, new Refusal(rejection, "").IsTransient, title, meaning, remedy);
}
