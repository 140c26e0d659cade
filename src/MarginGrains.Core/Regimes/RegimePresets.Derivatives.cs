using MarginGrains.Core.Instruments;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Regimes;

/// <content>Futures, FX and CFD, perpetuals.</content>
public static partial class RegimePresets
{
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
        Warning = new(Below(Measure.EquityToMaintenance, 1.03m), Below(Measure.EquityToMaintenance, 1.05m)),
        Calls =
        [
            new()
            {
                Name = "maintenance",
                Trigger = Below(Measure.EquityToMaintenance, 1m),
                Restores = CallTarget.Initial,
                ClearLevel = Below(Measure.EquityToInitial, 1m),
                Grace = new GracePeriod.BusinessDays(1, new(12, 0), []),
                IncreaseStep = new(0.25m),
                Reminders = [TimeSpan.FromHours(4), TimeSpan.FromHours(1)],
            },
        ],
        Liquidation = new()
        {
            StopOut = Below(Measure.EquityToInitial, 0.25m),
            Target = AtOrBelow(Measure.EquityToInitial, 1m),
        },
        NegativeBalance = NegativeBalanceRule.Debt,
        Debt = new(new GracePeriod.BusinessDays(1, new(12, 0), []), new GracePeriod.BusinessDays(3, new(12, 0), [])),
    };

    /// <summary>
    /// The same futures judged once a day: the call is fixed at settlement, due at noon of the next business day, and
    /// lifted by payment, not by price. Between settlements a risk indicator below 75 % is told as an intraday notice.
    /// </summary>
    public static Regime FuturesAtSettlement => Futures with
    {
        Id = new("futures-settlement"),
        Description = "Exchange futures judged at the daily settlement; a call is lifted by payment, not by price.",
        Calls =
        [
            new()
            {
                Name = "settlement",
                Trigger = Below(Measure.EquityToMaintenance, 1m),
                Restores = CallTarget.Initial,
                LiftedByPayment = true,
                Judged = Judgement.Settlement,
                Grace = new GracePeriod.BusinessDays(1, new(12, 0), []),
                Reminders = [TimeSpan.FromHours(4), TimeSpan.FromHours(1)],
            },
            new()
            {
                Name = "intraday",
                Trigger = Below(Measure.EquityToInitial, 0.75m),
                Restores = CallTarget.Initial,
                ClearLevel = Below(Measure.EquityToInitial, 1m),
                Grace = new GracePeriod.WithoutEnd(),
            },
        ],
    };

    /// <summary>
    /// Retail FX and CFD: margin level = equity ÷ used margin; no new risk at 100 % or below, a call below 75 %,
    /// stop-out below 50 % by the smallest step, losses beyond the deposit written off, leverage capped by instrument
    /// and client class. Source: ESMA's product intervention of 2018, (EU) 2018/796; the smallest-step stop-out of
    /// cTrader.
    /// </summary>
    public static Regime FxRetail => new()
    {
        Id = new("fx-retail"),
        Description = "Retail FX and CFD: call below 75 % margin level, stop-out below 50 %, by the smallest step.",
        RegimeRatio = Measure.EquityToUsedMargin,
        Warning = new(Below(Measure.EquityToUsedMargin, 0.85m), Below(Measure.EquityToUsedMargin, 1m)),
        Calls =
        [
            new()
            {
                Name = "margin",
                Trigger = Below(Measure.EquityToUsedMargin, 0.75m),
                Restores = CallTarget.ClearLevel,
                ClearLevel = Below(Measure.EquityToUsedMargin, 1m),
                Grace = new GracePeriod.Elapsed(TimeSpan.FromHours(24)),
                IncreaseStep = new(0.25m),
                Reminders = [TimeSpan.FromHours(4), TimeSpan.FromHours(1)],
            },
        ],
        Liquidation = new()
        {
            StopOut = Below(Measure.EquityToUsedMargin, 0.50m),
            Target = Below(Measure.EquityToUsedMargin, 0.5005m),
        },
        NoNewRisk = AtOrBelow(Measure.EquityToUsedMargin, 1m),
        HedgePolicy = HedgePolicy.Maximum,
        LeverageCaps = new(
            [
                new(InstrumentClass.MajorForex, new(30m)),
                new(InstrumentClass.MinorForex, new(20m)),
                new(InstrumentClass.Gold, new(20m)),
                new(InstrumentClass.MajorIndex, new(20m)),
                new(InstrumentClass.MinorIndex, new(10m)),
                new(InstrumentClass.Commodity, new(10m)),
                new(InstrumentClass.Equity, new(5m)),
                new(InstrumentClass.Crypto, new(2m)),
            ],
            [
                new(ClientClass.Conservative, new(20m)),
                new(ClientClass.Steady, new(50m)),
                new(ClientClass.Active, new(100m)),
            ]),
        NegativeBalance = NegativeBalanceRule.WriteOff,
        ConvertsRealizedPnl = true,
    };

    /// <summary>
    /// Perpetuals: tiered margin, cross and isolated. At maintenance margin positions are reduced at once, tier by
    /// tier, back to initial margin with a buffer, each order limited by the bankruptcy price, its fee by what is left.
    /// Source: the maintenance tiers, reduce-only and liquidation ladders of Binance and Bybit; the limit price of dYdX
    /// v4.
    /// </summary>
    public static Regime CryptoPerpetual => new()
    {
        Id = new("crypto-perpetual"),
        Description = "Perpetuals: no call; at maintenance margin positions are reduced at once, tier by tier.",
        RegimeRatio = Measure.EquityToMaintenance,
        Warning = new(AtOrBelow(Measure.EquityToMaintenance, 1.50m), AtOrBelow(Measure.EquityToMaintenance, 1.60m)),
        NoNewRisk = AtOrBelow(Measure.EquityToMaintenance, 1.20m),
        Liquidation = new()
        {
            StopOut = AtOrBelow(Measure.EquityToMaintenance, 1m),
            Target = Below(Measure.EquityToInitial, 1.02m),
            Step = LiquidationStep.Tier,
            Fee = new(0.005m),
            LimitPrice = new(Ratio.One, new(1.5m)),
        },
        TopUp = new() { StopOutWaits = true },
        NegativeBalance = NegativeBalanceRule.WriteOff,
        ConvertsRealizedPnl = true,
    };
}
