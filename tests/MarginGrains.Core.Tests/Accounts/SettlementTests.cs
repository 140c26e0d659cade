using MarginGrains.Core.Accounts;
using MarginGrains.Core.Calls;
using MarginGrains.Core.Regimes;
using MarginGrains.Testing.Core;
using static MarginGrains.Testing.Core.Given;

namespace MarginGrains.Core.Tests.Accounts;

public class SettlementTests
{
    private static readonly DateTimeOffset Settlement = new(2026, 1, 5, 21, 0, 0, TimeSpan.Zero);

    private readonly TestMarket market = new TestMarket().Add(TestInstruments.Future()).Mark("ES", 5000m);

    [Fact]
    [Trait("Rule", "CALL-001")]
    public void BetweenSettlements_NothingIsCalled()
    {
        var scenario = Holding();
        scenario.WhenMarked("ES", 4970m).ThenNo<AccountEvent.CallOpened>();
        AccountDue.Next(scenario.Account, market.Set, market.Now).ShouldBe(Settlement);
        market.Now = Settlement;
        scenario.WhenAssessed().Then<AccountEvent.SettlementJudged>(e => e.Settlement.ShouldBe(Settlement))
            .Then<AccountEvent.CallOpened>(e => e.Call.AmountDue.ShouldBe(Amount(1_500m)));
        scenario.WhenAssessed().ThenNothing();
    }

    [Fact]
    [Trait("Rule", "CALL-001")]
    public void AfterAHealthySettlement_NothingIsCalledUntilTheNext()
    {
        var scenario = Holding();
        market.Now = Settlement;
        scenario.WhenAssessed().Then(typeof(AccountEvent.SettlementJudged));
        scenario.WhenMarked("ES", 4970m).ThenNo<AccountEvent.CallOpened>();
        market.Now = Settlement.AddDays(1);
        scenario.WhenAssessed().Then<AccountEvent.CallOpened>();
    }

    [Fact]
    [Trait("Rule", "CALL-001")]
    public void APositionOpenedAfterASettlement_WaitsForTheNext()
    {
        var scenario = Account(market, RegimePresets.FuturesAtSettlement).Deposits(10_000m);
        market.Now = Settlement.AddDays(2).AddHours(13);
        scenario.WhenFilled(Fill("ES", 1m, 5000m)).ThenNo<AccountEvent.CallOpened>().ThenNo<AccountEvent.SettlementJudged>();
        AccountDue.Next(scenario.Account, market.Set, market.Now).ShouldBe(Settlement.AddDays(3));
        market.Now = Settlement.AddDays(3);
        scenario.WhenAssessed().Then<AccountEvent.CallOpened>();
    }

    [Fact]
    [Trait("Rule", "CALL-001")]
    public void ASettlementDuringACall_IsNotMadeUpForAfterIt()
    {
        var preset = RegimePresets.FuturesAtSettlement;
        var grace = new GracePeriod.BusinessDays(3, new(12, 0), []);
        var scenario = Holding(preset with { Id = new("slow"), Calls = [preset.Calls[0] with { Grace = grace }] });
        market.Now = Settlement;
        scenario.WhenMarked("ES", 4970m).Then<AccountEvent.CallOpened>();
        market.Now = Settlement.AddDays(1);
        scenario.WhenMarked("ES", 4900m).Then(typeof(AccountEvent.SettlementJudged)).ThenStage(Stage.Call);
        market.Now = Settlement.AddDays(1).AddHours(13);
        scenario.WhenTransferring(TransferKind.Deposit, 1_500m)
            .Then<AccountEvent.CallMet>(e => e.Cure.ShouldBe(CureKind.Paid))
            .ThenNo<AccountEvent.CallOpened>();
    }

    [Fact]
    [Trait("Rule", "CALL-005")]
    public void OnlyDepositsAndWithdrawals_CountAsPaid()
    {
        var scenario = Holding();
        market.Now = Settlement;
        scenario.WhenMarked("ES", 4970m).ThenStage(Stage.Call);
        scenario.WhenTransferring(TransferKind.Fee, 100m).ThenStage(Stage.Call);
        scenario.Account.Call!.Paid.ShouldBe(Amount(0m), "a fee takes nothing back of what was paid");
        scenario.WhenTransferring(TransferKind.Deposit, 1_499.99m).ThenStage(Stage.Call);
        scenario.WhenTransferring(TransferKind.Deposit, 0.01m).Then<AccountEvent.CallMet>();
    }

    [Fact]
    [Trait("Rule", "CALL-006")]
    public void ASettlementCall_ExpiresAtNoon()
    {
        var scenario = Holding();
        market.Now = Settlement;
        scenario.WhenMarked("ES", 4970m).ThenStage(Stage.Call);
        market.Now = new(2026, 1, 6, 12, 0, 0, TimeSpan.Zero);
        scenario.WhenAssessed().Then(
            typeof(AccountEvent.CallExpired), typeof(AccountEvent.LiquidationStarted), typeof(AccountEvent.LiquidationOrdered));
    }

    [Fact]
    [Trait("Rule", "CALL-001")]
    public void AWeekend_HasNoSettlement()
    {
        var scenario = Holding();
        market.Now = new(2026, 1, 9, 21, 0, 0, TimeSpan.Zero);
        scenario.WhenAssessed().Then<AccountEvent.SettlementJudged>();
        AccountDue.Next(scenario.Account, market.Set, market.Now).ShouldBe(new DateTimeOffset(2026, 1, 12, 21, 0, 0, TimeSpan.Zero));
        market.Now = new(2026, 1, 11, 22, 0, 0, TimeSpan.Zero);
        scenario.WhenMarked("ES", 4970m).ThenNo<AccountEvent.SettlementJudged>();
    }

    private AccountScenario Holding(Regime? regime = null) =>
        Account(market, regime ?? RegimePresets.FuturesAtSettlement).Deposits(12_000m).Fills("ES", 1m, 5000m);
}
