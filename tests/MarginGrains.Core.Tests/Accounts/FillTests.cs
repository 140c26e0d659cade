using MarginGrains.Core.Accounts;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Regimes;
using MarginGrains.Testing.Core;
using static MarginGrains.Testing.Core.Given;

namespace MarginGrains.Core.Tests.Accounts;

public class FillTests
{
    private readonly TestMarket market = new TestMarket()
        .Add(TestInstruments.Stock(), TestInstruments.Future(), TestInstruments.Pair("USDJPY"))
        .Mark("ACME", 100m).Mark("ES", 5000m).Mark("USDJPY", 150m);

    [Theory]
    [InlineData(10, 100, 10, 120, 20, 110, 0, "adding averages the price")]
    [InlineData(10, 100, -4, 120, 6, 100, 80, "reducing realises and keeps the average")]
    [InlineData(10, 100, -10, 90, 0, 0, -100, "closing leaves nothing")]
    [InlineData(10, 100, -15, 120, -5, 120, 200, "a fill beyond zero opens the rest at its own price")]
    [InlineData(-10, 100, -10, 80, -20, 90, 0, "adding to a short averages too")]
    [InlineData(-10, 100, 4, 80, -6, 100, 80, "a short gains when the price falls")]
    [InlineData(-10, 100, 25, 110, 15, 110, -100, "from short to long")]
    [Trait("Rule", "POSN-001")]
    public void AFill_ChangesThePosition(
        decimal held, decimal at, decimal filled, decimal price, decimal left, decimal average, decimal gain, string reason)
    {
        var instrument = TestInstruments.Future("X", 1m, 1m, 1m);
        var position = new Position(new("X"), new(held), new(at));
        var before = Portfolio.Empty(new("USD")).Set(position, position);
        var terms = BookingTerms.Of(RegimePresets.Futures, instrument, new("USD"), market.Set, market.Now);
        var booking = Booking.Of(before, instrument, Fill("X", filled, price), terms);
        booking.Portfolio.Net(new("X")).ShouldBe(new(left), reason);
        (booking.Portfolio.Find(new("X"))?.AveragePrice.Value ?? 0m).ShouldBe(average, reason);
        booking.RealizedPnl.ShouldBe(Amount(gain), reason);
    }

    [Fact]
    [Trait("Case", "F31")]
    [Trait("Rule", "POSN-001")]
    public void TwoBuys_AtAHundredAndNinety_AverageNinetyFive()
    {
        market.Mark("ES", 60m).Add(TestInstruments.Future(multiplier: 1m, initial: 1m, maintenance: 1m));
        var scenario = Account(market, RegimePresets.Futures).Deposits(1_000m).Fills("ES", 1m, 100m).Fills("ES", 1m, 90m);
        scenario.Account.Portfolio.Positions[0].AveragePrice.ShouldBe(new(95m));
        scenario.Account.RealizedPnl.ShouldBeEmpty();
        scenario.Figures.UnrealizedPnl.ShouldBe(Amount(-70m));
        var flipped = Account(market, RegimePresets.Futures).Deposits(1_000m).Fills("ES", 1m, 100m).Fills("ES", -2m, 120m);
        flipped.Account.RealizedPnl.ShouldBe([Amount(20m)]);
        flipped.Figures.UnrealizedPnl.ShouldBe(Amount(60m));
    }

    [Fact]
    [Trait("Rule", "POSN-002")]
    public void WhatIsPaidInFull_MovesItsWholePrice_WhatIsMarginedOnlyItsGain()
    {
        var stock = Account(market, RegimePresets.UsRegT).Deposits(2_000m).Fills("ACME", 10m, 100m);
        stock.Account.Portfolio.Balance(new("USD")).ShouldBe(Amount(1_000m));
        stock.WhenFilled(Fill("ACME", -10m, 90m)).Then<AccountEvent.FillBooked>(e =>
        {
            e.Cash.ShouldBe(Amount(900m));
            e.RealizedPnl.ShouldBe(Amount(-100m));
        });
        var future = Account(market, RegimePresets.Futures).Deposits(20_000m).Fills("ES", 1m, 5000m);
        future.Account.Portfolio.Balance(new("USD")).ShouldBe(Amount(20_000m));
        future.WhenFilled(Fill("ES", -1m, 5010m)).Then<AccountEvent.FillBooked>(e => e.Cash.ShouldBe(Amount(500m)));
    }

    [Fact]
    [Trait("Rule", "POSN-003")]
    public void AFee_LeavesTheBalanceBesideTheGain()
    {
        var scenario = Account(market, RegimePresets.Futures).Deposits(20_000m).Fills("ES", 1m, 5000m, 2.5m);
        scenario.Fills("ES", -1m, 5001m, 2.5m).Account.Portfolio.Balance(new("USD")).ShouldBe(Amount(20_045m));
        scenario.Account.RealizedPnl.ShouldBe([Amount(50m)], "the fee is no loss of the position");
    }

    [Fact]
    [Trait("Rule", "POSN-003")]
    public void AGain_IsBookedInTheQuoteCurrencyToItsMinorUnit()
    {
        var regime = RegimePresets.FxRetail with { Id = new("keeps"), ConvertsRealizedPnl = false };
        var scenario = Account(market, regime).Deposits(10_000m).Fills("USDJPY", 1_000m, 150m);
        scenario.WhenFilled(Fill("USDJPY", -1_000m, 150.0015m))
            .Then<AccountEvent.FillBooked>(e => e.RealizedPnl.ShouldBe(Amount(2m, "JPY"), "1.5 yen, half to even"));
        scenario.Account.Portfolio.Balance(new("JPY")).ShouldBe(Amount(2m, "JPY"));
    }

    [Fact]
    [Trait("Rule", "POSN-002")]
    public void AGain_IsBookedInTheAccountsCurrency_WhereTheRegimeConverts()
    {
        var scenario = Account(market, RegimePresets.FxRetail).Deposits(10_000m).Fills("USDJPY", 1_000m, 147m);
        scenario.WhenFilled(Fill("USDJPY", -1_000m, 150m)).Then<AccountEvent.FillBooked>(e =>
        {
            e.RealizedPnl.ShouldBe(Amount(20m), "3,000 yen ÷ 150");
            e.Cash.ShouldBe(Amount(20m));
        });
        scenario.Account.Portfolio.Balances.ShouldBe([Amount(10_020m)]);
    }

    [Fact]
    [Trait("Rule", "POSN-002")]
    public void AGain_StaysInTheQuoteCurrency_WhileThereIsNoRate()
    {
        market.Add(TestInstruments.Pair("USDJPY") with { MaximumMarkAge = TimeSpan.FromHours(1) }).Mark("USDJPY", 150m);
        var scenario = Account(market, RegimePresets.FxRetail).Deposits(10_000m).Fills("USDJPY", 1_000m, 147m);
        market.After(TimeSpan.FromHours(2));
        scenario.WhenFilled(Fill("USDJPY", -1_000m, 150m))
            .Then<AccountEvent.FillBooked>(e => e.RealizedPnl.ShouldBe(Amount(3_000m, "JPY"), "it is a fact, rate or not"));
    }

    [Theory]
    [InlineData("NONE", 1, 0, Rejection.InstrumentUnknown)]
    [InlineData("ACME", 0, 0, Rejection.QuantityZero)]
    [InlineData("ACME", 1, -1, Rejection.FeeNegative)]
    [Trait("Rule", "ACCT-002")]
    public void AMalformedFill_IsRefused(string symbol, decimal quantity, decimal fee, Rejection code) =>
        Account(market, RegimePresets.UsRegT).WhenFilled(Fill(symbol, quantity, 1m, fee)).ThenRefused(code);

    [Fact]
    [Trait("Rule", "ACCT-002")]
    public void NumbersBeyondWhatCanBeComputed_AreRefused_AndTheAccountStaysUsable()
    {
        var scenario = Account(market, RegimePresets.UsRegT).Deposits(1_000m);
        scenario.WhenFilled(Fill("ACME", 9_999_999_999_999_999m, 1m)).ThenRefused(Rejection.NumbersTooLarge);
        scenario.WhenFilled(Fill("ACME", 1m, decimal.MaxValue)).ThenRefused(Rejection.NumbersTooLarge);
        scenario.WhenFilled(Fill("ACME", 1_000_000_000_000m, 900_000_000_000m)).ThenRefused(Rejection.NumbersTooLarge);
        scenario.WhenTransferring(TransferKind.Deposit, 79_228_162_514_264_337_593_543_950m)
            .ThenRefused(Rejection.NumbersTooLarge);
        scenario.Deposits(1m).Account.Portfolio.Balance(new("USD")).ShouldBe(Amount(1_001m));
    }

    [Fact]
    [Trait("Rule", "ACCT-008")]
    public void FiguresThatCannotBeComputedExactly_AreUnpriced_NotAnError()
    {
        market.Add(TestInstruments.Stock("HUGE")).Mark("HUGE", 1m);
        var scenario = Account(market, RegimePresets.UsRegT).Fills("HUGE", 999_999_999_999_999m, 1m);
        scenario.WhenMarked("HUGE", 999_999_999_999m);
        scenario.WhenMarked("HUGE", decimal.MaxValue);
        scenario.Figures.Status.ShouldBe(PricingStatus.OutOfRange);
        scenario.WhenAssessed().ThenNothing();
        scenario.WhenMarked("HUGE", 1m);
        scenario.Figures.IsPriced.ShouldBeTrue();
    }

    [Fact]
    [Trait("Rule", "ACCT-002")]
    public void AFillWithoutAPrice_IsRefused() => Account(market, RegimePresets.UsRegT)
        .WhenFilled(new(new("ACME"), new(1m), default, default)).ThenRefused(Rejection.AmountNotPositive);

    [Fact]
    [Trait("Rule", "ACCT-002")]
    public void AFillOffLot_IsBookedAndRaisesAnIncident() => Account(market, RegimePresets.UsRegT).Deposits(1_000m)
        .WhenFilled(Fill("ACME", 1.5m, 100m))
        .Then(typeof(AccountEvent.FillBooked), typeof(AccountEvent.IncidentRaised))
        .Then<AccountEvent.IncidentRaised>(e => e.Code.ShouldBe("off_lot"))
        .And.Account.Portfolio.Positions[0].Quantity.ShouldBe(new(1.5m));

    [Fact]
    [Trait("Rule", "ACCT-002")]
    public void AFillBeyondMargin_IsBookedAndRaisesAnIncident() => Account(market, RegimePresets.FxRetail).Deposits(100m)
        .WhenFilled(Fill("USDJPY", 4_000m, 150m))
        .Then<AccountEvent.IncidentRaised>(e => e.Code.ShouldBe("fill_beyond_margin"))
        .Then<AccountEvent.FillBooked>();

    [Fact]
    [Trait("Rule", "ACCT-002")]
    [Trait("Rule", "ACCT-008")]
    public void AFillWithoutAMark_IsBookedAndRaisesAnIncident_UnlessItReduces()
    {
        market.Add(TestInstruments.Stock("DARK"));
        var scenario = Account(market, RegimePresets.UsRegT).Deposits(1_000m);
        scenario.WhenFilled(Fill("DARK", 2m, 100m))
            .Then<AccountEvent.IncidentRaised>(e => e.Code.ShouldBe("fill_unpriced"));
        scenario.WhenFilled(Fill("DARK", -1m, 100m)).Then(typeof(AccountEvent.FillBooked));
    }

    [Fact]
    [Trait("Rule", "ACCT-002")]
    public void AFillThatAddsRisk_DuringACall_IsBookedAndRaisesAnIncident()
    {
        var scenario = Account(market, RegimePresets.UsRegT).Deposits(10_000m).Fills("ACME", 200m, 100m);
        scenario.WhenMarked("ACME", 60m).ThenStage(Stage.Call);
        var outcome = scenario.WhenFilled(Fill("ACME", 1m, 60m));
        outcome.Decision.Events.OfType<AccountEvent.IncidentRaised>().Select(e => e.Code)
            .ShouldBe(["risk_added_while_restricted", "fill_beyond_margin"]);
        scenario.WhenFilled(Fill("ACME", -1m, 60m)).ThenNo<AccountEvent.IncidentRaised>();
    }
}
