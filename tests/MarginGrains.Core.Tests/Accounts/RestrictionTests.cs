using MarginGrains.Core.Accounts;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Regimes;
using MarginGrains.Testing.Core;
using static MarginGrains.Testing.Core.Given;

namespace MarginGrains.Core.Tests.Accounts;

public class RestrictionTests
{
    private readonly TestMarket market = new TestMarket().Add(TestInstruments.Future()).Mark("ES", 5000m);

    [Fact]
    [Trait("Rule", "ACCT-010")]
    public void AChangeOfClass_MarginsAnewAndIsJudgedAtOnce()
    {
        market.Add(TestInstruments.Pair("EURUSD", 100m) with { InstrumentClass = InstrumentClass.MajorForex })
            .Mark("EURUSD", 1m);
        var scenario = Account(market, RegimePresets.FxRetail).Is(ClientClass.Professional)
            .Deposits(2_000m).Fills("EURUSD", 100_000m, 1m);
        scenario.Figures.MarginLevel.ShouldBe(new(2m));
        scenario.When(new AccountCommand.ChangeClass(ClientClass.Retail))
            .Then(typeof(AccountEvent.ClassChanged), typeof(AccountEvent.CallOpened))
            .Then<AccountEvent.ClassChanged>(e => e.From.ShouldBe(ClientClass.Professional));
        scenario.Figures.InitialMargin.ShouldBe(Amount(3_333.34m));
        scenario.When(new AccountCommand.ChangeClass(ClientClass.Retail)).ThenNothing();
        scenario.When(new AccountCommand.ChangeClass(ClientClass.Professional)).Then<AccountEvent.CallMet>();
    }

    [Fact]
    [Trait("Rule", "ACCT-010")]
    [Trait("Rule", "ACCT-012")]
    public void AChangeOfClass_ReachesIsolatedPositionsToo()
    {
        market.Add(TestInstruments.Perpetual() with { InstrumentClass = InstrumentClass.Crypto }).Mark("BTCPERP", 10_000m);
        var scenario = Account(market, RegimePresets.CryptoPerpetual).Deposits(1_000m).Isolates("BTCPERP", 1m, 10_000m);
        scenario.Is(ClientClass.Active).Account.PortfolioOf(new("BTCPERP")).ClientClass.ShouldBe(ClientClass.Active);
    }

    [Fact]
    [Trait("Rule", "ACCT-011")]
    public void ARestrictionAfterAnIncident_EndsOnlyByAPerson()
    {
        var scenario = Account(market, RegimePresets.Futures).Deposits(50_000m).Fills("ES", 1m, 5000m);
        scenario.WhenExecuted(new("liq-a-1-9"), Fill("ES", -1m, 5000m), isFinal: true)
            .Then<AccountEvent.Restricted>(e => e.Until.ShouldBeNull());
        AccountDue.Next(scenario.Account, market.Set, market.Now).ShouldBeNull();
        scenario.WhenTimePasses(TimeSpan.FromDays(400)).ThenNothing();
        scenario.Refused("ES", 1m).ShouldContain(Rejection.AccountRestricted);
        scenario.WhenTransferring(TransferKind.Withdrawal, 1m).ThenRefused(Rejection.AccountRestricted);
        scenario.When(new AccountCommand.Reinstate(new("ada", "looked at it")))
            .Then<AccountEvent.Reinstated>(e => e.By.ShouldBe("ada"));
        scenario.Refused("ES", 1m).ShouldBeEmpty();
        scenario.When(new AccountCommand.Reinstate(new("ada", "again"))).ThenNothing();
    }

    [Fact]
    [Trait("Rule", "CALL-012")]
    public void ACallThatRestricts_SellsNothingAndIsOver()
    {
        var scenario = Restricted();
        scenario.Account.Calls.ShouldBeEmpty();
        scenario.Account.Liquidations.ShouldBeEmpty();
        scenario.Account.IsRestricted.ShouldBeTrue();
        scenario.WhenTimePasses(TimeSpan.FromDays(1)).ThenNo<AccountEvent.CallOpened>();
    }

    [Fact]
    [Trait("Rule", "ACCT-011")]
    public void AnIncidentDuringATimedRestriction_TakesItsEndAway()
    {
        var scenario = Restricted();
        scenario.WhenExecuted(new("liq-a-1-9"), Fill("ES", -1m, 5000m), isFinal: true)
            .Then<AccountEvent.Restricted>(e => e.Until.ShouldBeNull());
        scenario.WhenTimePasses(TimeSpan.FromDays(400)).ThenNo<AccountEvent.Reinstated>();
    }

    /// Two contracts on the margin of one: an intraday deficit that nobody paid.
    private AccountScenario Restricted()
    {
        var call = RegimePresets.UsRegT.FindCall("intraday")!;
        var regime = RegimePresets.Futures with { Id = new("intraday"), Calls = [call] };
        var scenario = Account(market, regime).Deposits(12_000m).Fills("ES", 2m, 5000m);
        scenario.Account.Call!.Rule.ShouldBe("intraday");
        scenario.WhenAt(scenario.Account.Call.DueAt!.Value)
            .Then(typeof(AccountEvent.CallExpired), typeof(AccountEvent.Restricted), typeof(AccountEvent.WarningRaised));
        return scenario;
    }
}
