using MarginGrains.Core.Accounts;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;
using MarginGrains.Testing.Core;
using static MarginGrains.Testing.Core.Given;

namespace MarginGrains.Core.Tests.Accounts;

public class LeverageCapTests
{
    private readonly TestMarket market = new TestMarket()
        .Add(TestInstruments.Pair("EURUSD", 500m), TestInstruments.Pair("GBPUSD", 500m))
        .Mark("EURUSD", 1m).Mark("GBPUSD", 1m);

    [Fact]
    [Trait("Rule", "ORDR-010")]
    public void Leverage_IsThatOfTheWholeAccount()
    {
        var scenario = Conservative().Fills("EURUSD", 150_000m, 1m);
        scenario.Checked("GBPUSD", 50_000m).Refusals.ShouldBeEmpty();
        var check = scenario.Checked("GBPUSD", 51_000m);
        check.Refusals.ShouldHaveSingleItem().Code.ShouldBe(Rejection.LeverageCapExceeded);
        check.Leverage.ShouldBe(new Ratio(20.1m), "201,000 of 10,000");
        check.LargestQuantity.ShouldBe(new(50_000m));
    }

    [Fact]
    [Trait("Rule", "ORDR-010")]
    public void ALoss_RaisesLeverage_ReducingIsAlwaysAllowed()
    {
        var scenario = Conservative().Fills("EURUSD", 150_000m, 1m);
        scenario.WhenMarked("EURUSD", 0.95m);
        scenario.Checked("EURUSD", 1_000m).Refusals.Select(r => r.Code).ShouldBe([Rejection.LeverageCapExceeded]);
        scenario.Refused("EURUSD", -1_000m).ShouldBeEmpty("142,500 on 2,500 of equity, but it gets less");
    }

    [Fact]
    [Trait("Rule", "ORDR-010")]
    public void AWorkingOrderBeyondTheCap_IsNotPlaced()
    {
        var scenario = Conservative();
        scenario.WhenPlacing("o-1", "EURUSD", 201_000m).ThenRefused(Rejection.LeverageCapExceeded);
        scenario.WhenPlacing("o-2", "EURUSD", 200_000m).Then(typeof(AccountEvent.OrderPlaced));
    }

    private AccountScenario Conservative() =>
        Account(market, RegimePresets.FxRetail).Is(ClientClass.Conservative).Deposits(10_000m);
}
