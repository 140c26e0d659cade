using MarginGrains.Core.Accounts;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;
using MarginGrains.Testing.Core;
using static MarginGrains.Testing.Core.Given;

namespace MarginGrains.Core.Tests.Accounts;

/// <content>Cash, collateral and orders.</content>
public partial class RareTurnsTests
{
    [Theory]
    [InlineData("elapsed")]
    [InlineData("days")]
    [InlineData("reminder")]
    [InlineData("interval")]
    [InlineData("restrict")]
    [InlineData("threshold")]
    [InlineData("tiny")]
    public void ARegimeThatValidationTakes_Works(string which)
    {
        var call = RegimePresets.UsRegT.Calls[0];
        var regime = RegimePresets.UsRegT with { Id = new("x"), Calls = [call] };
        regime = which switch
        {
            "elapsed" => regime with { Calls = [call with { Grace = new GracePeriod.Elapsed(TimeSpan.MaxValue), Reminders = [] }] },
            "days" => regime with { Calls = [call with { Grace = new GracePeriod.BusinessDays(10_000_000, new(21, 0), []), Reminders = [] }] },
            "reminder" => regime with { Calls = [call with { Reminders = [TimeSpan.MaxValue] }] },
            "interval" => regime with { MinimumNoticeInterval = TimeSpan.MaxValue },
            "restrict" => regime with
            {
                Calls = [call, RegimePresets.UsRegT.Calls[2] with { Grace = GracePeriod.Immediate, RestrictionDays = int.MaxValue }],
            },
            "threshold" => regime with { NoNewRisk = Line(Measure.EquityToMaintenance, decimal.MaxValue), Warning = new(Line(Measure.EquityToMaintenance, decimal.MaxValue), Line(Measure.EquityToMaintenance, decimal.MaxValue)) },
            _ => regime with { Calls = [call with { Trigger = Line(Measure.EquityToMaintenance, 1.0000000000000001m), ClearLevel = Line(Measure.EquityToMaintenance, 1.0000000000000001m) }] },
        };
        if (RegimeValidation.Check(regime).Count > 0) return;
        var m = new TestMarket().Add(TestInstruments.Stock()).Mark("ACME", 100m);
        var s = Account(m, regime).Deposits(5_000m).Fills("ACME", 100m, 100m);
        if (which == "tiny") s.Deposits(1m).WhenTransferring(TransferKind.Fee, 2_001m); // equity 3,000 = maintenance
        else if (which == "restrict") s.Fills("ACME", 200m, 100m);
        else s.WhenMarked("ACME", 70m);
        _ = s.Guard;
    }

    [Fact]
    public void ADebt_IsRecordedOnce()
    {
        var regime = RegimePresets.CryptoPerpetual with { Id = new("x"), NegativeBalance = NegativeBalanceRule.Debt };
        var s = Account(Crypto(), regime).Deposits(300m);
        s.Isolates("ETHPERP", 10m, 1_000m);
        s.WhenTransferring(TransferKind.Fee, 250m);
        s.Account.Stage.ShouldBe(Stage.Deficit);
        s.WhenMarked("ETHPERP", 994m);
        s.Account.FindLiquidation(Eth).ShouldNotBeNull();
        while (s.Account.FindLiquidation(Eth) is { Orders.Length: > 0 }) s.WhenNextOrderExecutes(Eth);
        s.WhenAssessed();
        s.Events.OfType<AccountEvent.DeficitRecorded>().Count(d => d.Bucket is null).ShouldBe(1,
            string.Join(" | ", s.Events.OfType<AccountEvent.DeficitRecorded>().Select(d => $"{d.Bucket} {d.Amount}")));
    }

    [Fact]
    public void AWarning_IsRaisedOnce()
    {
        var s = Account(Crypto(), RegimePresets.CryptoPerpetual).Deposits(310m);
        s.Fills("BTCPERP", 1m, 10_000m).Isolates("ETHPERP", 10m, 1_000m);
        s.WhenTransferring(TransferKind.Fee, 140m);
        s.WhenAssessed();
        s.Account.Stage.ShouldBe(Stage.Warning, $"{s.Figures.Equity} {s.Figures.MaintenanceMargin}");
        s.WhenMarked("ETHPERP", 994m);
        while (s.Account.FindLiquidation(Eth) is { Orders.Length: > 0 }) s.WhenNextOrderExecutes(Eth);
        var raised = s.Events.Count(e => e is AccountEvent.WarningRaised);
        var cleared = s.Events.Count(e => e is AccountEvent.WarningCleared);
        (raised - cleared).ShouldBeLessThanOrEqualTo(1);
    }

    [Fact]
    public void AHaircut_MakesNoDeficitAndTakesNoMoney()
    {
        var regime = RegimePresets.FxRetail with { Id = new("x"), ForeignBalanceHaircut = new(0.10m) };
        RegimeValidation.Check(regime).ShouldBeEmpty();
        var m = new TestMarket().Add(TestInstruments.Pair("EURUSD")).Mark("EURUSD", 1.10m);
        var s = Account(m, regime).Deposits(100m, "EUR");   // 110 USD
        s.WhenTransferring(TransferKind.Fee, 105m);          // 5 USD are left in truth
        s.Account.Claims.ShouldBeEmpty(string.Join(" | ", s.Account.Claims.Select(c => c.Amount)) + " balances " + string.Join(" ", s.Account.Portfolio.Balances));
    }

    [Fact]
    public void CollateralDoesNotLeaveAgainstUnrealisedGains()
    {
        var m = new TestMarket().Add(TestInstruments.Stock(), TestInstruments.Future()).Mark("ACME", 100m).Mark("ES", 4_000m);
        var regime = RegimePresets.Futures with { Id = new("x"), Collateral = [new(new("ACME"), new(0.2m))] };
        var s = Account(m, regime);
        s.WhenMovingCollateral("c-1", "ACME", 200m); // 16,000
        s.Fills("ES", 1m, 4_000m);
        s.WhenMarked("ES", 4_300m); // +15,000
        s.WhenTransferring(TransferKind.Withdrawal, 1m).Decision.Refusal.ShouldNotBeNull();
        s.WhenMovingCollateral("c-2", "ACME", -200m).Decision.Refusal.ShouldNotBeNull();
    }

    [Fact]
    public void ALateExecutionOfABucketsOrder_ReducesTheBucket()
    {
        var s = Account(Crypto(), RegimePresets.CryptoPerpetual).Deposits(1_000m);
        s.Isolates("ETHPERP", 10m, 1_000m);
        s.WhenMarked("ETHPERP", 994m);
        var o = s.Account.FindLiquidation(Eth).ShouldNotBeNull().Orders[0];
        s.WhenOrderEnds(o.OrderId, "timeout");
        s.WhenExecuted(o.OrderId, new(o.Symbol, o.Open, new(994m), default), isFinal: true);
        s.Account.Portfolio.IsFlat.ShouldBeTrue(string.Join(" ", s.Account.Portfolio.Positions));
    }

    [Fact]
    public void AFillFromAFeeInACurrencyWithoutARate_DoesNotBlindTheAccount()
    {
        var s = Account(Crypto(), RegimePresets.CryptoPerpetual).Deposits(200m);
        s.WhenFilled(Fill("BTCPERP", 1m, 10_000m) with { Fee = Amount(0.01m, "XAF") }).ThenRefused(Rejection.CurrencyWithoutRate);
    }

    [Fact]
    public void ALoanCall_AsksForWhatRestoresIt()
    {
        var m = new TestMarket().Add(TestInstruments.Stock("2330", "TWD")).Mark("2330", 100m);
        var s = Account(m, RegimePresets.TwFinancing, "TWD").Deposits(30_000m, "TWD");
        s.Fills("2330", 1_000m, 100m);
        s.Market.Mark("2330", 85m);
        s.WhenAt(TestMarket.Monday.AddDays(1));
        var call = s.Account.Call.ShouldNotBeNull();
        // 24,600 lifts 85,000 / 70,000 to (85,000 + 14,600) / 60,000 = 166 %
        call.AmountDue.ShouldBe(Amount(24_600m, "TWD"));
    }

    [Fact]
    public void AWriteOff_LeavesNoCollateralToTheClient()
    {
        var m = new TestMarket().Add(TestInstruments.Stock()).Mark("ACME", 200m);
        var regime = RegimePresets.FxRetail with { Id = new("x"), Collateral = [new(new("ACME"), default)] };
        var s = Account(m, regime);
        s.WhenMovingCollateral("c-1", "ACME", 1m);
        s.WhenTransferring(TransferKind.Fee, 100m);
        s.WhenMarked("ACME", 60m);
        s.WhenMarked("ACME", 10m);
        s.WhenMarked("ACME", 200m);
        s.Account.Claims.ShouldBeEmpty($"equity {s.Figures.Equity}, claims {string.Join(" ", s.Account.Claims.Select(c => c.Amount))}");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void AnOrderWithoutAPrice_OfAnInverseContract_IsAnswered(int quantity)
    {
        var inv = TestTerms.Inverse();
        var m = new TestMarket().Add(inv);
        var s = Account(m, RegimePresets.CryptoPerpetual, "BTC").Deposits(1m, "BTC");
        s.Fills(inv.Symbol.Value, 1m, 10_000m);
        var outcome = s.WhenPlacing("o-1", inv.Symbol.Value, quantity);
        if (quantity < 0) outcome.Decision.Refusal.ShouldBeNull();
    }

    [Fact]
    public void AnExecutionOfTheWrongSide_DoesNotEnlargeTheOrder()
    {
        var s = Account(Crypto(), RegimePresets.CryptoPerpetual).Deposits(200m).Fills("BTCPERP", 1m, 10_000m);
        s.WhenMarked("BTCPERP", 9_840m);
        var o = s.Account.Liquidation.ShouldNotBeNull().Orders[0];
        s.WhenExecuted(o.OrderId, new(o.Symbol, new(0.5m), new(9_840m), default), isFinal: false);
        var after = s.Account.Liquidation.ShouldNotBeNull().Orders[0];
        after.Open.Absolute.Value.ShouldBeLessThanOrEqualTo(o.Quantity.Absolute.Value);
    }

    [Fact]
    public void FinancingThatVanishes_KeepsMoney()
    {
        var m = new TestMarket().Add(TestInstruments.Stock("2330", "TWD")).Mark("2330", 100m);
        var s = Account(m, RegimePresets.TwFinancing, "TWD").Deposits(300_000m, "TWD");
        s.Fills("2330", 1_000m, 100m);
        m.Change(RegimePresets.TwFinancing with { Version = 2, EffectiveAt = m.Now.AddHours(1), Financing = null });
        m.After(TimeSpan.FromHours(2));
        s.Fills("2330", 1_000m, 100m);
        s.Fills("2330", -2_500m, 100m);
        s.Fills("2330", 500m, 100m);
        s.Account.Portfolio.Balance(new("TWD")).ShouldBe(Amount(300_000m, "TWD"));
    }

    [Fact]
    public void ABucketsMargin_DoesNotLeaveAgainstUnrealisedGains()
    {
        var s = Account(Crypto(), RegimePresets.CryptoPerpetual).Deposits(100m);
        s.Isolates("BTCPERP", 1m, 10_000m);
        s.WhenMarked("BTCPERP", 10_500m);
        s.When(new AccountCommand.MoveMargin(new("m-1"), new("BTCPERP"), Amount(-100m)));
        s.WhenTransferring(TransferKind.Withdrawal, 100m).Decision.Refusal.ShouldNotBeNull();
    }

    [Fact]
    public void ACancelledWaitingCall_ExtendedForever()
    {
        var m = new TestMarket().Add(TestInstruments.Stock()).Mark("ACME", 100m);
        var s = Account(m, RegimePresets.UsRegT).Deposits(5_000m).Fills("ACME", 100m, 100m);
        s.WhenMarked("ACME", 70m);
        var call = s.Account.Calls[0];
        s.When(new AccountCommand.ExtendCall(call.CallId, DateTimeOffset.MaxValue, new("op", "why"))).Decision.Refusal.ShouldNotBeNull();
    }

    [Fact]
    public void AnIsolatedPurchaseOfAShare_NeverOwesMoreThanItsMargin()
    {
        var m = new TestMarket().Add(TestInstruments.Stock()).Mark("ACME", 100m);
        var s = Account(m, RegimePresets.TwFinancing with { Id = new("x") }).Deposits(100_000m);
        s.Isolates("ACME", 1_000m, 100m);
        s.Isolates("ACME", -1_000m, 100m);
        s.Account.Portfolio.Balance(new("USD")).ShouldBe(Amount(100_000m));
        s.Account.Buckets.ShouldBeEmpty();
        s.Isolates("ACME", 1_000m, 100m);
        s.WhenAt(TestMarket.Monday.AddDays(1));
        s.Account.Liquidations.ShouldBeEmpty(string.Join(" ", s.Account.PortfolioOf(new("ACME")).Balances));
    }

    [Fact]
    [Trait("Rule", "MARG-017")]
    public void AFillOfTheOtherSide_ThatNamesAWorkingOrder_LeavesItAsItIs()
    {
        var scenario = Account(Crypto(), RegimePresets.CryptoPerpetual).Deposits(10_000m).Fills("BTCPERP", 1m, 10_000m);
        scenario.WhenPlacing("o-1", "BTCPERP", -1m);
        scenario.When(new AccountCommand.RecordFill(
            new("other-side"), Fill("BTCPERP", 1m, 10_000m), scenario.Market.Now, new OrderId("o-1")));
        scenario.Account.Portfolio.Orders.ShouldHaveSingleItem().Quantity.ShouldBe(new(-1m));
    }

    [Fact]
    [Trait("Rule", "ORDR-009")]
    public void TheLargestQuantity_LeavesOutWhatAWorkingOrderCloses()
    {
        var scenario = Account(Crypto(), RegimePresets.CryptoPerpetual).Deposits(300m).Fills("BTCPERP", 1m, 10_000m);
        scenario.WhenPlacing("o-1", "BTCPERP", -0.9m).Decision.Refusal.ShouldBeNull();
        scenario.WhenTransferring(Core.Accounts.TransferKind.Fee, 245m); // nothing that adds risk goes any more
        scenario.Account.Liquidation.ShouldBeNull();

        scenario.Checked("BTCPERP", -0.001m).LargestQuantity.ShouldBe(new(0.1m));

        scenario.Checked("BTCPERP", -0.1m).IsAllowed.ShouldBeTrue();
        scenario.Checked("BTCPERP", -0.101m).IsAllowed.ShouldBeFalse();
    }
}
