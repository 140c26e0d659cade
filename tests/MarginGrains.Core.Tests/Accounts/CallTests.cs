using MarginGrains.Core.Accounts;
using MarginGrains.Core.Calls;
using MarginGrains.Core.Regimes;
using MarginGrains.Testing.Core;
using static MarginGrains.Testing.Core.Given;

namespace MarginGrains.Core.Tests.Accounts;

public class CallTests
{
    private readonly TestMarket market = new TestMarket().Add(TestInstruments.Stock()).Mark("ACME", 100m);

    [Fact]
    [Trait("Rule", "CALL-001")]
    public void ACall_OpensBelowItsLine_NotAtIt()
    {
        var scenario = Indebted(RegimePresets.UsRegT);
        scenario.WhenMarked("ACME", 72m).ThenNo<AccountEvent.CallOpened>().ThenStage(Stage.Warning);
        market.Add(TestInstruments.Stock(maintenance: 0.3125m)).Mark("ACME", 80m);
        scenario.Figures.ExcessLiquidity.ShouldBe(Amount(5_000m));
        market.Add(TestInstruments.Stock(maintenance: 0.375m));
        scenario.Figures.ExcessLiquidity.ShouldBe(Amount(0m));
        scenario.WhenAssessed().ThenNo<AccountEvent.CallOpened>();
        scenario.WhenMarked("ACME", 79.99m).Then<AccountEvent.CallOpened>();
    }

    [Fact]
    [Trait("Rule", "CALL-001")]
    public void ACall_DrawnAtOrBelow_OpensAtItsLine()
    {
        var preset = RegimePresets.UsRegT;
        var line = new RegimeLine(Measure.EquityToMaintenance, Comparator.AtOrBelow, new(1m));
        market.Add(TestInstruments.Stock(maintenance: 0.375m));
        var regime = preset with { Id = new("at"), Calls = [preset.Calls[0] with { Trigger = line, ClearLevel = line }] };
        var call = Indebted(regime).WhenMarked("ACME", 80m).Event<AccountEvent.CallOpened>().Call;
        call.CallId.ShouldBe("call-1");
        call.AmountDue.ShouldBe(Amount(0.01m), "a cent beyond the line lifts it");
    }

    [Fact]
    [Trait("Rule", "CALL-002")]
    public void TheAmountDue_RoundsUpAndIsExplained()
    {
        var scenario = Indebted(RegimePresets.UsRegT);
        var opened = scenario.WhenMarked("ACME", 70.0001m).Event<AccountEvent.CallOpened>();
        opened.Call.AmountDue.ShouldBe(Amount(999.93m), "21,000.03 needed, 20,000.10 there");
        opened.Explanation.Figures.ShouldBe(scenario.Figures);
        opened.Basis!.Figures.ShouldBe(scenario.Figures);
        opened.Basis.Marks.ShouldHaveSingleItem().Price.ShouldBe(new(70.0001m));
    }

    [Fact]
    [Trait("Rule", "CALL-003")]
    public void ALargerNeed_IsToldInSteps_AndTheAmountDueStays()
    {
        var scenario = Indebted(RegimePresets.UsRegT);
        scenario.WhenMarked("ACME", 70m).Event<AccountEvent.CallOpened>().Call.AmountDue.ShouldBe(Amount(1_000m));
        scenario.WhenMarked("ACME", 69.65m).ThenNothing().And.Figures.ExcessLiquidity.ShouldBe(Amount(-1_245m));
        scenario.WhenMarked("ACME", 69.64m).Then<AccountEvent.CallIncreased>(e => e.AmountNeeded.ShouldBe(Amount(1_252m)));
        scenario.WhenMarked("ACME", 71m).ThenNothing();
        scenario.Account.Call!.AmountNeeded.ShouldBe(Amount(1_252m), "what the client was told last");
        scenario.Account.Call.AmountDue.ShouldBe(Amount(1_000m), "what was noticed");
    }

    [Fact]
    [Trait("Rule", "CALL-003")]
    public void ALargerNeed_IsToldBeyondTheStep_NotAtIt()
    {
        var scenario = Indebted(RegimePresets.UsRegT).WhenMarked("ACME", 70m).And;
        scenario.WhenTransferring(TransferKind.Fee, 250m).ThenNo<AccountEvent.CallIncreased>();
        scenario.Figures.ExcessLiquidity.ShouldBe(Amount(-1_250m), "a quarter more than the 1,000 due");
        scenario.WhenTransferring(TransferKind.Fee, 0.01m)
            .Then<AccountEvent.CallIncreased>(e => e.AmountNeeded.ShouldBe(Amount(1_250.01m)));
    }

    [Fact]
    [Trait("Rule", "CALL-004")]
    public void ACall_IsDueAfterItsGrace_WithTheRuleInWords()
    {
        var call = Indebted(RegimePresets.UsRegT).WhenMarked("ACME", 70m).Event<AccountEvent.CallOpened>().Call;
        call.IssuedAt.ShouldBe(TestMarket.Monday);
        call.DueAt.ShouldBe(new(2026, 1, 7, 21, 0, 0, TimeSpan.Zero));
        call.DueRule.ShouldBe("2 business days after notice, 21:00 UTC");
    }

    [Theory]
    [InlineData(24, "24 hours after notice")]
    [InlineData(1.5, "1.5 hours after notice")]
    [Trait("Rule", "CALL-004")]
    public void AGraceInHours_RunsAroundTheClock(double hours, string rule)
    {
        var preset = RegimePresets.UsRegT;
        var grace = new GracePeriod.Elapsed(TimeSpan.FromHours(hours));
        var regime = preset with { Id = new("hours"), Calls = [preset.Calls[0] with { Grace = grace }] };
        var call = Indebted(regime).WhenMarked("ACME", 70m).Event<AccountEvent.CallOpened>().Call;
        call.DueAt.ShouldBe(TestMarket.Monday.AddHours(hours));
        call.DueRule.ShouldBe(rule);
    }

    [Fact]
    [Trait("Rule", "CALL-005")]
    public void ACall_IsMetByPriceDepositOrReduction()
    {
        Indebted(RegimePresets.UsRegT).WhenMarked("ACME", 70m).And.WhenMarked("ACME", 72m)
            .Then(typeof(AccountEvent.CallMet), typeof(AccountEvent.WarningRaised));
        Indebted(RegimePresets.UsRegT).WhenMarked("ACME", 70m).And.WhenTransferring(TransferKind.Deposit, 1_000m)
            .Then<AccountEvent.CallMet>(e => e.Cure.ShouldBe(CureKind.ClearLevelReached));
        Indebted(RegimePresets.UsRegT).WhenMarked("ACME", 70m).And.WhenFilled(Fill("ACME", -1_000m, 70m))
            .Then<AccountEvent.CallMet>(e => e.Cure.ShouldBe(CureKind.PositionsClosed));
    }

    [Fact]
    [Trait("Rule", "CALL-006")]
    public void ACall_ExpiresAtItsDueTime_NotBefore()
    {
        var scenario = Indebted(RegimePresets.UsRegT).WhenMarked("ACME", 70m).And;
        var due = scenario.Account.Call!.DueAt!.Value;
        scenario.WhenTimePasses(due.AddHours(-1) - market.Now)
            .Then<AccountEvent.CallReminded>(e => e.Number.ShouldBe(3, "two reminders have passed with it"));
        AccountDue.Next(scenario.Account, market.Set, market.Now).ShouldBe(due);
        scenario.WhenTimePasses(due - market.Now - TimeSpan.FromTicks(1)).ThenNothing();
        scenario.WhenTimePasses(TimeSpan.FromTicks(1)).Then(
            typeof(AccountEvent.CallExpired), typeof(AccountEvent.LiquidationStarted), typeof(AccountEvent.LiquidationOrdered));
    }

    [Fact]
    [Trait("Rule", "CALL-006")]
    [Trait("Rule", "ACCT-008")]
    public void ACall_WithoutAPrice_NeitherExpiresNorIsMet()
    {
        var age = TestInstruments.Stock() with { MaximumMarkAge = TimeSpan.FromHours(1) };
        market.Add(age).Mark("ACME", 100m);
        var scenario = Indebted(RegimePresets.UsRegT).WhenMarked("ACME", 70m).And;
        scenario.WhenTimePasses(TimeSpan.FromDays(5)).ThenNothing().ThenStage(Stage.Call);
        scenario.WhenTransferring(TransferKind.Deposit, 1_000m).Then(typeof(AccountEvent.TransferBooked));
        scenario.Account.Call!.Paid.ShouldBe(Amount(1_000m));
        scenario.WhenMarked("ACME", 70m).Then<AccountEvent.CallMet>();
    }

    [Fact]
    [Trait("Rule", "CALL-005")]
    public void ACall_IsCancelled_WhenTheRegimeNoLongerCalls()
    {
        var scenario = Indebted(RegimePresets.UsRegT).WhenMarked("ACME", 70m).And;
        market.Change(RegimePresets.UsRegT with { Calls = [], EffectiveAt = market.Now });
        scenario.WhenAssessed().Then(typeof(AccountEvent.CallCancelled), typeof(AccountEvent.WarningRaised));
    }

    [Fact]
    [Trait("Rule", "CALL-005")]
    public void ACall_OutlivesAStopOut_WithItsSumAndDueTime()
    {
        market.Add(TestInstruments.Pair("EURUSD").On(TestInstruments.PerContract(1000m, 500m, unitsPerContract: 100_000m)));
        var scenario = Account(market.Mark("EURUSD", 1.24m), RegimePresets.FxRetail)
            .Deposits(1_000m).Fills("EURUSD", 100_000m, 1.24m);
        var call = scenario.WhenMarked("EURUSD", 1.2370m).Event<AccountEvent.CallOpened>().Call;
        market.After(TimeSpan.FromHours(3));
        scenario.WhenMarked("EURUSD", 1.2330m).ThenStage(Stage.Liquidating);
        scenario.SettlesOrders();
        scenario.Account.Stage.ShouldBe(Stage.Call);
        scenario.Account.Call!.CallId.ShouldBe(call.CallId);
        scenario.Account.Call.DueAt.ShouldBe(call.DueAt);
        market.Now = call.DueAt!.Value;
        scenario.WhenAssessed().Then<AccountEvent.CallExpired>().ThenStage(Stage.Liquidating);
    }

    [Fact]
    [Trait("Rule", "CALL-005")]
    public void ACall_WhoseClearLevelIsOnAnotherRatio_IsNotMetWhileItsTriggerIsCrossed()
    {
        var preset = RegimePresets.UsRegT;
        var clear = new RegimeLine(Measure.EquityToInitial, Comparator.Below, new(0.1m));
        var scenario = Indebted(preset with { Id = new("two-ratios"), Calls = [preset.Calls[0] with { ClearLevel = clear }] });
        scenario.WhenMarked("ACME", 70m).ThenStage(Stage.Call);
        scenario.WhenAssessed().ThenNothing();
    }

    private AccountScenario Indebted(Regime regime)
    {
        market.Mark("ACME", 100m);
        return Account(market, regime).Deposits(50_000m).Fills("ACME", 1_000m, 100m);
    }
}
