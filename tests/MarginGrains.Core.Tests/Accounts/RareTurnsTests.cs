using MarginGrains.Core.Accounts;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;
using MarginGrains.Testing.Core;
using static MarginGrains.Testing.Core.Given;

namespace MarginGrains.Core.Tests.Accounts;

/// <summary>Turns of events that a plain day does not bring together.</summary>
public partial class RareTurnsTests
{
    private static readonly Symbol Eth = new("ETHPERP");

    private static TestMarket Crypto() => new TestMarket()
        .Add(TestInstruments.Perpetual(), TestInstruments.Perpetual("ETHPERP"),
            TestInstruments.Perpetual("EURPERP", "EUR"), TestInstruments.Pair("EURUSD"))
        .Mark("BTCPERP", 10_000m).Mark("ETHPERP", 1_000m).Mark("EURPERP", 1_000m).Mark("EURUSD", 1.10m);

    private static RegimeLine Line(Measure m, decimal t) => new(m, Comparator.Below, new(t));

    [Fact]
    public void AClosedBucketOfTwoCurrencies_GivesItsMarginBack()
    {
        var s = Account(Crypto(), RegimePresets.CryptoPerpetual).Deposits(1_000m);
        s.Isolates("EURPERP", 10m, 1_000m);
        var equity = s.Figures.Equity;
        s.Isolates("EURPERP", -10m, 999m); // loses 10 EUR = 11 USD of 100 EUR margin
        s.WhenAssessed();
        var left = string.Join(" ", s.Account.Buckets.SelectMany(b => b.Portfolio.Balances));
        s.Account.Buckets.ShouldBeEmpty($"left in bucket: {left}; shared equity {s.Figures.Equity}");
    }

    [Fact]
    public void ABucketStopsOut_WhileAClientFillUndercutASharedOrder()
    {
        var s = Account(Crypto(), RegimePresets.CryptoPerpetual).Deposits(200m);
        s.Fills("BTCPERP", 1m, 10_000m).Isolates("ETHPERP", 10m, 1_000m);
        s.WhenMarked("BTCPERP", 9_940m);
        s.Account.Liquidation.ShouldNotBeNull().Orders.ShouldNotBeEmpty();
        s.Fills("BTCPERP", -1m, 9_940m); // the client's own working order fills: a fact
        s.WhenMarked("ETHPERP", 985m);
        s.Account.FindLiquidation(Eth).ShouldNotBeNull();
    }

    [Fact]
    public void AnExecutionOfABucket_WhileASharedOrderIsBeyondWhatIsHeld()
    {
        var s = Account(Crypto(), RegimePresets.CryptoPerpetual).Deposits(3_000m);
        s.Fills("BTCPERP", 1m, 10_000m).Isolates("ETHPERP", 100m, 1_000m);
        s.Market.Mark("ETHPERP", 985m);
        s.WhenAssessed();
        var l = s.Account.FindLiquidation(Eth).ShouldNotBeNull();
        s.WhenMarked("BTCPERP", 8_500m);
        s.Account.Liquidation.ShouldNotBeNull($"{s.Figures.Equity}").Orders.ShouldNotBeEmpty();
        s.Fills("BTCPERP", -1m, 8_500m);
        var o = l.Orders[0];
        s.WhenExecuted(o.OrderId, new(o.Symbol, new(-0.001m), new(985m), default), isFinal: true);
    }

    [Fact]
    public void AStopOut_DoesNotWaitForTheNextBusinessDay()
    {
        var regime = RegimePresets.HkHouse with
        {
            Id = new("x"),
            Liquidation = RegimePresets.HkHouse.Liquidation with { StartsNextBusinessDayAt = new(1, 0) },
        };
        RegimeValidation.Check(regime).ShouldBeEmpty();
        var m = new TestMarket().Add(TestInstruments.Stock(initial: 0.5m, maintenance: 0.3m)).Mark("ACME", 100m);
        var s = Account(m, regime).Deposits(5_000m).Fills("ACME", 100m, 100m);
        s.WhenMarked("ACME", 70m);
        var call = s.Account.Call.ShouldNotBeNull();
        s.WhenAt(call.DueAt!.Value);
        s.Account.Liquidation.ShouldNotBeNull().Orders.ShouldBeEmpty();
        s.WhenMarked("ACME", 55m); // equity 500 < half of 1,650: stop-out
        s.Account.Liquidation.ShouldNotBeNull().Orders.ShouldNotBeEmpty();
    }

    [Fact]
    public void ARestrictionThatAPersonLifts_IsNotShortenedByACall()
    {
        var regime = RegimePresets.UsRegT with
        {
            Id = new("x"), Calls = [RegimePresets.UsRegT.Calls.Single(c => c.Name == "intraday")],
            Liquidation = RegimePresets.UsRegT.Liquidation with
            {
                StopOut = Line(Measure.EquityToMaintenance, 0.1m),
            },
        };
        RegimeValidation.Check(regime).ShouldBeEmpty();
        var m = new TestMarket().Add(TestInstruments.Stock()).Mark("ACME", 100m);
        var s = Account(m, regime).Deposits(1_000m);
        s.WhenExecuted(new("nobody"), Fill("ACME", 1m, 100m), true); // an execution nobody asked for: till a person lifts it
        s.Account.IsRestricted.ShouldBeTrue();
        s.Account.RestrictedUntil.ShouldBeNull();
        s.Fills("ACME", 40m, 100m);
        var call = s.Account.Call.ShouldNotBeNull();
        s.WhenAt(call.DueAt!.Value);
        s.Account.IsRestricted.ShouldBeTrue();
        s.Account.RestrictedUntil.ShouldBeNull();
    }

    [Fact]
    public void AFillDuringALiquidation_IsJudgedAfterIt()
    {
        var m = new TestMarket().Add(TestInstruments.Stock(), TestInstruments.Stock("BETA")).Mark("ACME", 100m).Mark("BETA", 100m);
        var s = Account(m, RegimePresets.UsRegT).Deposits(5_000m).Fills("ACME", 100m, 100m);
        s.WhenMarked("ACME", 70m);
        s.WhenAt(s.Account.Calls.Single(c => c.Rule == "maintenance").DueAt!.Value);
        s.Account.Liquidation.ShouldNotBeNull().Orders.ShouldNotBeEmpty();
        s.Fills("BETA", 10m, 100m);
        s.SettlesOrders();
        s.Account.Liquidation.ShouldBeNull();
        (s.Figures.Equity < s.Figures.InitialMargin).ShouldBeTrue();
        s.Account.Calls.Select(c => c.Rule).ShouldContain("initial");
    }

    [Fact]
    public void TwoOrdersThatReduce_DoNotFlipPastRestrictionAndLimits()
    {
        var stock = TestInstruments.Stock() with { State = InstrumentState.ReduceOnly, TradeLimits = new() { AllowsShort = false } };
        var m = new TestMarket().Add(TestInstruments.Stock()).Mark("ACME", 100m);
        var s = Account(m, RegimePresets.UsRegT).Deposits(20_000m).Fills("ACME", 100m, 100m);
        m.Add(stock);
        s.WhenPlacing("o-1", "ACME", -100m).Decision.Refusal.ShouldBeNull();
        s.WhenPlacing("o-2", "ACME", -100m).Decision.Refusal.ShouldNotBeNull();
    }

    [Fact]
    public void CollateralStays_WhileTheRegimeIsNotKnown()
    {
        var m = new TestMarket().Add(TestInstruments.Stock(), TestInstruments.Future()).Mark("ACME", 100m).Mark("ES", 4_000m);
        var regime = RegimePresets.Futures with { Id = new("x"), Collateral = [new(new("ACME"), new(0.2m))] };
        var s = Account(m, regime).Deposits(100m);
        s.WhenMovingCollateral("c-1", "ACME", 500m);
        s.Fills("ES", 1m, 4_000m);
        var set = MarginGrains.Core.Marks.MarketSet.Empty;
        set = set.With(TestInstruments.Stock()).With(TestInstruments.Future());
        var blind = new AccountScenario(new TestMarket(set), s.Account);
        blind.WhenTransferring(TransferKind.Withdrawal, 1m).Decision.Refusal.ShouldNotBeNull();
        blind.WhenMovingCollateral("c-2", "ACME", -500m).Decision.Refusal.ShouldNotBeNull();
    }

    [Fact]
    public void DepositedSecurityWithoutAMark_DoesNotBlockAStopOut()
    {
        var m = Crypto().Add(TestInstruments.Stock("DUST"));
        var regime = RegimePresets.CryptoPerpetual with { Id = new("x"), Collateral = [new(new("DUST"), new(0.5m))] };
        var s = Account(m, regime).Deposits(200m).Fills("BTCPERP", 1m, 10_000m);
        s.WhenMovingCollateral("c-1", "DUST", 1m);
        s.WhenMarked("BTCPERP", 9_000m); // equity -800
        s.Account.Liquidation.ShouldNotBeNull();
    }

    [Fact]
    public void AWorkingOrderWithAStaleMark_DoesNotBlockAStopOut()
    {
        var m = Crypto().Add(TestInstruments.Perpetual("THIN") with { MaximumMarkAge = TimeSpan.FromMinutes(1) }).Mark("THIN", 1m);
        var s = Account(m, RegimePresets.CryptoPerpetual).Deposits(200m).Fills("BTCPERP", 1m, 10_000m);
        s.WhenPlacing("o-1", "THIN", 1m, 0.5m).Decision.Refusal.ShouldBeNull();
        m.After(TimeSpan.FromHours(1));
        s.WhenMarked("BTCPERP", 9_000m);
        s.Account.Liquidation.ShouldNotBeNull();
    }

    [Fact]
    public void AnInverseFill_DoesNotOverflow()
    {
        var inv = TestTerms.Inverse(dollars: 1m);
        var m = new TestMarket().Add(inv).Mark(inv.Symbol.Value, 1_000_000_000m);
        var s = Account(m, RegimePresets.CryptoPerpetual, inv.BaseCurrency!.Value.Code).Deposits(1_000_000m, inv.BaseCurrency!.Value.Code);
        var c = inv.BaseCurrency!.Value.Code;
        s.WhenFilled(new(inv.Symbol, new(100_000_000m), new(10_000_000_000m), default)).Decision.Refusal.ShouldBeNull();
        s.WhenFilled(new(inv.Symbol, new(1_000_000_000m), new(900_000_000m), default)).Decision.Refusal.ShouldBeNull();
        s.WhenFilled(new(inv.Symbol, new(1_000_000_000m), new(1_000_000_000m), default)).Decision.Refusal.ShouldBeNull();
        s.WhenFilled(new(inv.Symbol, new(1_000_000m), new(1_000_000_000_000m), default)).Decision.Refusal.ShouldBeNull();
        for (var i = 0; i < 30; i++)
            s.WhenFilled(new(inv.Symbol, new(1_000_000m), new(1_000_000_000_000m), default)).Decision.Refusal.ShouldBeNull();
    }

    [Fact]
    public void ALargeDeposit_DoesNotOverflow()
    {
        var m = new TestMarket().Add(TestInstruments.Stock(), TestInstruments.Pair("BTCUSD")).Mark("ACME", 100m).Mark("BTCUSD", 1_000_000_000_000m);
        var s = Account(m, RegimePresets.UsRegT).Deposits(5_000m).Fills("ACME", 100m, 100m);
        s.WhenMarked("ACME", 70m);
        s.Account.Call.ShouldNotBeNull();
        s.WhenTransferring(TransferKind.Deposit, 900_000_000_000_000_000m, "BTC").Decision.Refusal.ShouldBeNull();
    }
}
