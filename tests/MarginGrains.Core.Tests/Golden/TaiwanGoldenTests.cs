using MarginGrains.Core.Accounts;
using MarginGrains.Core.Calls;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Regimes;
using MarginGrains.Testing.Core;
using static MarginGrains.Testing.Core.Given;

namespace MarginGrains.Core.Tests.Golden;

public class TaiwanGoldenTests
{
    /// The day of the notice: closed at 13:30 in Taipei, as the days that follow.
    private static readonly DateTimeOffset Notice = new(2026, 1, 6, 5, 30, 0, TimeSpan.Zero);

    /// 15:30 in Taipei on the second business day after it, and 09:00 on the next.
    private static readonly DateTimeOffset Due = new(2026, 1, 8, 7, 30, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Disposal = new(2026, 1, 9, 1, 0, 0, TimeSpan.Zero);

    private readonly TestMarket market = new TestMarket()
        .Add(
            TestInstruments.Stock("TSMC", "TWD", 0.40m, 0.20m), TestInstruments.Stock("UMC", "TWD", 0.40m, 0.20m),
            TestInstruments.Stock("BOND", "TWD"))
        .Mark("TSMC", 100m).Mark("UMC", 100m).Mark("BOND", 100m);

    [Fact]
    [Trait("Case", "U04")]
    [Trait("Rule", "POSN-005")]
    public void OfAMillion_SixTenthsAreLentAndFourPaid()
    {
        market.Mark("TSMC", 1_000m);
        var scenario = Account(market, RegimePresets.TwFinancing, "TWD").Deposits(400_000m, "TWD");
        scenario.Fills("TSMC", 1_000m, 1_000m);
        scenario.Figures.Loan.ShouldBe(Amount(600_000m, "TWD"), "trap: 600,000 are borrowed, own funds are 400,000");
        scenario.Account.Portfolio.Balance(new("TWD")).ShouldBe(Amount(0m, "TWD"));
        scenario.Figures.Equity.ShouldBe(Amount(400_000m, "TWD"));
    }

    [Theory]
    [InlineData(100.00, 1.666667, false, "just bought")]
    [InlineData(78.00, 1.300000, false, "exactly 130 %")]
    [InlineData(77.99, 1.299833, true, "below")]
    [InlineData(77.90, 1.298333, true, "below")]
    [Trait("Case", "U04")]
    [Trait("Case", "B01")]
    [Trait("Case", "B02")]
    public void BelowAHundredAndThirtyPercent_IsCalledAtTheClose(double price, double ratio, bool called, string reason)
    {
        var scenario = Financed();
        scenario.WhenMarked("TSMC", (decimal)price).ThenNo<AccountEvent.CallOpened>();
        decimal.Round(scenario.Figures.RatioOf(Measure.CollateralToLoan)!.Value.Value, 6).ShouldBe((decimal)ratio, reason);
        scenario.WhenAt(Notice.AddTicks(-1)).ThenNo<AccountEvent.CallOpened>();
        scenario.WhenAt(Notice);
        (scenario.Account.Call is not null).ShouldBe(called, reason);
    }

    [Fact]
    [Trait("Case", "B04")]
    [Trait("Rule", "MARG-024")]
    [Trait("Rule", "POSN-005")]
    public void TheWholeAccount_NetsFinancingAndShortSales()
    {
        var scenario = Account(market, RegimePresets.TwFinancing, "TWD").Deposits(130_000m, "TWD");
        scenario.Fills("TSMC", 1_000m, 100m).Fills("UMC", -1_000m, 100m);
        scenario.Account.Portfolio.Balances.ShouldBeEmpty("40,000 and 90,000 are bound");
        market.Mark("TSMC", 80m);
        scenario.WhenMarked("UMC", 120m);
        scenario.Figures.RatioOf(Measure.CollateralToLoan).ShouldBe(new(1.5m), "270,000 of 180,000");
        scenario.WhenAt(Notice).ThenNo<AccountEvent.CallOpened>();
    }

    [Theory]
    [InlineData(146.15, false, "190,000 of 146,150 are 130.003 %")]
    [InlineData(146.16, true, "129.995 %")]
    [Trait("Case", "B04")]
    public void AShortSale_IsCalledOnTheSameLine(double price, bool called, string reason)
    {
        var scenario = Account(market, RegimePresets.TwFinancing, "TWD").Deposits(90_000m, "TWD").Fills("UMC", -1_000m, 100m);
        scenario.Account.Portfolio.Positions[0].Financing.ShouldBe(Amount(190_000m, "TWD"));
        scenario.WhenMarked("UMC", (decimal)price);
        scenario.WhenAt(Notice);
        (scenario.Account.Call is not null).ShouldBe(called, reason);
    }

    [Fact]
    [Trait("Case", "B06")]
    [Trait("Rule", "CALL-008")]
    public void NothingPaidByTheSecondDay_IsSoldFromTheNext()
    {
        var scenario = Noticed();
        var call = scenario.Account.Call!;
        call.AmountDue.ShouldBe(Amount(21_700m, "TWD"), "166 % of 60,000 less 77,900");
        call.DueAt.ShouldBe(Due);
        scenario.WhenAt(Due.AddTicks(-1)).ThenNo<AccountEvent.CallExpired>();
        scenario.WhenAt(Due).Then(typeof(AccountEvent.CallExpired), typeof(AccountEvent.LiquidationStarted))
            .Then<AccountEvent.LiquidationStarted>(e => e.StartsAt.ShouldBe(Disposal));
        AccountDue.Next(scenario.Account, market.Set, market.Now).ShouldBe(Disposal);
        scenario.WhenAt(Disposal.AddTicks(-1)).ThenNo<AccountEvent.LiquidationOrdered>();
        scenario.WhenAt(Disposal)
            .Then<AccountEvent.LiquidationOrdered>(e => e.Order.Quantity.ShouldBe(
                new(-549m), "21,700 ÷ 39.6 are 548, a dollar short by rounding"));
        scenario.SettlesOrders();
        scenario.Figures.RatioOf(Measure.CollateralToLoan)!.Value.Value.ShouldBeInRange(1.66m, 1.662m);
        scenario.Account.Stage.ShouldBe(Stage.Healthy);
    }

    [Fact]
    [Trait("Case", "B07")]
    [Trait("Rule", "CALL-008")]
    public void NotPaidButAboveTheLine_IsHeldUntilItRelapses()
    {
        var scenario = Noticed();
        market.Mark("TSMC", 78m);
        scenario.WhenAt(Due).Then<AccountEvent.CallHeld>().ThenNo<AccountEvent.CallExpired>();
        scenario.Account.Call!.State.ShouldBe(CallState.Held);
        scenario.WhenAt(Notice.AddDays(3)).ThenNo<AccountEvent.CallRelapsed>();
        scenario.WhenMarked("TSMC", 77.50m).ThenNo<AccountEvent.CallRelapsed>();
        scenario.WhenAt(Notice.AddDays(6))
            .Then<AccountEvent.CallRelapsed>(e => e.DueAt.ShouldBe(Due.AddDays(4), "that afternoon, a Monday"));
        scenario.WhenAt(Due.AddDays(4)).Then<AccountEvent.CallExpired>()
            .Then<AccountEvent.LiquidationStarted>(e => e.StartsAt.ShouldBe(Disposal.AddDays(4), "no new notice period"));
        scenario.WhenAt(Disposal.AddDays(4)).Then<AccountEvent.LiquidationOrdered>();
    }

    [Fact]
    [Trait("Case", "B07")]
    [Trait("Rule", "CALL-008")]
    public void ARelapseThatIsToppedUpThatAfternoon_IsHeldAgain()
    {
        var scenario = Noticed();
        market.Mark("TSMC", 78m);
        scenario.WhenAt(Due).Then<AccountEvent.CallHeld>();
        market.Mark("TSMC", 77.50m);
        scenario.WhenAt(Notice.AddDays(3)).Then<AccountEvent.CallRelapsed>(e => e.DueAt.ShouldBe(Due.AddDays(1)));
        scenario.Deposits(500m, "TWD");
        scenario.WhenAt(Due.AddDays(1)).Then<AccountEvent.CallHeld>().ThenNo<AccountEvent.CallExpired>();
    }

    [Fact]
    [Trait("Case", "B08")]
    public void Instalments_ThatReachTheNoticedAmount_CancelTheCall()
    {
        var scenario = Noticed();
        scenario.WhenMarked("TSMC", 50m);
        scenario.WhenTransferring(TransferKind.Deposit, 10_000m, "TWD").ThenNo<AccountEvent.CallMet>();
        scenario.WhenTransferring(TransferKind.Deposit, 11_699m, "TWD").ThenNo<AccountEvent.CallMet>();
        scenario.Account.Call!.AmountDue.ShouldBe(Amount(21_700m, "TWD"), "fixed at the notice, whatever the price");
        scenario.WhenTransferring(TransferKind.Deposit, 1m, "TWD")
            .Then<AccountEvent.CallMet>(e => e.Cure.ShouldBe(CureKind.Paid));
        scenario.Figures.RatioOf(Measure.CollateralToLoan)!.Value.Value.ShouldBeLessThan(1.30m);
        scenario.WhenAt(Notice.AddDays(1)).Then<AccountEvent.CallOpened>(e => e.Call.CallId.ShouldBe("call-2"));
    }

    [Fact]
    [Trait("Case", "B08")]
    public void InstalmentsBeforeTheDisposal_StillCancelIt()
    {
        var scenario = Noticed();
        scenario.Deposits(10_000m, "TWD");
        market.Mark("TSMC", 60m);
        scenario.WhenAt(Due).Then<AccountEvent.LiquidationStarted>(e => e.Outstanding.ShouldBe(Amount(11_700m, "TWD")));
        scenario.WhenTransferring(TransferKind.Deposit, 11_700m, "TWD").Then<AccountEvent.LiquidationCompleted>();
        scenario.WhenAt(Disposal).ThenNo<AccountEvent.LiquidationOrdered>();
    }

    [Theory]
    [InlineData(99.59, false, "165.98 %")]
    [InlineData(99.60, true, "exactly 166 %")]
    [Trait("Case", "B08")]
    [Trait("Rule", "CALL-005")]
    public void AHundredAndSixtySixPercent_CancelsTheCall(double price, bool cancelled, string reason)
    {
        var scenario = Noticed();
        scenario.WhenMarked("TSMC", (decimal)price);
        (scenario.Account.Call is null).ShouldBe(cancelled, reason);
    }

    [Fact]
    [Trait("Case", "B08")]
    [Trait("Rule", "MARG-021")]
    public void SubstituteSecurities_CountAfterTheirHaircut()
    {
        // Which securities a firm takes instead of cash is its own list.
        var regime = RegimePresets.TwFinancing with
        {
            Id = new("tw-substitutes"), Collateral = [new(new("BOND"), new(0.10m))],
        };
        var scenario = Noticed(regime);
        scenario.WhenMovingCollateral("in-1", "BOND", 241m).ThenNo<AccountEvent.CallMet>();
        scenario.Figures.Collateral.ShouldBe(Amount(21_690m, "TWD"));
        scenario.WhenMovingCollateral("in-2", "BOND", 1m)
            .Then<AccountEvent.CallMet>(e => e.Cure.ShouldBe(CureKind.ClearLevelReached));
    }

    [Fact]
    [Trait("Case", "B10")]
    public void WhatDoesNotFill_IsTriedAgainOnTheNextDay()
    {
        // One order a day, before the open.
        var preset = RegimePresets.TwFinancing;
        var daily = preset.Liquidation with { RetryDelay = TimeSpan.FromDays(1) };
        var scenario = Noticed(preset with { Id = new("tw-daily"), Liquidation = daily });
        scenario.WhenAt(Due);
        var first = scenario.WhenAt(Disposal).Event<AccountEvent.LiquidationOrdered>().Order;
        scenario.WhenOrderEnds(first.OrderId, "not filled").ThenNo<AccountEvent.LiquidationOrdered>();
        Halt(true);
        scenario.WhenAt(Disposal.AddDays(1)).Then<AccountEvent.LiquidationPaused>(
            e => e.WaitingFor.ShouldBe("MarketClosed: TSMC", "a Saturday"));
        Halt(false);
        var second = scenario.WhenAt(Disposal.AddDays(3)).Event<AccountEvent.LiquidationOrdered>().Order;
        second.Quantity.ShouldBe(first.Quantity);
        scenario.WhenOrderEnds(second.OrderId, "not filled");
        scenario.WhenAt(Disposal.AddDays(4).AddTicks(-1)).ThenNo<AccountEvent.LiquidationOrdered>();
        scenario.WhenAt(Disposal.AddDays(4)).Then<AccountEvent.LiquidationOrdered>();

        void Halt(bool isHalted) => market.Add(TestInstruments.Stock("TSMC", "TWD", 0.40m, 0.20m) with
        {
            State = isHalted ? InstrumentState.Suspended : InstrumentState.Active,
        });
    }

    [Fact]
    [Trait("Case", "B10")]
    public void WhatTheDisposalDoesNotRepay_IsOwed()
    {
        var scenario = Noticed();
        market.Mark("TSMC", 50m);
        scenario.WhenAt(Due);
        scenario.WhenAt(Disposal).Then<AccountEvent.LiquidationOrdered>(e => e.Order.Quantity.ShouldBe(new(-1_000m)));
        var executed = scenario.WhenNextOrderExecutes();
        executed.Then<AccountEvent.DeficitRecorded>(e =>
        {
            e.Amount.ShouldBe(Amount(10_000m, "TWD"));
            e.IsWrittenOff.ShouldBeFalse();
        }).ThenStage(Stage.Deficit);

        // The shortfall is notified and due on the next business day.
        var debt = executed.Event<AccountEvent.DebtOpened>().Debt;
        debt.DebtId.ShouldBe("debt-1");
        debt.Principal.ShouldBe(Amount(10_000m, "TWD"));
        var nextDay = new DateTimeOffset(Disposal.AddDays(Disposal.DayOfWeek == DayOfWeek.Friday ? 3 : 1).Date, TimeSpan.Zero);
        debt.DueAt.ShouldBe(nextDay.AddHours(7.5));
        scenario.WhenAt(debt.DueAt!.Value.AddTicks(-1)).ThenNothing();
        scenario.WhenAt(debt.DueAt!.Value).Then(typeof(AccountEvent.DebtOverdue));
    }

    private AccountScenario Financed(Regime? regime = null) =>
        Account(market, regime ?? RegimePresets.TwFinancing, "TWD").Deposits(40_000m, "TWD").Fills("TSMC", 1_000m, 100m);

    private AccountScenario Noticed(Regime? regime = null)
    {
        var scenario = Financed(regime);
        market.Mark("TSMC", 77.90m);
        scenario.WhenAt(Notice).Then<AccountEvent.CallOpened>();
        return scenario;
    }
}
