using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Regimes;

/// <summary>The regimes that ship with the product. Each is data like any other and may be redefined.</summary>
public static class RegimePresets
{
    /// <summary>Every preset.</summary>
    public static IReadOnlyList<Regime> All { get; } = [UsRegT, Futures, FuturesAtSettlement, FxRetail];

    /// <summary>
    /// A US margin loan on stock: 50 % to open, per-security maintenance (30 % house), two business days.
    /// Source: Federal Reserve Regulation T; FINRA Rule 4210; house rates on top.
    /// </summary>
    public static Regime UsRegT => new()
    {
        Id = new("us-reg-t"),
        Description =
            "US margin loan on stock: initial 50 %, house maintenance per security, two business days to cure.",
        RegimeRatio = Measure.EquityToMarketValue,
        Warning = new(
            new(Measure.EquityToMaintenance, Comparator.Below, new(1.10m)),
            new(Measure.EquityToMaintenance, Comparator.Below, new(1.15m))),
        Call = new()
        {
            Trigger = new(Measure.EquityToMaintenance, Comparator.Below, Ratio.One),
            Restores = CallTarget.Maintenance,
            ClearLevel = new(Measure.EquityToMaintenance, Comparator.Below, Ratio.One),
            Grace = new GracePeriod.BusinessDays(2, new(21, 0), []),
            IncreaseStep = new(0.25m),
        },
        Liquidation = new() { Target = new(Measure.EquityToMaintenance, Comparator.Below, new(1.05m)) },
        NegativeBalance = NegativeBalanceRule.Debt,
        UnrealizedGainsWithdrawable = true,
        LendsCash = true,
    };

    /// <summary>
    /// Exchange futures: amounts per contract by date, a call below maintenance back to initial, forced below 25 % of
    /// initial until it is whole again. Source: the risk indicator of TAIFEX's brokers; CME's maintenance and initial
    /// margin.
    /// </summary>
    public static Regime Futures => new()
    {
        Id = new("futures"),
        Description =
            "Exchange futures: a call below maintenance restores initial margin, due at noon of the next business day.",
        RegimeRatio = Measure.EquityToInitial,
        Warning = new(
            new(Measure.EquityToMaintenance, Comparator.Below, new(1.03m)),
            new(Measure.EquityToMaintenance, Comparator.Below, new(1.05m))),
        Call = new()
        {
            Trigger = new(Measure.EquityToMaintenance, Comparator.Below, Ratio.One),
            Restores = CallTarget.Initial,
            ClearLevel = new(Measure.EquityToInitial, Comparator.Below, Ratio.One),
            Grace = new GracePeriod.BusinessDays(1, new(12, 0), []),
            IncreaseStep = new(0.25m),
        },
        Liquidation = new()
        {
            StopOut = new(Measure.EquityToInitial, Comparator.Below, new(0.25m)),
            Target = new(Measure.EquityToInitial, Comparator.AtOrBelow, Ratio.One),
        },
        NegativeBalance = NegativeBalanceRule.Debt,
    };

    /// <summary>
    /// The same futures judged once a day: the call is fixed at settlement, due at noon of the next business day, and
    /// lifted by payment, not by price.
    /// </summary>
    public static Regime FuturesAtSettlement => Futures with
    {
        Id = new("futures-settlement"),
        Description = "Exchange futures judged at the daily settlement; a call is lifted by payment, not by price.",
        Call = new()
        {
            Trigger = new(Measure.EquityToMaintenance, Comparator.Below, Ratio.One),
            Restores = CallTarget.Initial,
            LiftedByPayment = true,
            Judged = Judgement.Settlement,
            Grace = new GracePeriod.BusinessDays(1, new(12, 0), []),
        },
    };

    /// <summary>
    /// Retail FX and CFD: margin level = equity ÷ used margin; no new risk at 100 % or below, a call below 75 %,
    /// stop-out below 50 % by the smallest step, losses beyond the deposit written off.
    /// Source: ESMA's close-out rule of 2018; the smallest-step stop-out of cTrader.
    /// </summary>
    public static Regime FxRetail => new()
    {
        Id = new("fx-retail"),
        Description = "Retail FX and CFD: call below 75 % margin level, stop-out below 50 %, by the smallest step.",
        RegimeRatio = Measure.EquityToUsedMargin,
        Warning = new(
            new(Measure.EquityToUsedMargin, Comparator.Below, new(0.85m)),
            new(Measure.EquityToUsedMargin, Comparator.Below, Ratio.One)),
        Call = new()
        {
            Trigger = new(Measure.EquityToUsedMargin, Comparator.Below, new(0.75m)),
            Restores = CallTarget.ClearLevel,
            ClearLevel = new(Measure.EquityToUsedMargin, Comparator.Below, Ratio.One),
            Grace = new GracePeriod.Elapsed(TimeSpan.FromHours(24)),
            IncreaseStep = new(0.25m),
        },
        Liquidation = new()
        {
            StopOut = new(Measure.EquityToUsedMargin, Comparator.Below, new(0.50m)),
            Target = new(Measure.EquityToUsedMargin, Comparator.Below, new(0.5005m)),
        },
        NoNewRisk = new(Measure.EquityToUsedMargin, Comparator.AtOrBelow, Ratio.One),
        NegativeBalance = NegativeBalanceRule.WriteOff,
        ConvertsRealizedPnl = true,
    };
}
