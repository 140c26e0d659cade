using MarginGrains.Core.Accounts;
using MarginGrains.Core.Regimes;
using MarginGrains.Testing.Core;
using static MarginGrains.Testing.Core.Given;

namespace MarginGrains.Core.Tests.Accounts;

public class AccountDueTests
{
    private readonly TestMarket market = new TestMarket().Add(TestInstruments.Future()).Mark("ES", 5000m);

    [Fact]
    [Trait("Rule", "ACCT-006")]
    public void WithoutAnything_NothingIsDue() => Due(Account(market, RegimePresets.Futures).Deposits(5m)).ShouldBeNull();

    [Fact]
    [Trait("Rule", "ACCT-006")]
    public void AnUnansweredOrder_IsDueAfterItsTimeout()
    {
        var scenario = Account(market, RegimePresets.Futures).Deposits(12_000m).Fills("ES", 1m, 5000m);
        scenario.WhenMarked("ES", 4800m).ThenStage(Stage.Liquidating);
        Due(scenario).ShouldBe(market.Now + AccountDue.AnswerTimeout);
    }

    [Fact]
    [Trait("Rule", "ACCT-006")]
    public void TheEarliestOfAll_IsDue()
    {
        var terms = TestInstruments.PerContract(13_000m, 12_000m);
        market.Add(TestInstruments.Future().Then(market.Now.AddDays(9), terms));
        var scenario = Account(market, RegimePresets.Futures).Deposits(12_000m).Fills("ES", 1m, 5000m);
        Due(scenario).ShouldBe(market.Now.AddDays(9), "new terms");
        market.Change(RegimePresets.Futures with { EffectiveAt = market.Now.AddDays(8) });
        Due(scenario).ShouldBe(market.Now.AddDays(8), "a new version of the regime");
        scenario.WhenMarked("ES", 4970m).ThenStage(Stage.Call);
        var due = scenario.Account.Call!.DueAt!.Value;
        Due(scenario).ShouldBe(due.AddHours(-4), "the first reminder of the call");
        scenario.WhenTimePasses(due.AddHours(-4) - market.Now).Then<AccountEvent.CallReminded>();
        scenario.WhenTimePasses(TimeSpan.FromHours(3)).Then<AccountEvent.CallReminded>();
        Due(scenario).ShouldBe(due, "the call");
    }

    [Fact]
    [Trait("Rule", "ACCT-006")]
    public void TermsOfWhatIsNotHeld_AreNotDue()
    {
        market.Add(TestInstruments.Future().Then(market.Now.AddDays(9), TestInstruments.PerContract(13_000m, 12_000m)));
        Due(Account(market, RegimePresets.Futures).Deposits(12_000m)).ShouldBeNull();
    }

    private DateTimeOffset? Due(AccountScenario scenario) => AccountDue.Next(scenario.Account, market.Set, market.Now);
}
