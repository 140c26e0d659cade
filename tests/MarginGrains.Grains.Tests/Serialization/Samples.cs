using System.Collections.Immutable;
using MarginGrains.Core.Accounts;
using MarginGrains.Core.Calls;
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

    private static readonly Portfolio Held = new(
        new("USD"), [new(0.1m, new("EUR")), new(1000.10m, new("USD"))],
        [new Position(new("CFD"), new(100.5m), new(200.3333333333333333333333333m))]);

    private static readonly Fill Sold = new(new("CFD"), new(-2.5m), new(193.005m), new(0.25m, Usd));

    private static readonly LiquidationOrder Order = new(
        new("liq-acct.1-2"), new("CFD"), new(-2.5m), new(-0.5m), new(193.005m), Time);

    private static readonly MarginCall Call = new(
        "call-1", new(12.34m, Usd), new(0m, Usd), CallBasis.ClearLevel, Time, Time.AddDays(1), "24 hours after notice",
        new(-1m, Usd));

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
        Portfolio = Held, Stage = Stage.Liquidating, Call = Call,
        Liquidation = new("liquidation-acct.1-1", LiquidationReason.StopOut, Time, [Order], null, "MarkStale"),
        IsRestricted = true, RealizedPnl = [new(-0.01m, Usd)], CallCount = 1, LiquidationCount = 1, OrderCount = 2,
        Claims = [new("claim-acct.1-9", new(500m, Usd), Time)], SettledAt = MarginCluster.Start,
            JudgedMarks = [CfdMark],
    };

    public static IReadOnlyList<AccountCommand> Commands { get; } =
    [
        new AccountCommand.Open(new("acct.1"), new("fx-retail"), Usd),
        new AccountCommand.Transfer(new("t-1"), TransferKind.Withdrawal, new(0.01m, Usd)),
        new AccountCommand.RecordFill(new("f-1"), Sold, Time, null),
        new AccountCommand.Assess(),
        new AccountCommand.RecordExecution(new("e-1"), Order.OrderId, Sold, true),
        new AccountCommand.RecordOrderEnd(new("e-2"), Order.OrderId, "The venue refused the order."),
        new AccountCommand.ConfirmClaim("claim-acct.1-9"),
    ];

    public static Explanation Explanation() =>
        ExplanationBuilder.Explain(Held with { Balances = [new(1000.10m, Usd)] }, RegimePresets.FxRetail, Market, Time);

    public static MarginFigures Figures() =>
        MarginCalculator.Evaluate(Held with { Balances = [new(1000.10m, Usd)] }, RegimePresets.FxRetail, Market, Time);

    private static Currency Usd => new("USD");

    private static MarginBasis Basis() => new(1, Figures(), ImmutableArray.Create(CfdMark));

    private static IEnumerable<AccountEvent> Cases() =>
    [
        new AccountEvent.Opened(new("acct.1"), new("fx-retail"), Usd),
        new AccountEvent.TransferBooked(new("t-1"), TransferKind.Fee, new(-0.01m, Usd)),
        new AccountEvent.FillBooked(new("f-1"), Sold, new(-18.32m, Usd), new(-18.32m, Usd), Time,
            new("client-order 7")),
        new AccountEvent.IncidentRaised("off_lot", "Fill f-1: −2.5 CFD is no whole number of lots of 1."),
        new AccountEvent.Restricted("An execution came that was not asked for."),
        new AccountEvent.WarningRaised(),
        new AccountEvent.WarningCleared(),
        new AccountEvent.SettlementJudged(Time),
        new AccountEvent.CallOpened(Call, Explanation()),
        new AccountEvent.CallIncreased("call-1", new(20m, Usd), new(30m, Usd)),
        new AccountEvent.CallMet("call-1", CureKind.Paid),
        new AccountEvent.CallExpired("call-1"),
        new AccountEvent.CallCancelled("call-1", "The stop-out line was crossed."),
        new AccountEvent.LiquidationStarted("liquidation-acct.1-1", LiquidationReason.CallExpired, Explanation()),
        new AccountEvent.LiquidationOrdered(Order, "CFD because it has the largest loss"),
        new AccountEvent.LiquidationFilled(
            new("venue-2-1"), Order.OrderId, Sold, false, new(-18.32m, Usd), new(-18.32m, Usd)),
        new AccountEvent.LiquidationOrderEnded(new("venue-2-0"), Order.OrderId, "The venue refused the order.", null),
        new AccountEvent.LiquidationPaused("liquidation-acct.1-1", "MarkStale"),
        new AccountEvent.LiquidationResumed("liquidation-acct.1-1"),
        new AccountEvent.LiquidationCompleted("liquidation-acct.1-1", true),
        new AccountEvent.DeficitRecorded(new(500m, Usd), true),
        new AccountEvent.Compensated(new("claim-acct.1-21", new(500m, Usd), Time)),
        new AccountEvent.ClaimConfirmed("claim-acct.1-21"),
        new AccountEvent.DeficitRepaid(),
        new AccountEvent.BalancesConverted([new(0.1m, new("EUR")), new(-3m, new("JPY"))], new(0.09m, Usd)),
    ];
}
