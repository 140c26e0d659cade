using MarginGrains.Core.Accounts;
using MarginGrains.Core.Calls;
using MarginGrains.Core.Liquidation;
using MarginGrains.Core.Regimes;
using MarginGrains.Testing.Core;
using static MarginGrains.Testing.Core.Given;

namespace MarginGrains.Core.Tests.Golden;

public class FuturesCallGoldenTests
{
    private readonly TestMarket market = new TestMarket()
        .Add(TestInstruments.Future("TX", 200m, 322_000m, 247_000m, "TWD")).Mark("TX", 20_000m);

    [Theory]
    [InlineData(19_597.5, false, "exactly 75 %")]
    [InlineData(19_597, true, "74.97 %")]
    [Trait("Case", "D06")]
    [Trait("Rule", "CALL-007")]
    public void BelowThreeQuartersOfInitial_IsToldDuringTheDay(double price, bool told, string reason)
    {
        var scenario = Holding(1m, RegimePresets.FuturesAtSettlement);
        scenario.WhenMarked("TX", (decimal)price);
        (scenario.Account.FindCall("intraday") is not null).ShouldBe(told, reason);
        scenario.Account.FindCall("settlement").ShouldBeNull("it is judged at settlement");
        if (told) scenario.Account.Call!.DueAt.ShouldBeNull("a notice, not a deadline");
    }

    [Fact]
    [Trait("Case", "D06")]
    [Trait("Rule", "CALL-007")]
    public void AnIntradayNoticeEndsByPrice_ASettlementCallDoesNot()
    {
        var scenario = Holding(1m, RegimePresets.FuturesAtSettlement);
        scenario.WhenMarked("TX", 19_590m).Then<AccountEvent.CallOpened>(e => e.Call.Rule.ShouldBe("intraday"));
        var call = scenario.WhenAt(new(2026, 1, 5, 21, 0, 0, TimeSpan.Zero)).Event<AccountEvent.CallOpened>().Call;
        call.Rule.ShouldBe("settlement");
        call.DueAt.ShouldBe(new(2026, 1, 6, 12, 0, 0, TimeSpan.Zero));
        scenario.Account.Calls.Length.ShouldBe(2);
        scenario.Account.Call!.Rule.ShouldBe("settlement", "the one with a due time is the graver");

        scenario.WhenMarked("TX", 20_000m).Then<AccountEvent.CallMet>(e => e.CallId.ShouldBe("call-1"));

        scenario.Account.Calls.ShouldHaveSingleItem().Rule.ShouldBe("settlement");
        scenario.WhenAt(call.DueAt!.Value).Then<AccountEvent.CallExpired>(e => e.CallId.ShouldBe(call.CallId));
    }

    [Fact]
    [Trait("Case", "D06")]
    [Trait("Rule", "LIQD-001")]
    public void AtTheDeadlineABetterPrice_LiftsNothing_AndLeavesNothingToSell()
    {
        var scenario = Holding(1m, RegimePresets.FuturesAtSettlement);
        market.Mark("TX", 19_620m);
        var call = scenario.WhenAt(new(2026, 1, 5, 21, 0, 0, TimeSpan.Zero)).Event<AccountEvent.CallOpened>().Call;
        scenario.WhenMarked("TX", 20_100m).ThenNo<AccountEvent.CallMet>().ThenStage(Stage.Call);
        scenario.WhenAt(call.DueAt!.Value).Then(
            typeof(AccountEvent.CallExpired), typeof(AccountEvent.LiquidationStarted),
            typeof(AccountEvent.LiquidationCompleted));
    }

    [Fact]
    [Trait("Case", "D06")]
    public void NotPaidByNoon_IsReducedUntilAboveAHundredPercent()
    {
        var scenario = Holding(4m, RegimePresets.FuturesAtSettlement);
        market.Mark("TX", 19_620m);
        var due = scenario.WhenAt(new(2026, 1, 5, 21, 0, 0, TimeSpan.Zero)).Event<AccountEvent.CallOpened>().Call.DueAt;
        scenario.WhenAt(due!.Value.AddTicks(-1)).ThenNo<AccountEvent.CallExpired>();
        scenario.WhenAt(due.Value).Then<AccountEvent.LiquidationOrdered>(
            e => e.Order.Quantity.ShouldBe(new(-1m), "984,000 are 101.9 % of three"));
    }

    [Fact]
    [Trait("Case", "D06")]
    public void BelowAQuarter_IsReducedUntilAboveAHundredPercent()
    {
        var scenario = Holding(8m, RegimePresets.FuturesAtSettlement);
        scenario.WhenMarked("TX", 18_792.5m).ThenNo<AccountEvent.LiquidationStarted>();
        scenario.Figures.RatioOf(Measure.EquityToInitial).ShouldBe(new(0.25m), "at the line");
        scenario.WhenMarked("TX", 18_792m)
            .Then<AccountEvent.LiquidationStarted>(e => e.Reason.ShouldBe(LiquidationReason.StopOut))
            .Then<AccountEvent.LiquidationOrdered>(e => e.Order.Quantity.ShouldBe(new(-7m), "643,200 are 99.9 % of two"));
        scenario.SettlesOrders();
        scenario.Figures.RatioOf(Measure.EquityToInitial)!.Value.Value.ShouldBeGreaterThan(1m);
    }

    [Fact]
    [Trait("Case", "D06")]
    public void AtExactlyAHundredPercent_ReductionGoesOn()
    {
        var scenario = Holding(10m, RegimePresets.FuturesAtSettlement);
        scenario.WhenMarked("TX", 18_712m)
            .Then<AccountEvent.LiquidationOrdered>(e => e.Order.Quantity.ShouldBe(new(-9m), "two would be at 100 %"));
        scenario.Figures.Equity.ShouldBe(Amount(644_000m, "TWD"));
    }

    [Fact]
    [Trait("Case", "D12")]
    [Trait("Rule", "MARG-016")]
    public void OnceMarginIsARate_EveryTickCounts()
    {
        var from = TestMarket.Monday.AddHours(1);
        market.Add(TestInstruments.Future("SI", 5_000m, 32_500m, 32_500m).Then(from, TestInstruments.Rate(0.09m, 0.09m)));
        var scenario = Account(market.Mark("SI", 85m), RegimePresets.Futures).Deposits(40_000m).Fills("SI", -1m, 85m);
        scenario.Figures.MaintenanceMargin.ShouldBe(Amount(32_500m));
        scenario.WhenAt(from).ThenNo<AccountEvent.CallOpened>();
        scenario.Figures.MaintenanceMargin.ShouldBe(Amount(38_250m));
        scenario.WhenMarked("SI", 85.25m).ThenNo<AccountEvent.CallOpened>();
        scenario.Figures.MaintenanceMargin.ShouldBe(Amount(38_362.50m));
        scenario.WhenMarked("SI", 85.35m).Then<AccountEvent.CallOpened>(e => e.Call.AmountDue.ShouldBe(Amount(157.50m)));
        scenario.Figures.Equity.ShouldBe(Amount(38_250m), "38,250 would do, were the amount still fixed");
    }

    [Fact]
    [Trait("Case", "U12")]
    [Trait("Case", "D11")]
    [Trait("Rule", "MARG-016")]
    public void AHigherRateForSilver_CallsLongsAndShortsThatAreShortOfIt()
    {
        var from = TestMarket.Monday.AddDays(1);
        market.Add(TestInstruments.Future("SI", 5_000m).On(TestInstruments.Rate(0.165m, 0.15m))
            .Then(from, TestInstruments.Rate(0.198m, 0.18m))).Mark("SI", 80m);
        (AccountScenario Account, decimal? Due, string Who)[] accounts =
        [
            (Silver(66_000m, 1m), 13_200m, "a long at the old initial margin"),
            (Silver(66_000m, -1m), 13_200m, "a short at the old initial margin"),
            (Silver(71_999.99m, -1m), 7_200.01m, "a cent below the new maintenance margin"),
            (Silver(72_000m, 1m), null, "at the new maintenance margin"),
            (Silver(100_000m, -1m), null, "enough of it"),
        ];
        foreach (var (scenario, _, who) in accounts)
        {
            scenario.Account.Call.ShouldBeNull(who);
            AccountDue.Next(scenario.Account, market.Set, market.Now).ShouldBe(from, who);
        }

        market.Now = from.AddTicks(-1);
        foreach (var (scenario, _, who) in accounts) scenario.WhenAssessed().And.Account.Call.ShouldBeNull(who);
        market.Now = from;
        foreach (var (scenario, due, who) in accounts)
        {
            scenario.WhenAssessed();
            (scenario.Account.Call?.AmountDue).ShouldBe(due is { } sum ? Amount(sum) : null, who);
            if (due is not null) scenario.Account.Call!.Basis.ShouldBe(CallBasis.Initial, who);
        }
    }

    private AccountScenario Silver(decimal cash, decimal quantity) =>
        Account(market, RegimePresets.Futures).Deposits(cash).Fills("SI", quantity, 80m);

    private AccountScenario Holding(decimal contracts, Regime regime) => Account(market, regime, "TWD")
        .Deposits(contracts * 322_000m, "TWD").Fills("TX", contracts, 20_000m);
}
