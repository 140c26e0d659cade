using MarginGrains.Core.Accounts;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;
using MarginGrains.Testing.Core;
using static MarginGrains.Testing.Core.Given;

namespace MarginGrains.Core.Tests.Accounts;

/// <content>Calls and liquidations that random lives came across.</content>
public partial class RareTurnsTests
{
    [Fact]
    [Trait("Rule", "CALL-005")]
    public void ACallOfAClientWhoOwesAlready_EndsWhenNothingIsHeld()
    {
        var market = new TestMarket().Add(TestInstruments.Stock()).Mark("ACME", 100m);
        var s = Account(market, RegimePresets.UsRegT);
        s.WhenTransferring(TransferKind.Fee, 500m).ThenStage(Stage.Deficit);
        s.Fills("ACME", 10m, 100m); // a fact, although the client owes
        s.Account.Stage.ShouldBe(Stage.Call);

        s.WhenFilled(Fill("ACME", -10m, 90m)).ThenNo<AccountEvent.DeficitRecorded>();

        s.Account.Calls.ShouldBeEmpty();
        s.Account.Stage.ShouldBe(Stage.Deficit);
        s.WhenAssessed().ThenNothing();
    }

    [Fact]
    [Trait("Rule", "LIQD-019")]
    public void AFeeCappedByWhatIsLeft_IsOfWholeCents_UnderARegimeThatDoesNotRound()
    {
        var regime = RegimePresets.CryptoPerpetual with
        {
            Id = new("x"), Rounding = RoundingMode.None, ConvertsRealizedPnl = false,
        };
        var s = Account(Crypto(), regime, "EUR").Deposits(1_000m, "EUR").Deposits(1_000m);
        s.Isolates("BTCPERP", 1m, 10_000m); // 100 USD are put aside
        s.WhenMarked("BTCPERP", 9_935m);
        s.Account.FindLiquidation(new Symbol("BTCPERP")).ShouldNotBeNull();

        // 35 USD are left, 31.8181… EUR at 1.10, less than the fee of 0.5 % of 9,935.
        var outcome = s.WhenNextOrderExecutes(new("BTCPERP"));

        outcome.Then<AccountEvent.LiquidationFeeCharged>(e => e.Claim.Amount.ShouldBe(Amount(-31.81m, "EUR")));
        outcome.ThenNo<AccountEvent.DeficitRecorded>();
        s.Account.Buckets.ShouldBeEmpty();
        s.Account.Portfolio.Balances.ShouldAllBe(b => decimal.Round(b.Amount, 2) == b.Amount);
        s.WhenAssessed().ThenNothing();
    }

    [Fact]
    [Trait("Rule", "LIQD-018")]
    public void ALimitBelowTheDecimalsThatCount_IsNone_AndTheOrderGoesOut()
    {
        var regime = RegimePresets.CryptoPerpetual with
        {
            Id = new("x"),
            Liquidation = RegimePresets.CryptoPerpetual.Liquidation with { LimitPrice = new(Ratio.One, new(0.1m)) },
        };
        var penny = TestInstruments.Stock("PENN").On(TestInstruments.PerContract(3m, 3m));
        var s = Account(new TestMarket().Add(penny).Mark("PENN", 1m), regime).Deposits(100m);

        // Equity is a third of maintenance margin and all of the notional: 1 − ⅓ × 3 leaves the 28th decimal.
        s.Fills("PENN", 100m, 1m);

        s.Account.Liquidation.ShouldNotBeNull().Orders.ShouldHaveSingleItem().Limit.ShouldBeNull();
    }

    [Fact]
    [Trait("Rule", "CALL-003")]
    [Trait("Rule", "CALL-008")]
    public void ACallThatRelapses_SaysAtOnceWhatIsNeededByThen()
    {
        var rule = RegimePresets.UsRegT.Calls[0];
        var held = rule with { HoldLine = rule.Trigger, ClearLevel = rule.Trigger with { Threshold = new(1.10m) } };
        var market = new TestMarket().Add(TestInstruments.Stock()).Mark("ACME", 100m);
        var s = Account(market, RegimePresets.UsRegT with { Id = new("x"), Calls = [held] })
            .Deposits(50_000m).Fills("ACME", 1_000m, 100m);
        var due = s.WhenMarked("ACME", 71m).Event<AccountEvent.CallOpened>().Call.DueAt!.Value;
        market.Mark("ACME", 72m);
        s.WhenAt(due).Then<AccountEvent.CallHeld>();

        s.WhenMarked("ACME", 65m).Then(typeof(AccountEvent.CallRelapsed), typeof(AccountEvent.CallIncreased));

        s.Account.Call.ShouldNotBeNull().AmountNeeded.ShouldBe(Amount(4_500m));
        s.WhenAssessed().ThenNothing();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Rule", "CALL-001")]
    [Trait("Rule", "CALL-006")]
    public void AWorkingOrderWithAStaleMark_KeepsNoCallAway(bool isCalledBefore)
    {
        var market = new TestMarket().Mark("ACME", 100m).Mark("THIN", 1m).Add(
            TestInstruments.Stock(), TestInstruments.Stock("THIN") with { MaximumMarkAge = TimeSpan.FromMinutes(1) });
        var s = Account(market, RegimePresets.UsRegT).Deposits(60_000m).Fills("ACME", 1_000m, 100m);
        s.WhenPlacing("o-1", "THIN", 1m).Decision.Refusal.ShouldBeNull();
        if (isCalledBefore) s.WhenMarked("ACME", 55m).Then<AccountEvent.CallOpened>();

        market.After(TimeSpan.FromHours(1));
        if (!isCalledBefore)
        {
            s.WhenMarked("ACME", 80m).ThenNothing();
            s.Account.Portfolio.Orders.ShouldNotBeEmpty("nothing comes of the held positions, so it may wait for its price");
            s.WhenMarked("ACME", 55m).Then(typeof(AccountEvent.OrderCancelRequested), typeof(AccountEvent.CallOpened));
            return;
        }

        s.WhenAt(s.Account.FindCall("maintenance")!.DueAt!.Value);
        s.Account.Liquidation.ShouldNotBeNull().Orders.ShouldNotBeEmpty();
        s.Account.Portfolio.Orders.ShouldBeEmpty();
    }
}
