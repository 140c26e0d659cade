using MarginGrains.Core.Accounts;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;
using MarginGrains.Testing.Core;
using static MarginGrains.Testing.Core.Given;

namespace MarginGrains.Core.Tests.Accounts;

/// <summary>Placing, moving and triggering; one unit of gold is 100 ounces, long at 2,000 with 10,000.</summary>
public class ProtectiveStopTests
{
    private readonly TestMarket market = new TestMarket().Add(TestInstruments.Cfd()).Quote("XAUUSD", 1_999m, 2_001m);

    [Theory]
    // a long closes at the bid, a short at the ask; at the price itself the stop is reached
    [InlineData(1, 1_980, 1_980.01, 1_984, false)]
    [InlineData(1, 1_980, 1_980, 1_990, true)]
    [InlineData(-1, 2_020, 2_010, 2_019.99, false)]
    [InlineData(-1, 2_020, 2_010, 2_020, true)]
    [Trait("Rule", "STOP-001")]
    public void AStop_IsReachedByThePriceAtWhichItsPositionCloses(int held, double at, double bid, double ask, bool reached)
    {
        var scenario = Holding(held).Stops("s-1", "XAUUSD", held > 0, (decimal)at);
        market.Quote("XAUUSD", (decimal)bid, (decimal)ask);
        var outcome = scenario.WhenAssessed();
        if (!reached)
        {
            outcome.ThenNothing();
            return;
        }

        outcome.Then(typeof(AccountEvent.StopTriggered), typeof(AccountEvent.StopOrdered));
        outcome.Event<AccountEvent.StopTriggered>().By.ShouldBe(new((decimal)at));
        var order = outcome.Event<AccountEvent.StopOrdered>().Order;
        order.OrderId.Value.ShouldBe("stop-a-1-1");
        order.Quantity.ShouldBe(new(-held));
        scenario.WhenAssessed().ThenNothing();
    }

    [Fact]
    [Trait("Rule", "STOP-001")]
    public void WithoutQuotes_TheMarkCounts()
    {
        var scenario = Holding(1m).Stops("s-1", "XAUUSD", true, 1_980m);
        scenario.WhenMarked("XAUUSD", 1_980.01m).ThenNothing();
        scenario.WhenMarked("XAUUSD", 1_980m).Then(typeof(AccountEvent.StopTriggered), typeof(AccountEvent.StopOrdered));
    }

    [Fact]
    [Trait("Rule", "STOP-001")]
    public void AStaleMark_TriggersNothing_AndAFreshOneDoes()
    {
        market.Add(TestInstruments.Cfd() with { MaximumMarkAge = TimeSpan.FromMinutes(1) });
        var scenario = Holding(1m).Stops("s-1", "XAUUSD", true, 1_980m);
        market.Mark("XAUUSD", 1_970m).After(TimeSpan.FromMinutes(2));
        scenario.WhenAssessed().ThenNothing();
        scenario.WhenMarked("XAUUSD", 1_970m).Then<AccountEvent.StopTriggered>();
    }

    [Fact]
    [Trait("Rule", "STOP-001")]
    public void AMarkOlderThanTheStop_DoesNothingToIt()
    {
        var scenario = Holding(1m);
        var older = market.Mark("XAUUSD", 1_970m).Set;
        market.Mark("XAUUSD", 2_000m);
        scenario.Stops("s-1", "XAUUSD", true, 1_980m);
        var judged = AccountDecider.Decide(scenario.Account, new AccountCommand.Assess(), older, market.Now);
        judged.Events.ShouldBeEmpty();
    }

    [Fact]
    [Trait("Rule", "STOP-002")]
    public void TheSameAgain_ChangesNothing_AndOtherTermsReplaceIt()
    {
        var scenario = Holding(2m).Stops("s-1", "XAUUSD", true, 1_980m).Stops("s-0", "XAUUSD", true, 1_970m, 1m);
        scenario.Account.Stops.Select(s => s.StopId.Value).ShouldBe(["s-0", "s-1"]);
        scenario.WhenStopping("s-1", "XAUUSD", true, 1_980m).ThenNothing();
        scenario.WhenStopping("s-1", "XAUUSD", true, 1_985m).Then(typeof(AccountEvent.StopPlaced));
        scenario.Account.FindStop(new StopId("s-1"))!.Price.ShouldBe(new(1_985m));
        scenario.Account.Stops.Length.ShouldBe(2);
        scenario.When(new AccountCommand.CancelStop(new("s-1"))).Then(typeof(AccountEvent.StopCancelled));
        scenario.When(new AccountCommand.CancelStop(new("s-1"))).ThenRefused(Rejection.StopUnknown);
    }

    [Fact]
    [Trait("Rule", "STOP-002")]
    public void WhatIsWrong_IsRefusedByName()
    {
        var scenario = Holding(1m);
        var terms = new StopTerms(new("XAUUSD"), true, StopKind.StopLoss) { Price = new(1_980m) };
        Refused(terms with { Symbol = new("NONE") }, Rejection.InstrumentUnknown);
        Refused(terms with { IsLong = false, Price = new(2_020m) }, Rejection.PositionUnknown);
        Refused(terms with { IsIsolated = true }, Rejection.PositionUnknown);
        Refused(terms with { Price = new(1_980.001m) }, Rejection.StopOffTick);
        Refused(terms with { Price = new(1_999m) }, Rejection.StopWouldTrigger);
        Refused(terms with { Price = new(2_050m) }, Rejection.StopWouldTrigger);
        Refused(terms with { Price = null }, Rejection.StopMalformed);
        Refused(terms with { Distance = new(5m) }, Rejection.StopMalformed);
        Refused(terms with { Quantity = new(0m) }, Rejection.QuantityZero);
        Refused(terms with { Quantity = new(-1m) }, Rejection.QuantityZero);
        Refused(terms with { Quantity = new(0.005m) }, Rejection.OffLot);
        Refused(terms with { Quantity = new(Limits.LargestQuantity + 1m) }, Rejection.NumbersTooLarge);
        Refused(terms with { Price = new(Limits.LargestPrice + 1m) }, Rejection.NumbersTooLarge);
        Refused(terms with { Kind = StopKind.Trailing }, Rejection.StopMalformed);
        var trailing = terms with { Kind = StopKind.Trailing, Price = null };
        Refused(trailing with { Distance = new(0.009m) }, Rejection.StopDistanceInvalid);
        Refused(trailing with { Distance = new(1_999m) }, Rejection.StopDistanceInvalid);
        Refused(terms with { Kind = StopKind.Guaranteed }, Rejection.GuaranteedStopNotOffered);

        void Refused(StopTerms wrong, Rejection code) =>
            scenario.When(new AccountCommand.PlaceStop(new("s-1"), wrong)).ThenRefused(code);
    }

    [Fact]
    [Trait("Rule", "STOP-002")]
    public void WithoutAFreshMark_NothingIsPlaced()
    {
        var scenario = Holding(1m);
        market.Add(TestInstruments.Cfd() with { MaximumMarkAge = TimeSpan.FromMinutes(1) }).After(TimeSpan.FromMinutes(2));
        scenario.WhenStopping("s-1", "XAUUSD", true, 1_980m).ThenRefused(Rejection.Unpriced);
    }

    [Fact]
    [Trait("Rule", "STOP-002")]
    public void AnAccount_HasAHundredStopsAtMost()
    {
        var scenario = Holding(1m);
        for (var n = 0; n < 100; n++) scenario.Stops($"s-{n}", "XAUUSD", true, 1_900m);
        scenario.WhenStopping("s-100", "XAUUSD", true, 1_900m).ThenRefused(Rejection.TooManyStops);
        scenario.WhenStopping("s-7", "XAUUSD", true, 1_901m).Then(typeof(AccountEvent.StopPlaced));
    }

    [Fact]
    [Trait("Rule", "STOP-002")]
    public void WhatHasTriggered_NeitherChangesNorComesBack()
    {
        var scenario = Holding(2m).Stops("s-1", "XAUUSD", true, 1_980m, 1m);
        scenario.WhenMarked("XAUUSD", 1_979m).Then<AccountEvent.StopTriggered>();
        scenario.WhenStopping("s-1", "XAUUSD", true, 1_980m, 1m).ThenNothing();
        scenario.WhenStopping("s-1", "XAUUSD", true, 1_970m, 1m).ThenRefused(Rejection.StopTriggered);
        scenario.When(new AccountCommand.CancelStop(new("s-1"))).ThenRefused(Rejection.StopTriggered);
        scenario.WhenStopExecutes().Then(typeof(AccountEvent.StopFilled));
        scenario.Account.Stops.ShouldBeEmpty();
        scenario.WhenMarked("XAUUSD", 2_000m).ThenNothing();
        // A client who did not hear of it asks again: nothing more of its position is put at stake.
        scenario.WhenStopping("s-1", "XAUUSD", true, 1_980m, 1m).ThenRefused(Rejection.StopTriggered);
        scenario.WhenStopping("s-2", "XAUUSD", true, 1_980m, 1m).Then(typeof(AccountEvent.StopPlaced));
    }

    [Fact]
    [Trait("Rule", "STOP-003")]
    public void ATrailingStop_FollowsInWholeSteps_AndNeverGoesBack()
    {
        market.Mark("XAUUSD", 2_000.005m);
        var scenario = Holding(1m);
        scenario.WhenTrailing("s-1", "XAUUSD", true, 20.10m).Then<AccountEvent.StopPlaced>(e =>
        {
            e.Stop.Price.ShouldBe(new(1_979.90m), "2,000.005 − 20.10, down to a tick");
            e.Stop.Step.ShouldBe(new(1.01m), "20.10 ÷ 20, up to a tick");
        });
        scenario.WhenMarked("XAUUSD", 2_001.00m).ThenNothing();
        scenario.WhenMarked("XAUUSD", 2_001.01m).Then<AccountEvent.StopMoved>(e => e.Price.ShouldBe(new(1_980.91m)));
        scenario.WhenMarked("XAUUSD", 2_004.03m).Then<AccountEvent.StopMoved>(e => e.Price.ShouldBe(new(1_982.93m)));
        scenario.WhenMarked("XAUUSD", 1_990m).ThenNothing();
        scenario.WhenMarked("XAUUSD", 1_982.93m).Then<AccountEvent.StopTriggered>();
    }

    [Fact]
    [Trait("Rule", "STOP-003")]
    public void ATrailingStopOfAShort_FollowsDown()
    {
        var scenario = Holding(-1m);
        scenario.WhenTrailing("s-1", "XAUUSD", false, 10m)
            .Then<AccountEvent.StopPlaced>(e => e.Stop.Price.ShouldBe(new(2_011m), "the ask is 2,001"));
        scenario.WhenMarked("XAUUSD", 1_990.6m).Then<AccountEvent.StopMoved>(e => e.Price.ShouldBe(new(2_001m)));
        scenario.WhenMarked("XAUUSD", 2_000.99m).ThenNothing();
        scenario.WhenMarked("XAUUSD", 2_001m).Then<AccountEvent.StopOrdered>(e => e.Order.Quantity.ShouldBe(new(1m)));
    }

    [Fact]
    [Trait("Rule", "STOP-003")]
    public void ATickIsTheSmallestStep() => Holding(1m).WhenTrailing("s-1", "XAUUSD", true, 0.05m)
        .Then<AccountEvent.StopPlaced>(e => e.Stop.Step.ShouldBe(new(0.01m)));

    [Fact]
    [Trait("Rule", "STOP-004")]
    public void AStopCloses_NoMoreThanIsHeld()
    {
        var scenario = Holding(2m).Stops("s-1", "XAUUSD", true, 1_980m, 1.5m).Fills("XAUUSD", -1m, 2_000m);
        var order = scenario.WhenMarked("XAUUSD", 1_979m).Event<AccountEvent.StopOrdered>().Order;
        order.Quantity.ShouldBe(new(-1m));
        scenario.WhenStopExecutes();
        scenario.Account.Portfolio.IsFlat.ShouldBeTrue();
        scenario.Account.Stops.ShouldBeEmpty();
        scenario.Account.IsRestricted.ShouldBeFalse();
    }

    [Fact]
    [Trait("Rule", "STOP-004")]
    public void TwoStops_ShareWhatIsHeld_AndAThirdFindsNothing()
    {
        var scenario = Holding(2m).Stops("a", "XAUUSD", true, 1_980m, 0.5m).Stops("b", "XAUUSD", true, 1_985m)
            .Stops("c", "XAUUSD", true, 1_990m);
        scenario.WhenMarked("XAUUSD", 1_979m).Decision.Events.OfType<AccountEvent.StopOrdered>()
            .Select(e => (e.StopId.Value, e.Order.Quantity.Value)).ShouldBe([("a", -0.5m), ("b", -1.5m)]);
        scenario.WhenStopExecutes().ThenNo<AccountEvent.StopCancelled>();
        scenario.WhenStopExecutes().Then(typeof(AccountEvent.StopFilled), typeof(AccountEvent.StopCancelled));
        scenario.Account.Stops.ShouldBeEmpty();
    }

    [Fact]
    [Trait("Rule", "STOP-004")]
    public void APositionThatIsGone_OrTurnsAround_TakesItsStopsWithIt()
    {
        var scenario = Holding(1m).Stops("s-1", "XAUUSD", true, 1_980m);
        scenario.WhenFilled(Fill("XAUUSD", -2m, 2_000m)).Then<AccountEvent.StopCancelled>(e => e.StopId.Value.ShouldBe("s-1"));
        scenario.Account.Stops.ShouldBeEmpty();
        scenario.Stops("s-1", "XAUUSD", false, 2_020m);
        scenario.WhenFilled(Fill("XAUUSD", 1m, 2_000m)).Then(typeof(AccountEvent.FillBooked), typeof(AccountEvent.StopCancelled));
        scenario.Account.IsExposed.ShouldBeFalse();
    }

    [Fact]
    [Trait("Rule", "STOP-004")]
    public void BesideAHedge_AStopClosesItsOwnSide()
    {
        var scenario = Holding(2m).Hedges("XAUUSD", -1m, 2_000m).Stops("s-1", "XAUUSD", false, 2_020m);
        scenario.WhenMarked("XAUUSD", 2_025m).Then<AccountEvent.StopOrdered>(e => e.Order.Quantity.ShouldBe(new(1m)));
        scenario.WhenStopExecutes();
        scenario.Account.Portfolio.Positions.ShouldHaveSingleItem().Quantity.ShouldBe(new(2m));
    }

    [Fact]
    [Trait("Rule", "STOP-008")]
    public void AHaltedMarket_MakesAStopWait()
    {
        var scenario = Holding(1m).Stops("s-1", "XAUUSD", true, 1_980m);
        var halted = TestInstruments.Cfd() with { State = InstrumentState.Suspended, StateReason = "halted" };
        market.Add(halted);
        scenario.WhenMarked("XAUUSD", 1_970m).ThenNothing();
        market.Add(TestInstruments.Cfd());
        scenario.WhenAssessed().Then<AccountEvent.StopTriggered>();
    }

    [Fact]
    [Trait("Rule", "STOP-004")]
    public void AStopOfAnIsolatedPosition_ClosesTheBucket_AndWhatIsLeftGoesBack()
    {
        var scenario = Account(market, RegimePresets.FxRetail).Deposits(10_000m).Fills("XAUUSD", 1m, 2_000m)
            .Isolates("XAUUSD", 0.5m, 2_000m);
        scenario.When(new AccountCommand.PlaceStop(
            new("s-1"), new(new("XAUUSD"), true, StopKind.StopLoss) { Price = new(1_995m), IsIsolated = true }))
            .Then(typeof(AccountEvent.StopPlaced));
        scenario.WhenMarked("XAUUSD", 1_995m).Then<AccountEvent.StopOrdered>(e => e.Order.Quantity.ShouldBe(new(-0.5m)));
        scenario.WhenStopExecutes();
        scenario.Account.Buckets.ShouldBeEmpty();
        scenario.Account.Portfolio.Positions.ShouldHaveSingleItem().Quantity.ShouldBe(new(1m));
        scenario.Account.Portfolio.Balance(new("USD")).ShouldBe(Amount(9_750m));
    }

    private AccountScenario Holding(decimal units) =>
        Account(market, RegimePresets.FxRetail).Deposits(10_000m).Fills("XAUUSD", units, 2_000m);
}
