using MarginGrains.Core.Accounts;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;
using MarginGrains.Testing.Core;
using static MarginGrains.Testing.Core.Given;

namespace MarginGrains.Core.Tests.Accounts;

public class CollateralTransferTests
{
    private readonly TestMarket market = new TestMarket()
        .Add(TestInstruments.Future(), TestInstruments.Stock("BOND"), TestInstruments.Stock("JUNK"))
        .Mark("ES", 5000m).Mark("BOND", 100m).Mark("JUNK", 100m);

    [Fact]
    [Trait("Rule", "ACCT-009")]
    public void SecuritiesThatComeIn_CureACall()
    {
        var scenario = Holding();
        scenario.WhenMarked("ES", 4970m).Then<AccountEvent.CallOpened>(e => e.Call.AmountDue.ShouldBe(Amount(1_500m)));
        scenario.WhenMovingCollateral("t-1", "JUNK", 100m).ThenNo<AccountEvent.CallMet>();
        scenario.WhenMovingCollateral("t-2", "BOND", 16m).ThenNo<AccountEvent.CallMet>();
        scenario.WhenMovingCollateral("t-3", "BOND", 1m).Then<AccountEvent.CallMet>();
        scenario.Figures.Collateral.ShouldBe(Amount(1_530m), "17 of 100 less ten percent");
    }

    [Fact]
    [Trait("Rule", "ACCT-009")]
    public void WhatGoesOut_MustLeaveInitialMarginCovered()
    {
        var scenario = Holding();
        scenario.WhenMovingCollateral("t-1", "BOND", 20m);
        scenario.WhenMarked("ES", 4990m).ThenNothing();
        scenario.WhenMovingCollateral("t-2", "BOND", -15m).ThenRefused(Rejection.FreeMarginInsufficient);
        scenario.WhenMovingCollateral("t-3", "BOND", -14m).Then(typeof(AccountEvent.CollateralMoved));
        scenario.Account.Portfolio.Collateral.ShouldHaveSingleItem().Quantity.ShouldBe(new(6m));
    }

    [Fact]
    [Trait("Rule", "ACCT-009")]
    public void DuringACall_NothingGoesOut()
    {
        var scenario = Holding();
        scenario.WhenMovingCollateral("t-1", "BOND", 1m);
        scenario.WhenMarked("ES", 4960m).Then<AccountEvent.CallOpened>();
        scenario.WhenMovingCollateral("t-2", "BOND", -1m).ThenRefused(Rejection.CallOpen);
    }

    [Theory]
    [InlineData("ES", 1, Rejection.CollateralUnknown, "no security")]
    [InlineData("NONE", 1, Rejection.InstrumentUnknown, "not known")]
    [InlineData("BOND", 0, Rejection.QuantityZero, "nothing")]
    [InlineData("BOND", -1, Rejection.CollateralInsufficient, "not there")]
    [Trait("Rule", "ACCT-009")]
    public void AMalformedTransfer_IsRefused(string symbol, decimal units, Rejection code, string reason) =>
        Holding().WhenMovingCollateral("t-1", symbol, units).Decision.Refusal.ShouldNotBeNull(reason).Code.ShouldBe(code, reason);

    private AccountScenario Holding()
    {
        var regime = RegimePresets.Futures with { Id = new("accepting"), Collateral = [new(new("BOND"), new Ratio(0.10m))] };
        return Account(market, regime).Deposits(12_000m).Fills("ES", 1m, 5000m);
    }
}
