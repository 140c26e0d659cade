namespace MarginGrains.Core.Regimes;

/// <content>Loans on stock.</content>
public static partial class RegimePresets
{
    /// <summary>
    /// A US margin loan on stock: 50 % to open, per-security maintenance (30 % house), two business days. A purchase
    /// beyond initial margin is called for itself, judged on the net of the day; one beyond maintenance margin is an
    /// intraday deficit, due in five days, and restricts for 90 when it is not met.
    /// Source: Federal Reserve Regulation T; FINRA Rule 4210 with its intraday standards of 2026; house rates on top.
    /// </summary>
    public static Regime UsRegT => new()
    {
        Id = new("us-reg-t"),
        Description =
            "US margin loan on stock: initial 50 %, house maintenance per security, two business days to cure.",
        RegimeRatio = Measure.EquityToMarketValue,
        Warning = new(Below(Measure.EquityToMaintenance, 1.10m), Below(Measure.EquityToMaintenance, 1.15m)),
        Calls =
        [
            new()
            {
                Name = "maintenance",
                Trigger = Below(Measure.EquityToMaintenance, 1m),
                Restores = CallTarget.Maintenance,
                ClearLevel = Below(Measure.EquityToMaintenance, 1m),
                Grace = new GracePeriod.BusinessDays(2, new(21, 0), []),
                IncreaseStep = new(0.25m),
                Reminders = DayAndHours,
            },
            new()
            {
                Name = "initial",
                Trigger = Below(Measure.EquityToInitial, 1m),
                Restores = CallTarget.Initial,
                ClearLevel = Below(Measure.EquityToInitial, 1m),
                LiftedByPayment = true,
                SalesCredit = new(0.50m),
                Judged = Judgement.Fill,
                CuredAt = Judgement.Settlement,
                Grace = new GracePeriod.BusinessDays(3, new(21, 0), []),
                Reminders = DayAndHours,
            },
            new()
            {
                Name = "intraday",
                Trigger = Below(Measure.EquityToMaintenance, 1m),
                Restores = CallTarget.Maintenance,
                ClearLevel = Below(Measure.EquityToMaintenance, 1m),
                Judged = Judgement.Fill,
                Grace = new GracePeriod.BusinessDays(5, new(21, 0), []),
                OnExpiry = ExpiryAction.Restrict,
                RestrictionDays = 90,
            },
        ],
        Liquidation = new() { Target = Below(Measure.EquityToMaintenance, 1.05m) },
        NegativeBalance = NegativeBalanceRule.Debt,
        UnrealizedGainsWithdrawable = true,
        LendsCash = true,
    };

    /// <summary>
    /// Taiwan's securities financing: 60 % of a purchase is lent, short sales hold proceeds and a deposit of 90 %.
    /// Below 130 % for the account as a whole a fixed amount is called for; 130 % on the due day holds the call, 166 %
    /// or the noticed amount cancels it, a relapse is due the same afternoon, disposal starts on the next business day.
    /// Source: TWSE Operating Rules of the credit accounts, Article 55. Times are Taipei's, in UTC.
    /// </summary>
    public static Regime TwFinancing => new()
    {
        Id = new("tw-financing"),
        Description = "Securities financing in Taiwan: call below 130 % of the loan, cancelled at 166 % or when paid.",
        RegimeRatio = Measure.CollateralToLoan,
        Warning = new(Below(Measure.CollateralToLoan, 1.40m), Below(Measure.CollateralToLoan, 1.45m)),
        Calls =
        [
            new()
            {
                Name = "maintenance",
                Trigger = Below(Measure.CollateralToLoan, 1.30m),
                Restores = CallTarget.ClearLevel,
                ClearLevel = Below(Measure.CollateralToLoan, 1.66m),
                LiftedByPayment = true,
                HoldLine = Below(Measure.CollateralToLoan, 1.30m),
                RelapseCutOff = new(7, 30),
                Judged = Judgement.Settlement,
                SettlementTime = new(5, 30),
                Grace = new GracePeriod.BusinessDays(2, new(7, 30), []),
                Reminders = DayAndHours,
            },
        ],
        Liquidation = new()
        {
            Target = Below(Measure.CollateralToLoan, 1.66m),
            Order = SelectionOrder.LargestLoss,
            StartsNextBusinessDayAt = new(1, 0),
        },
        Financing = new(new(0.60m), new(0.90m)),
        NegativeBalance = NegativeBalanceRule.Debt,
        Debt = new(new GracePeriod.BusinessDays(1, new(7, 30), []), null),
        UnrealizedGainsWithdrawable = true,
    };

    /// <summary>
    /// A Hong Kong broker's margin loan: rates per stock, no new positions below initial margin, a call below
    /// maintenance margin back to initial, due on the third trading day with that of the notice, and dearer margin for
    /// what dominates the account or the broker's book.
    /// Source: the margin pages of Longbridge and Futu; the SFC's guidelines of 2019 on concentration by stock and
    /// client.
    /// </summary>
    public static Regime HkHouse => new()
    {
        Id = new("hk-house"),
        Description = "Hong Kong margin loan: rates per stock, a call below maintenance restores initial margin.",
        RegimeRatio = Measure.EquityToMaintenance,
        Warning = new(Below(Measure.EquityToInitial, 1m), Below(Measure.EquityToInitial, 1.02m)),
        NoNewRisk = Below(Measure.EquityToInitial, 1m),
        Calls =
        [
            new()
            {
                Name = "maintenance",
                Trigger = Below(Measure.EquityToMaintenance, 1m),
                Restores = CallTarget.Initial,
                ClearLevel = Below(Measure.EquityToInitial, 1m),
                Grace = new GracePeriod.BusinessDays(2, new(8, 0), []),
                IncreaseStep = new(0.25m),
                Reminders = DayAndHours,
            },
        ],
        Liquidation = new()
        {
            StopOut = Below(Measure.EquityToMaintenance, 0.50m),
            Target = Below(Measure.EquityToMaintenance, 1.05m),
            Order = SelectionOrder.MostFreedPerCost,
        },
        Concentration = new(new(new(0.80m), new(0.20m)), new(10_000_000m, new(0.20m))),
        ForeignBalanceHaircut = new(0.02m),
        NegativeBalance = NegativeBalanceRule.Debt,
        UnrealizedGainsWithdrawable = true,
        LendsCash = true,
    };
}
