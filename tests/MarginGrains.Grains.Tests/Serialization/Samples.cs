using System.Collections.Immutable;
using MarginGrains.Core.Accounts;
using MarginGrains.Core.Calls;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Liquidation;
using MarginGrains.Core.Margin;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;
using MarginGrains.Grains.Tests.Cluster;

namespace MarginGrains.Grains.Tests.Serialization;

/// <summary>
/// One of every kind, with values that are easy to lose: many digits, fractions of a second, nothing at all.
/// </summary>
internal static class Samples
{
    private static readonly DateTimeOffset Time = MarginCluster.Start + TimeSpan.FromTicks(1_234_567);

    private static readonly Mark CfdMark = new(
        new("CFD"), new(193.005m), Time, 3, 1_000_042, MarkKind.Mid) { Bid = new(193m), Ask = new(193.01m) };

    private static readonly MarketSet Market = MarketSet.Empty.With(Listed.Cfd("CFD")).With(CfdMark);

    private static readonly WorkingOrder Working = new(new("client-order 8"), new("CFD"), new(1.5m), new(190.25m));

    private static readonly Portfolio Held = new(
        new("USD"), [new(0.1m, new("EUR")), new(1000.10m, new("USD"))],
        [new Position(new("CFD"), new(100.5m), new(200.3333333333333333333333333m))]);

    /// What the figures and explanations of the samples leave out.
    private static readonly Portfolio HeldInFull = Held with
    {
        Positions =
        [
            .. Held.Positions,
            new(new("CFD"), new(-0.5m), new(201m)),
            new(new("STOCK"), new(7m), new(10m)) { Financing = new(-42m, Usd) },
        ],
        Collateral = [new(new("BOND"), new(12.5m))],
        Orders = [Working, new(new("client-order 9"), new("CFD"), new(-2m), null)],
        ClientClass = ClientClass.Active,
        Credit = new(500.01m, Usd),
        Costs = new(
            [new(CostKind.Interest, "EUR", new(1234.5678901234m, new("EUR")), 360) { Charged = new(-0.01m, new("EUR")) }],
            [
                new(CostKind.Interest, "USD", Time, 365) { Principal = new(42m, Usd), Spread = new(0.015m), Days = 1 },
                new(CostKind.Settlement, "CFD", Time, 1)
                {
                    Units = new(-0.5m), Average = new Price(201m), Reference = "settle-CFD-2026-03-02",
                },
            ]),
    };

    private static readonly Fill Sold = new(new("CFD"), new(-2.5m), new(193.005m), new(0.25m, Usd));

    private static readonly Fill Isolated = Sold with
    {
        Effect = FillEffect.Open, IsIsolated = true, Contract = ContractKind.Inverse,
    };

    private static readonly LiquidationOrder Order = new(
        new("liq-acct.1-2"), new("CFD"), new(-2.5m), new(-0.5m), new(193.005m), Time) { Limit = new(190.000001m) };

    private static readonly MarginCall Call = new(
        "call-1", "maintenance", new(12.34m, Usd), CallBasis.ClearLevel, Time)
    {
        AmountToInitial = new(0m, Usd),
        AmountNeeded = new(13m, Usd),
        DueAt = Time.AddDays(1),
        DueRule = "24 hours after notice",
        Paid = new(-1m, Usd),
        SalesCredit = new(0.5m),
        Extensions = 1,
        Reminders = 2,
    };

    private static readonly DebtCase Debt = new("debt-1", new(500.01m, Usd), Time)
    {
        State = DebtState.Overdue, DueAt = Time.AddDays(1), DueRule = "1 business day after notice, 12:00 UTC",
        DefaultAt = Time.AddDays(3),
    };

    private static readonly TopUpState TopUp = new()
    {
        Consent = new(true, "client", Time),
        Sources = [new(new("acct.2"), new(100.01m, Usd)), new(new("acct.3"), null)],
        Pending = new("topup-acct.1-1", new("acct.2"), new(0.01m, Usd), Time, Time.AddSeconds(-1)),
        IsExhausted = true,
        Used = [new(new("acct.2"), DateOnly.FromDateTime(Time.UtcDateTime), new(1.23m, Usd))],
    };

    private static readonly OutgoingTransfer Outgoing = new("topup-acct.0-1", new("acct.0"), new(0.01m, Usd), Time)
    {
        Reason = "It is all that the source can spare.",
    };

    private static readonly ProtectiveStop Stop = new(
        new("stop.1"), new(new("CFD"), true, StopKind.Trailing)
        {
            Quantity = new(2.5m), Distance = new(3.000001m), IsIsolated = true,
        },
        new(190.01m), 1_000_041)
    {
        Quantity = new(2.5m), Step = new(0.16m), Premium = new(0.3m, Usd),
        Trigger = new(
            Time, new(190m), new(2.5m), Order with { OrderId = new("stop-acct.1-3") }, Time.AddSeconds(1)),
    };

    private static readonly OperatorAct Act = new("desk.1", "The transfer is on its way.");

    /// <summary>One event of each case, each with a basis, a cause and a number.</summary>
    public static IReadOnlyList<AccountEvent> Events { get; } =
    [
        .. Cases().Select((e, i) => e with
        {
            Sequence = i + 1, Time = Time, Cause = new("fill", "fill-1"), Basis = i % 2 == 0 ? Basis() : null,
        }),
    ];

    /// <summary>An account in which everything is set that can be.</summary>
    public static Account Account { get; } = new()
    {
        Id = new("acct.1"), RegimeId = new("fx-retail"), Sequence = 42, Now = Time, OpenedAt = MarginCluster.Start,
        Portfolio = HeldInFull, Stage = Stage.Liquidating,
        Calls = [Call, Call with { CallId = "call-2", Rule = "initial", State = CallState.Held, DueAt = null }],
        Liquidations =
        [
            new("liquidation-acct.1-1", LiquidationReason.StopOut, Time, [Order], null, "MarkStale"),
            new("liquidation-acct.1-2", LiquidationReason.CallExpired, Time, [], Time.AddSeconds(1), null)
            {
                Bucket = new("PERP"), CallRule = "maintenance", Outstanding = new(12m, Usd), HasOrdered = true,
            },
        ],
        Buckets = [new(new("PERP"), new(Usd, [new(-3.5m, Usd)], [new(new("PERP"), new(-3m), new(3000m))]))],
        LiquidateLast = [new("CFD")], IsRestricted = true, RestrictedUntil = Time.AddDays(90), NoticedAt = Time, WarnedOfSwitch = Time.AddHours(1),
        IsFillUnjudged = true, RealizedPnl = [new(-0.01m, Usd)], CallCount = 2, LiquidationCount = 2, OrderCount = 2,
        Claims = [new("claim-acct.1-9", new(500m, Usd), Time)], SettledAt = MarginCluster.Start,
        JudgedMarks = [CfdMark],
        IsInDebt = true, Debt = Debt, DebtCount = 1,
        UnsettledGains = [new(12.5m, Usd)], UnsettledUntil = Time.AddHours(15),
        TopUp = TopUp, TopUpCount = 1, Outgoing = [Outgoing],
        Withdrawals = [new(new("w-1"), new(0.01m, Usd), Time)],
        Stops = [Stop, new(new("stop.2"), new(new("CFD"), false, StopKind.Guaranteed) { Price = new(201m) }, new(201m), 7)],
        TriggeredStops = [new("stop.0"), new("stop.1")], StopOrderCount = 3,
    };

    public static IReadOnlyList<AccountCommand> Commands { get; } =
    [
        new AccountCommand.Open(new("acct.1"), new("fx-retail"), Usd) { ClientClass = ClientClass.Professional },
        new AccountCommand.Transfer(new("t-1"), TransferKind.Withdrawal, new(0.01m, Usd)),
        new AccountCommand.RecordFill(new("f-1"), Sold, Time, null),
        new AccountCommand.Assess(),
        new AccountCommand.RecordExecution(new("e-1"), Order.OrderId, Sold, true),
        new AccountCommand.RecordOrderEnd(new("e-2"), Order.OrderId, "The venue refused the order."),
        new AccountCommand.ConfirmClaim("claim-acct.1-9"),
        new AccountCommand.ChangeClass(ClientClass.Steady),
        new AccountCommand.PreferLast([new("CFD"), new("PERP")]),
        new AccountCommand.MoveCollateral(new("t-2"), new("BOND"), new(-2.5m)),
        new AccountCommand.MoveMargin(new("t-3"), new("PERP"), new(-0.01m, Usd)),
        new AccountCommand.PlaceOrder(Working),
        new AccountCommand.CancelOrder(Working.OrderId),
        new AccountCommand.ExtendCall("call-1", Time.AddDays(2), Act),
        new AccountCommand.WaiveCall("call-1", Act, "desk.2"),
        new AccountCommand.Reinstate(Act),
        new AccountCommand.HoldWithdrawal(new("w-1"), new(0.01m, Usd)),
        new AccountCommand.ConfirmWithdrawal(new("w-1")),
        new AccountCommand.ReleaseWithdrawal(new("w-1")),
        new AccountCommand.GrantCredit(new("c-1"), new(0.01m, Usd), Act),
        new AccountCommand.RevokeCredit(new("c-2"), new(0.01m, Usd), Act),
        new AccountCommand.SetTopUpSources([new(new("acct.2"), new(0.01m, Usd)), new(new("acct.3"), null)], true, "client"),
        new AccountCommand.CompleteTopUp("topup-acct.1-1", new("acct.2"), new(0.01m, Usd), "It is all there is."),
        new AccountCommand.GiveTopUp("topup-acct.0-1", new("acct.0"), new(0.01m, Usd)),
        new AccountCommand.ConfirmTopUp("topup-acct.0-1"),
        new AccountCommand.PlaceStop(Stop.StopId, Stop.Terms),
        new AccountCommand.CancelStop(Stop.StopId),
    ];

    public static Explanation Explanation() =>
        ExplanationBuilder.Explain(Held with { Balances = [new(1000.10m, Usd)] }, RegimePresets.FxRetail, Market, Time);

    public static MarginFigures Figures() =>
        MarginCalculator.Evaluate(Held with { Balances = [new(1000.10m, Usd)] }, RegimePresets.FxRetail, Market, Time);

    private static Currency Usd => new("USD");

    private static MarginBasis Basis() => new(1, Figures(), ImmutableArray.Create(CfdMark));

    private static IEnumerable<AccountEvent> Cases() =>
    [
        new AccountEvent.Opened(new("acct.1"), new("fx-retail"), Usd) { ClientClass = ClientClass.Conservative },
        new AccountEvent.TransferBooked(new("t-1"), TransferKind.Fee, new(-0.01m, Usd))
        {
            Credited = new(-0.01m, Usd),
        },
        new AccountEvent.FillBooked(
            new("f-1"), Isolated, new(-18.32m, Usd), new(-18.32m, Usd), Time, new("client-order 7"))
        {
            Financing = new(-60m, Usd), SetAside = new(12.5m, Usd), AddsRisk = true, IsUnjudged = true,
            Sold = new(482.51m, Usd), SettlesAt = Time.AddHours(15),
        },
        new AccountEvent.IncidentRaised("off_lot", "Fill f-1: −2.5 CFD is no whole number of lots of 1."),
        new AccountEvent.Restricted("An execution came that was not asked for.") { Until = Time.AddDays(90) },
        new AccountEvent.WarningRaised { IsNotice = false, Switch = new(Time.AddHours(1), Figures(), new("PERP")) },
        new AccountEvent.WarningCleared(),
        new AccountEvent.SettlementJudged(Time),
        new AccountEvent.CallOpened(Call, Explanation()),
        new AccountEvent.CallIncreased("call-1", new(20m, Usd), new(30m, Usd)),
        new AccountEvent.CallMet("call-1", CureKind.Paid),
        new AccountEvent.CallExpired("call-1"),
        new AccountEvent.CallCancelled("call-1", "The stop-out line was crossed."),
        new AccountEvent.LiquidationStarted("liquidation-acct.1-1", LiquidationReason.CallExpired, Explanation())
        {
            Bucket = new("PERP"), CallRule = "maintenance", Outstanding = new(12.34m, Usd), StartsAt = Time.AddHours(1),
        },
        new AccountEvent.LiquidationOrdered("liquidation-acct.1-1", Order, "CFD because it has the largest loss"),
        new AccountEvent.LiquidationFilled(
            new("venue-2-1"), Order.OrderId, Sold, false, new(-18.32m, Usd), new(-18.32m, Usd))
        {
            Financing = new(4m, Usd), RetryAt = Time.AddSeconds(30), SettlesAt = Time.AddHours(15),
        },
        new AccountEvent.LiquidationOrderEnded(new("venue-2-0"), Order.OrderId, "The venue refused the order.", null),
        new AccountEvent.LiquidationPaused("liquidation-acct.1-1", "MarkStale"),
        new AccountEvent.LiquidationResumed("liquidation-acct.1-1"),
        new AccountEvent.LiquidationCompleted("liquidation-acct.1-1", true),
        new AccountEvent.DeficitRecorded(new(500m, Usd), true) { Bucket = new("PERP") },
        new AccountEvent.Compensated(new("claim-acct.1-21", new(500m, Usd), Time))
        {
            Bucket = new("PERP"), Account = "client-protection",
        },
        new AccountEvent.ClaimConfirmed("claim-acct.1-21"),
        new AccountEvent.DeficitRepaid { DebtId = "debt-1" },
        new AccountEvent.BalancesConverted([new(0.1m, new("EUR")), new(-3m, new("JPY"))], new(0.09m, Usd))
        {
            Bucket = new("PERP"),
        },
        new AccountEvent.ClassChanged(ClientClass.Retail, ClientClass.Steady),
        new AccountEvent.LastPreferred([new("CFD"), new("PERP")]),
        new AccountEvent.CollateralMoved(new("t-2"), new("BOND"), new(-2.5m)),
        new AccountEvent.MarginMoved(new("t-3"), new("PERP"), new(-0.01m, Usd)),
        new AccountEvent.OrderPlaced(Working),
        new AccountEvent.OrderCancelled(Working.OrderId),
        new AccountEvent.OrderCancelRequested(Working.OrderId, "Liquidation needs its margin."),
        new AccountEvent.FillJudged(),
        new AccountEvent.Reinstated("desk.1", "It was looked at."),
        new AccountEvent.CallReminded("call-1", 2, new(11.34m, Usd)),
        new AccountEvent.CallHeld("call-1"),
        new AccountEvent.CallRelapsed("call-1", Time.AddHours(3), "same day's cut-off, 07:30 UTC"),
        new AccountEvent.CallExtended("call-1", Time.AddDays(2), Act, 1),
        new AccountEvent.CallWaived("call-1", Act, "desk.2"),
        new AccountEvent.LiquidationFeeCharged(
            Order.OrderId, new("claim-acct.1-30", new(-0.5m, Usd), Time), new("PERP")),
        new AccountEvent.WithdrawalHeld(new("w-1"), new(0.01m, Usd)) { Credited = new(-0.01m, Usd) },
        new AccountEvent.WithdrawalConfirmed(new("w-1"), new(0.01m, Usd)),
        new AccountEvent.WithdrawalReleased(new("w-1"), new(0.01m, Usd)) { Credited = new(0.01m, Usd) },
        new AccountEvent.CreditGranted(new("c-1"), new(500.01m, Usd), Act),
        new AccountEvent.CreditRevoked(new("c-2"), new(0.01m, Usd), Act),
        new AccountEvent.DebtOpened(Debt),
        new AccountEvent.DebtGrown("debt-1", new(500.01m, Usd), new(500.02m, Usd)),
        new AccountEvent.DebtReduced("debt-1", new(500.02m, Usd), new(0.01m, Usd)),
        new AccountEvent.DebtOverdue("debt-1", new(0.01m, Usd)),
        new AccountEvent.DebtDefaulted("debt-1", new(0.01m, Usd)),
        new AccountEvent.TopUpSourcesSet(TopUp.Consent, TopUp.Sources),
        new AccountEvent.TopUpRequested(TopUp.Pending!),
        new AccountEvent.TopUpCompleted("topup-acct.1-1", new("acct.2"), new(0.01m, Usd))
        {
            Reason = "It is all that the source can spare.", Credited = new(0.01m, Usd),
        },
        new AccountEvent.TopUpExhausted(new(0.01m, Usd)),
        new AccountEvent.TopUpRearmed(),
        new AccountEvent.TopUpGiven(Outgoing) { Credited = new(-0.01m, Usd) },
        new AccountEvent.TopUpDelivered("topup-acct.0-1", new(0.01m, Usd)),
        new AccountEvent.CostsAccrued(
            [
                new(CostKind.Interest, "USD", Time, new(2.31m, Usd), 360) { Principal = new(42m, Usd), Rate = new(0.055m), Days = 1 },
                new(CostKind.Funding, "PERP", Time, new(-0.000123456789m, Usd), 1)
                {
                    Units = new(-3m), Rate = new(-0.0001m), Price = new Price(3000.5m),
                },
            ],
            [new(CostKind.Swap, "CFD", Time, 1) { Units = new(100.5m), Days = 3 }]) { Bucket = new("PERP") },
        new AccountEvent.CostsCharged([new(CostKind.Funding, "PERP", 1, new(-0.01m, Usd))]) { Bucket = new("PERP") },
        new AccountEvent.PnlSettled(
            new(CostKind.Settlement, "CFD", Time, 1)
            {
                Units = new(-0.5m), Average = new Price(201m), Reference = "settle-CFD-2026-03-02",
            },
            new(193.5m), new(193.5m), new(3.75m, Usd)) { Bucket = new("PERP") },
        new AccountEvent.SplitApplied(new("split-1"), new("STOCK"), new(new(3m), new(2m))),
        new AccountEvent.DividendBooked(new("dividend-1"), new("STOCK"), new(-7m), new(-1.68m, Usd)) { Bucket = new("PERP") },
        new AccountEvent.StopPlaced(Stop) { Charged = new(0.3m, Usd) },
        new AccountEvent.StopCancelled(Stop.StopId, "Its position is gone."),
        new AccountEvent.StopMoved(Stop.StopId, new(190.17m), 1_000_043),
        new AccountEvent.StopTriggered(Stop, new(190m), new(2.5m)),
        new AccountEvent.StopOrdered(Stop.StopId, Order),
        new AccountEvent.StopFilled(
            new("venue-stop-3-1"), new("stop-acct.1-3"), Isolated, true, new(-18.32m, Usd), new(-18.32m, Usd))
        {
            Financing = new(4m, Usd), IsUnjudged = true, Sold = new(482.51m, Usd),
        },
        new AccountEvent.StopOrderEnded(
            new("venue-stop-3-0"), new("stop-acct.1-3"), "The venue refused the order.", Time.AddSeconds(1)),
        new AccountEvent.StopGuaranteed(
            Stop.StopId, Isolated, new(-18.32m, Usd), new(-18.32m, Usd), new(1.25m, Usd))
        {
            Sold = new(482.51m, Usd),
        },
    ];
}
