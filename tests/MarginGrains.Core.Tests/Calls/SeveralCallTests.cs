using MarginGrains.Core.Accounts;
using MarginGrains.Core.Calls;
using MarginGrains.Core.Regimes;
using MarginGrains.Testing.Core;
using static MarginGrains.Testing.Core.Given;

namespace MarginGrains.Core.Tests.Calls;

public class SeveralCallTests
{
    private readonly TestMarket market = new TestMarket().Add(TestInstruments.Stock()).Mark("ACME", 100m);

    [Fact]
    [Trait("Rule", "CALL-007")]
    public void EachRule_HasACallOfItsOwn()
    {
        var scenario = Account(market, RegimePresets.UsRegT).Deposits(29_000m);
        scenario.WhenFilled(Fill("ACME", 1_000m, 100m));
        scenario.Account.Calls.Select(c => (c.Rule, c.AmountDue.Amount, c.DueAt!.Value.Day)).ShouldBe(
            [("maintenance", 1_000m, 7), ("initial", 21_000m, 8), ("intraday", 1_000m, 12)]);
        scenario.Account.Call!.Rule.ShouldBe("maintenance", "due first");

        scenario.WhenTransferring(TransferKind.Deposit, 1_000m);

        scenario.Account.Calls.ShouldHaveSingleItem().Rule.ShouldBe("initial");
        scenario.Account.Calls[0].Paid.ShouldBe(Amount(1_000m), "it counted for every one of them");
        scenario.Account.Stage.ShouldBe(Stage.Call);
    }

    [Fact]
    [Trait("Rule", "CALL-007")]
    public void APriceAlone_OpensOnlyWhatIsJudgedAtEveryMark()
    {
        var scenario = Account(market, RegimePresets.UsRegT).Deposits(50_000m).Fills("ACME", 1_000m, 100m);
        scenario.WhenMarked("ACME", 70m);
        scenario.Account.Calls.ShouldHaveSingleItem().Rule.ShouldBe("maintenance");
    }

    [Fact]
    [Trait("Rule", "CALL-007")]
    [Trait("Rule", "ACCT-008")]
    public void AFillWithoutAPrice_IsJudgedAtTheFirstPriceAfterIt()
    {
        market.Add(TestInstruments.Stock("NEW"));
        var scenario = Account(market, RegimePresets.UsRegT).Deposits(40_000m);
        scenario.WhenFilled(Fill("NEW", 1_000m, 100m)).ThenNo<AccountEvent.CallOpened>();
        scenario.Account.IsFillUnjudged.ShouldBeTrue();
        scenario.WhenMarked("NEW", 100m).Then<AccountEvent.CallOpened>(e => e.Call.Rule.ShouldBe("initial"));
        scenario.Account.IsFillUnjudged.ShouldBeFalse();
        scenario.WhenMarked("NEW", 101m).ThenNo<AccountEvent.FillJudged>();
    }

    [Fact]
    [Trait("Rule", "CALL-008")]
    public void AHeldCall_HasNoDueTimeAndIsStillMetAtItsClearLevel()
    {
        var rule = RegimePresets.UsRegT.Calls[0];
        // Held while at maintenance margin, met only at a tenth above it.
        var held = rule with { HoldLine = rule.Trigger, ClearLevel = rule.Trigger with { Threshold = new(1.10m) } };
        var scenario = Account(market, RegimePresets.UsRegT with { Id = new("held"), Calls = [held] })
            .Deposits(50_000m).Fills("ACME", 1_000m, 100m);
        var due = scenario.WhenMarked("ACME", 70m).Event<AccountEvent.CallOpened>().Call.DueAt!.Value;
        market.Mark("ACME", 72m);
        scenario.WhenAt(due).Then<AccountEvent.CallHeld>();
        scenario.Account.Call!.DueAt.ShouldBeNull();
        scenario.WhenTimePasses(TimeSpan.FromHours(1)).ThenNothing();
        scenario.WhenMarked("ACME", 71m).Then<AccountEvent.CallRelapsed>(
            e => e.DueAt.ShouldBe(due.AddDays(1), "today's 21:00 has passed"));
        scenario.WhenMarked("ACME", 75m).Then<AccountEvent.CallMet>();
    }

    [Fact]
    [Trait("Rule", "CALL-011")]
    public void CashForACallJudgedAtSettlement_CountsThere()
    {
        var scenario = Account(market, RegimePresets.UsRegT).Deposits(40_000m).Fills("ACME", 1_000m, 100m);
        scenario.WhenTransferring(TransferKind.Deposit, 10_000m).ThenNo<AccountEvent.CallMet>();
        scenario.WhenAt(new(2026, 1, 5, 21, 0, 0, TimeSpan.Zero)).Then<AccountEvent.CallMet>();
    }

    [Fact]
    [Trait("Rule", "CALL-011")]
    public void AShortSale_FreesNothingAndPaysNothing()
    {
        market.Add(TestInstruments.Stock("OTHER")).Mark("OTHER", 100m);
        var scenario = Account(market, RegimePresets.UsRegT).Deposits(40_000m).Fills("ACME", 1_000m, 100m);
        scenario.Fills("OTHER", -200m, 100m);
        scenario.Account.FindCall("initial")!.Paid.ShouldBe(Amount(0m));
        scenario.WhenAt(new(2026, 1, 5, 21, 0, 0, TimeSpan.Zero)).ThenNo<AccountEvent.CallMet>();
    }

    [Fact]
    [Trait("Rule", "CALL-011")]
    public void ASaleBeyondWhatIsHeld_PaysWithWhatWasHeld_AndBuyingBackTakesNothing()
    {
        market.Add(TestInstruments.Stock("OTHER")).Mark("OTHER", 100m);
        var scenario = Account(market, RegimePresets.UsRegT).Deposits(40_000m).Fills("OTHER", 50m, 100m);
        scenario.Fills("ACME", 950m, 100m);
        scenario.Fills("OTHER", -80m, 100m);
        scenario.Account.FindCall("initial")!.Paid.ShouldBe(Amount(2_500m), "half of 50 shares, the other 30 are short");
        scenario.Fills("OTHER", 30m, 100m);
        scenario.Account.FindCall("initial")!.Paid.ShouldBe(Amount(2_500m), "nothing is held that was not before");
    }

    [Fact]
    [Trait("Rule", "CALL-011")]
    public void ASaleAtAnotherPrice_CreditsHalfOfWhatItBrought()
    {
        var scenario = Account(market, RegimePresets.UsRegT).Deposits(40_000m).Fills("ACME", 1_000m, 100m);
        scenario.Fills("ACME", -101m, 99.99m);
        scenario.Account.FindCall("initial")!.Paid.ShouldBe(
            Amount(5_049.50m), "half of 10,098.99 is 5,049.495, to the even cent");
        scenario.Account.FindCall("initial")!.State.ShouldBe(CallState.Open);
    }
}
