using MarginGrains.Core.Accounts;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;
using MarginGrains.Testing.Core;
using static MarginGrains.Testing.Core.Given;

namespace MarginGrains.Core.Tests.Accounts;

public class OrderLimitTests
{
    private readonly TestMarket market = new TestMarket().Add(TestInstruments.Stock()).Mark("ACME", 100m);

    [Theory]
    [InlineData(InstrumentState.Active, null, null)]
    [InlineData(InstrumentState.Suspended, Rejection.InstrumentSuspended, Rejection.InstrumentSuspended)]
    [InlineData(InstrumentState.Disabled, Rejection.InstrumentSuspended, Rejection.InstrumentSuspended)]
    [InlineData(InstrumentState.ReduceOnly, Rejection.InstrumentReduceOnly, null)]
    [InlineData(InstrumentState.Discontinued, Rejection.InstrumentReduceOnly, null)]
    [Trait("Rule", "ORDR-005")]
    public void AState_SaysWhichOrdersAreTaken(InstrumentState state, Rejection? adding, Rejection? reducing)
    {
        var scenario = Holder(10m);
        Define(i => i with { State = state, StateReason = "Halted by the exchange." });
        Codes(scenario, 1m).ShouldBe(adding is { } add ? [add] : []);
        Codes(scenario, -10m).ShouldBe(reducing is { } reduce ? [reduce] : []);
        Codes(scenario, -11m).ShouldBe(adding is { } flip ? [flip] : [], "the eleventh would open a short");
        if (adding is not null) Check(scenario, 1m).Refusals[0].Detail.ShouldContain("Halted by the exchange");
        Check(scenario, 1m).LargestQuantity.ShouldBe(new(adding is null ? 180m : 0m));
        Check(scenario, -1m).LargestQuantity.ShouldBe(new(reducing is not null ? 0m : adding is null ? 200m : 10m));
    }

    [Fact]
    [Trait("Rule", "ORDR-005")]
    public void AnExecution_IsAFactInEveryState()
    {
        var scenario = Holder(10m);
        foreach (var state in Enum.GetValues<InstrumentState>())
        {
            Define(i => i with { State = state, StateReason = "Whatever." });
            scenario.WhenFilled(Fill("ACME", 1m, 100m)).Then<AccountEvent.FillBooked>();
        }
    }

    [Theory]
    [InlineData(4, Rejection.DealTooSmall)]
    [InlineData(5, null)]
    [InlineData(20, null)]
    [InlineData(21, Rejection.DealTooLarge)]
    [Trait("Rule", "ORDR-006")]
    public void ADeal_HasASmallestAndALargestSize(double quantity, Rejection? expected)
    {
        Define(i => i with { TradeLimits = new() { MinimumDeal = new(5m), MaximumDeal = new(20m) } });
        var scenario = Account(market, RegimePresets.UsRegT).Deposits(10_000m);
        Codes(scenario, (decimal)quantity).ShouldBe(expected is { } code ? [code] : []);
        Check(scenario, 5m).LargestQuantity.ShouldBe(new(20m));
    }

    [Fact]
    [Trait("Rule", "ORDR-006")]
    [Trait("Rule", "ORDR-001")]
    public void WhatReduces_MayBeSmallerAndLarger()
    {
        var scenario = Holder(100m);
        Define(i => i with { TradeLimits = new() { MinimumDeal = new(5m), MaximumDeal = new(20m) } });
        Codes(scenario, -1m).ShouldBeEmpty();
        Codes(scenario, -100m).ShouldBeEmpty();
        Check(scenario, -1m).LargestQuantity.ShouldBe(new(100m));
        Codes(scenario, -101m).ShouldBe([Rejection.DealTooLarge], "one of them opens");
    }

    [Fact]
    [Trait("Rule", "ORDR-006")]
    [Trait("Rule", "ORDR-009")]
    public void WhenTheLargestIsBelowTheSmallestDeal_NothingIsPossible()
    {
        Define(i => i with { TradeLimits = new() { MinimumDeal = new(50m) } });
        Check(Account(market, RegimePresets.UsRegT).Deposits(1_000m), 1m).LargestQuantity.ShouldBe(new(0m));
    }

    [Fact]
    [Trait("Rule", "ORDR-007")]
    public void APosition_HasALimitInUnits()
    {
        var scenario = Holder(10m);
        Define(i => i with { TradeLimits = new() { MaximumPosition = new(15m) } });
        Codes(scenario, 5m).ShouldBeEmpty();
        Codes(scenario, 6m).ShouldBe([Rejection.PositionLimitExceeded]);
        Codes(scenario, -25m).ShouldBeEmpty("ten close, fifteen open");
        Codes(scenario, -26m).ShouldBe([Rejection.PositionLimitExceeded]);
        Check(scenario, 1m).LargestQuantity.ShouldBe(new(5m));
        Check(scenario, -1m).LargestQuantity.ShouldBe(new(25m));
        Check(scenario, 6m).Refusals[0].Detail.ShouldBe("16 ACME would be held, at most 15 are allowed.");
    }

    [Fact]
    [Trait("Rule", "ORDR-007")]
    [Trait("Rule", "ORDR-001")]
    public void APosition_HasALimitInNotional_ThatWhatReducesPasses()
    {
        var scenario = Holder(10m);
        Define(i => i with { TradeLimits = new() { MaximumNotional = Amount(1_500m) } });
        Codes(scenario, 5m).ShouldBeEmpty();
        Codes(scenario, 6m).ShouldBe([Rejection.NotionalLimitExceeded]);
        Check(scenario, 6m).Refusals[0].Limit.ShouldBe(Amount(1_500m));
        Check(scenario, 1m).LargestQuantity.ShouldBe(new(5m));
        market.Mark("ACME", 400m);
        Codes(scenario, 1m).ShouldContain(Rejection.NotionalLimitExceeded);
        Codes(scenario, -1m).ShouldBeEmpty("the rest is still above the limit");
    }

    [Fact]
    [Trait("Rule", "ORDR-007")]
    public void WhatMustNotBeShort_IsSoldOnlyAsFarAsItIsHeld()
    {
        var scenario = Holder(10m);
        Define(i => i with { TradeLimits = new() { AllowsShort = false } });
        Codes(scenario, -10m).ShouldBeEmpty();
        Codes(scenario, -11m).ShouldBe([Rejection.ShortNotAllowed]);
        Codes(scenario, 1m).ShouldBeEmpty();
        Check(scenario, -1m).LargestQuantity.ShouldBe(new(10m));
        Check(Account(market, RegimePresets.UsRegT).Deposits(1_000m), -1m).LargestQuantity.ShouldBe(new(0m));
    }

    [Theory]
    [InlineData(0, 0, 20, 0, null)]
    [InlineData(0.001, 0, 20, 0, Rejection.FreeMarginInsufficient)]
    [InlineData(0.001, 0, 19, 0, null)]
    [InlineData(0.001, 0, 19, 48.10, null)]
    [InlineData(0.001, 0, 19, 48.11, Rejection.FreeMarginInsufficient)]
    [InlineData(0, 1, 20, 0, Rejection.FreeMarginInsufficient)]
    [InlineData(0, 1, 19, 0, null)]
    [InlineData(0, 1, 19, 31, null)]
    [InlineData(0, 1, 19, 31.01, Rejection.FreeMarginInsufficient)]
    [InlineData(0.001, 1, 19, 0, null)]
    [Trait("Rule", "ORDR-008")]
    public void FreeMargin_MustCoverEnteringAndLeaving(
        double commission, double spread, double quantity, double fee, Rejection? expected)
    {
        Define(i => i with { CommissionRate = new((decimal)commission) });
        var scenario = Account(market, RegimePresets.UsRegT).Deposits(1_000m);
        var set = Quoted((decimal)spread);
        var order = Fill("ACME", (decimal)quantity, 100m, (decimal)fee);
        var result = OrderCheck.Check(scenario.Account, order, set, market.Now);
        result.Refusals.Select(r => r.Code).ShouldBe(expected is { } code ? [code] : []);
        result.After.FreeMargin.Amount.ShouldBe(
            1_000m - (decimal)quantity * 50m - (decimal)fee, "costs that are not booked are not shown as if they were");
        OrderCheck.Check(scenario.Account, order with { Fee = default }, set, market.Now)
            .LargestQuantity.ShouldBe(new(commission + spread > 0 ? 19m : 20m));
    }

    [Fact]
    [Trait("Rule", "ORDR-008")]
    public void OnlyWhatOpens_HasToLeaveAgain()
    {
        var scenario = Account(market, RegimePresets.UsRegT).Deposits(1_000m).Fills("ACME", 10m, 100m);
        Of(-20m, 40m).ShouldBeEmpty("ten short need 500 of 1,000, and 400 to leave; leaving twenty would need 800");
        Of(-20m, 50m).ShouldBeEmpty();
        Of(-20m, 50.01m).ShouldBe([Rejection.FreeMarginInsufficient]);
        Of(-10m, 150m).ShouldBeEmpty("what reduces has left");

        IEnumerable<Rejection> Of(decimal quantity, decimal spread) => OrderCheck
            .Check(scenario.Account, Fill("ACME", quantity, 100m), Quoted(spread), market.Now).Refusals.Select(r => r.Code);
    }

    [Fact]
    [Trait("Rule", "ORDR-008")]
    public void Costs_AreCountedInTheAccountsCurrency()
    {
        market.Add(TestInstruments.Stock("SAP", "EUR") with { CommissionRate = new(0.01m) }, TestInstruments.Pair("EURUSD"))
            .Mark("SAP", 100m).Mark("EURUSD", 1.20m);
        var scenario = Account(market, RegimePresets.UsRegT).Deposits(624m);
        Largest("SAP").ShouldBe(new(10m), "10 need 600 and twice 12");
        scenario.WhenTransferring(TransferKind.Withdrawal, 0.01m);
        Largest("SAP").ShouldBe(new(9m));

        Quantity? Largest(string symbol) =>
            OrderCheck.Check(scenario.Account, Fill(symbol, 1m, 100m), market.Set, market.Now).LargestQuantity;
    }

    [Fact]
    [Trait("Rule", "ORDR-009")]
    public void TheLargestQuantity_PassesEveryCheckAndOneLotMoreDoesNot()
    {
        TradeLimits[] all =
        [
            new() { MaximumDeal = new(7m) }, new() { MaximumPosition = new(13m) }, new() { MaximumNotional = Amount(1_234m) },
            new() { AllowsShort = false }, new() { MinimumDeal = new(2m), MaximumDeal = new(9m), MaximumPosition = new(12m) },
        ];
        var scenario = Holder(10m);
        foreach (var limits in all)
        {
            Define(i => i with { TradeLimits = limits, CommissionRate = new(0.01m) });
            foreach (var side in new[] { 1m, -1m })
            {
                var largest = Check(scenario, side).LargestQuantity!.Value.Value;
                if (largest > 0m) Codes(scenario, side * largest).ShouldBeEmpty($"{limits} {side}");
                Codes(scenario, side * (largest + 1m)).ShouldNotBeEmpty($"{limits} {side}");
            }
        }
    }

    private AccountScenario Holder(decimal units) =>
        Account(market, RegimePresets.UsRegT).Deposits(9_500m).Fills("ACME", units, 100m);

    private void Define(Func<Instrument, Instrument> change) =>
        market.Add(change(market.Set.FindInstrument(new("ACME"))!));

    private MarketSet Quoted(decimal spread) => spread == 0m ? market.Set : market.Set.With(
        new Mark(new("ACME"), new(100m), market.Now, 1, 1_000, MarkKind.Mid)
        {
            Bid = new(100m - spread / 2m), Ask = new(100m + spread / 2m),
        });

    private OrderCheckResult Check(AccountScenario scenario, decimal quantity) => OrderCheck.Check(
        scenario.Account, Fill("ACME", quantity, market.Price(new("ACME")).Value), market.Set, market.Now);

    private IEnumerable<Rejection> Codes(AccountScenario scenario, decimal quantity) =>
        Check(scenario, quantity).Refusals.Select(r => r.Code);
}
