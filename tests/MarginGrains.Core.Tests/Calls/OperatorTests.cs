using MarginGrains.Core.Accounts;
using MarginGrains.Core.Calls;
using MarginGrains.Core.Regimes;
using MarginGrains.Testing.Core;
using static MarginGrains.Testing.Core.Given;

namespace MarginGrains.Core.Tests.Calls;

public class OperatorTests
{
    private static readonly OperatorAct Act = new("ada", "the transfer is on its way");

    private readonly TestMarket market = new TestMarket().Add(TestInstruments.Stock()).Mark("ACME", 100m);

    [Fact]
    [Trait("Rule", "CALL-009")]
    public void AnExtension_MovesTheDueTimeALimitedNumberOfTimes()
    {
        var scenario = Called();
        var due = scenario.Account.Call!.DueAt!.Value;
        Extend(scenario, due).ThenRefused(Rejection.DueNotLater);
        Extend(scenario, due.AddDays(1)).Then<AccountEvent.CallExtended>(e => e.Act.ShouldBe(Act));
        scenario.WhenAt(due).ThenNo<AccountEvent.CallExpired>();
        Extend(scenario, due.AddDays(2)).Then<AccountEvent.CallExtended>();
        Extend(scenario, due.AddDays(3)).ThenRefused(Rejection.ExtensionNotAllowed);
        scenario.Account.Call.Extensions.ShouldBe(2);
        scenario.WhenAt(due.AddDays(2)).Then<AccountEvent.CallExpired>();
        Extend(scenario, due.AddDays(3)).ThenRefused(Rejection.CallUnknown);
    }

    [Fact]
    [Trait("Rule", "CALL-009")]
    public void ACallWithoutADueTime_CannotBeExtended()
    {
        market.Add(TestInstruments.Future()).Mark("ES", 5000m);
        var scenario = Account(market, RegimePresets.FuturesAtSettlement).Deposits(12_000m).Fills("ES", 1m, 5000m);
        scenario.WhenMarked("ES", 4930m).Then<AccountEvent.CallOpened>(e => e.Call.Rule.ShouldBe("intraday"));
        Extend(scenario, market.Now.AddDays(1)).ThenRefused(Rejection.ExtensionNotAllowed);
    }

    [Theory]
    [InlineData("", "nobody")]
    [InlineData("ada", "the same person")]
    [Trait("Rule", "CALL-009")]
    public void AWaiver_NeedsASecondPerson(string approvedBy, string reason) =>
        Called().When(new AccountCommand.WaiveCall("call-1", Act, approvedBy)).Decision.Refusal
            .ShouldNotBeNull(reason).Code.ShouldBe(Rejection.WaiverNeedsSecondPerson);

    [Fact]
    [Trait("Rule", "CALL-009")]
    public void AWaivedCall_DemandsNothingAndComesBackOnlyAfterItsLinesWereClear()
    {
        var scenario = Called();
        scenario.When(new AccountCommand.WaiveCall("call-1", Act, "bob"))
            .Then<AccountEvent.CallWaived>(e => e.ApprovedBy.ShouldBe("bob")).ThenNo<AccountEvent.CallOpened>();
        scenario.Account.Call.ShouldBeNull();
        scenario.Account.Stage.ShouldBe(Stage.Warning);
        scenario.WhenMarked("ACME", 69m).ThenNo<AccountEvent.CallOpened>();
        scenario.WhenTimePasses(TimeSpan.FromDays(10)).ThenNo<AccountEvent.CallExpired>();
        scenario.WhenMarked("ACME", 75m).Then<AccountEvent.CallMet>();
        scenario.WhenMarked("ACME", 70m).Then<AccountEvent.CallOpened>(e => e.Call.CallId.ShouldBe("call-2"));
    }

    [Fact]
    [Trait("Rule", "CALL-009")]
    public void AWaivedCallThatOnlyPaymentLifts_ComesBackToo()
    {
        market.Add(TestInstruments.Future()).Mark("ES", 5000m);
        var scenario = Account(market, RegimePresets.FuturesAtSettlement).Deposits(12_000m).Fills("ES", 1m, 5000m);
        var settlement = new DateTimeOffset(2026, 1, 5, 21, 0, 0, TimeSpan.Zero);
        market.Mark("ES", 4970m);
        scenario.WhenAt(settlement).Then<AccountEvent.CallOpened>();
        scenario.Does(new AccountCommand.WaiveCall("call-1", Act, "bob"));
        scenario.WhenAt(settlement.AddDays(1)).ThenNo<AccountEvent.CallOpened>();
        market.Mark("ES", 5000m);
        scenario.WhenAt(settlement.AddDays(2));
        market.Mark("ES", 4970m);
        scenario.WhenAt(settlement.AddDays(3)).Then<AccountEvent.CallOpened>(e => e.Call.CallId.ShouldBe("call-2"));
    }

    [Fact]
    [Trait("Rule", "CALL-010")]
    public void Reminders_ComeOnceEach_TheLongestFirst()
    {
        var scenario = Called();
        var due = scenario.Account.Call!.DueAt!.Value;
        AccountDue.Next(scenario.Account, market.Set, market.Now).ShouldBe(due.AddHours(-24));
        scenario.WhenAt(due.AddHours(-24)).Then<AccountEvent.CallReminded>(e =>
        {
            e.Number.ShouldBe(1);
            e.Outstanding.ShouldBe(Amount(1_000m));
        });
        scenario.WhenAssessed().ThenNothing();
        AccountDue.Next(scenario.Account, market.Set, market.Now).ShouldBe(due.AddHours(-4));
        scenario.WhenAt(due.AddMinutes(-30))
            .Then<AccountEvent.CallReminded>(e => e.Number.ShouldBe(3, "one for both that passed"));
        AccountDue.Next(scenario.Account, market.Set, market.Now).ShouldBe(due);
    }

    [Fact]
    [Trait("Rule", "CALL-010")]
    public void TheLeastIntervalBetweenNotices_HoldsBackWhatIsNoEscalation()
    {
        var regime = RegimePresets.UsRegT with { Id = new("quiet"), MinimumNoticeInterval = TimeSpan.FromHours(6) };
        var scenario = Account(market, regime).Deposits(50_000m).Fills("ACME", 1_000m, 100m);
        scenario.WhenMarked("ACME", 72m).Then<AccountEvent.WarningRaised>(e => e.IsNotice.ShouldBeTrue());
        scenario.WhenMarked("ACME", 70m).Then<AccountEvent.CallOpened>();
        scenario.WhenMarked("ACME", 60m).ThenNo<AccountEvent.CallIncreased>();
        scenario.WhenTimePasses(TimeSpan.FromHours(6) - TimeSpan.FromTicks(1)).ThenNo<AccountEvent.CallIncreased>();
        scenario.WhenTimePasses(TimeSpan.FromTicks(1)).Then<AccountEvent.CallIncreased>();
        scenario.WhenMarked("ACME", 72m).Then<AccountEvent.CallMet>()
            .Then<AccountEvent.WarningRaised>(e => e.IsNotice.ShouldBeFalse("the client was told a moment ago"));
    }

    private AccountScenario Called()
    {
        var scenario = Account(market, RegimePresets.UsRegT).Deposits(50_000m).Fills("ACME", 1_000m, 100m);
        scenario.WhenMarked("ACME", 70m).Then<AccountEvent.CallOpened>(e => e.Call.State.ShouldBe(CallState.Open));
        return scenario;
    }

    private static Outcome Extend(AccountScenario scenario, DateTimeOffset to) =>
        scenario.When(new AccountCommand.ExtendCall("call-1", to, Act));
}
