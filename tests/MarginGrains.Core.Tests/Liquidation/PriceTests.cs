using MarginGrains.Core.Liquidation;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;
using MarginGrains.Testing.Core;
using static MarginGrains.Testing.Core.Given;

namespace MarginGrains.Core.Tests.Liquidation;

/// <summary>A tenth of a coin at 50,000: notional 5,000, maintenance margin 500.</summary>
public class PriceTests
{
    [Theory]
    [InlineData(-4_000, 500, false, "equity 1,000 is above 500")]
    [InlineData(-4_500, 500, false, "equity 500 is on the line")]
    [InlineData(-4_501, 500, true, "equity 499 is below it")]
    [InlineData(-5_001, 0, false, "a negative balance of 1 without a position")]
    [Trait("Case", "F07")]
    [Trait("Rule", "LIQD-008")]
    public void AnAccount_IsLiquidatableBelowItsMaintenanceMargin(int cash, int maintenance, bool expected, string why) =>
        new AccountRisk(Amount(5_000m + cash), Amount(maintenance)).IsLiquidatable.ShouldBe(expected, why);

    [Theory]
    //          units  cash  adjustment  spread %  limit
    [InlineData(1, -4_501, 1, 10, 49_999)]
    [InlineData(1, -4_501, 2, 10, 49_998)]
    [InlineData(1, -4_501, 1, 20, 49_998)]
    [InlineData(1, -5_000, 1, 10, 49_500)]
    [InlineData(-1, 5_499, 1, 10, 50_001)]
    [InlineData(1, -5_600, 9, 10, 49_500)] // never further than the full spread
    [InlineData(1, -4_400, 1, 10, 50_000)] // nor beyond the mark on the other side
    [Trait("Case", "F09")]
    [Trait("Rule", "LIQD-008")]
    public void TheLimitPrice_LeavesTheMarkAsEquityGoes(int tenths, int cash, int adjustment, int spread, int expected)
    {
        var slice = Slice(tenths * 0.1m);
        var terms = new LimitPriceRule(new(adjustment), Ratio.Percent(spread));

        LiquidationMath.LimitPrice(Risk(slice, cash), slice, terms).ShouldBe(new Price(expected));
    }

    [Fact]
    [Trait("Rule", "LIQD-008")]
    public void TheLimitPrice_IsOnATick_NeverBeyondTheFormula()
    {
        var terms = new LimitPriceRule(Ratio.One, Ratio.Percent(10));
        var instrument = TestInstruments.Perpetual() with { TickSize = new(10m) };
        var sold = Slice(0.1m) with { Instrument = instrument };
        var bought = Slice(-0.1m) with { Instrument = instrument };
        LiquidationMath.LimitPrice(Risk(sold, -4_515m), sold, terms).ShouldBe(new Price(49_990m), "49,985 is further");
        LiquidationMath.LimitPrice(Risk(bought, 5_485m), bought, terms).ShouldBe(new Price(50_010m), "50,015 is further");
    }

    [Theory]
    //          tenths  cash   price   why
    [InlineData(1, -4_501, 45_010, "selling at it brings what is owed")]
    [InlineData(1, -5_000, 50_000, "no equity: the mark itself")]
    [InlineData(1, -5_100, 51_000, "already below zero: above the mark")]
    [InlineData(-1, 5_499, 54_990, "buying at it takes all there is")]
    [Trait("Rule", "LIQD-008")]
    public void TheBankruptcyPrice_UsesUpAllEquity(int tenths, int cash, int expected, string why)
    {
        var slice = Slice(tenths * 0.1m);
        var price = LiquidationMath.BankruptcyPrice(Risk(slice, cash), slice).ShouldNotBeNull(why);
        price.ShouldBe(new Price(expected), why);
        (cash + tenths * 0.1m * price.Value).ShouldBe(0m, why);
    }

    [Fact]
    [Trait("Rule", "LIQD-008")]
    public void ASlice_HasItsShareOfEquity_ByMaintenanceMargin()
    {
        var slice = Slice(0.1m);
        var account = new AccountRisk(Amount(300m), Amount(1_500m));
        LiquidationMath.BankruptcyPrice(account, slice).ShouldBe(new Price(49_000m), "a third of 300 is 100, 1,000 a coin");
        var less = account with { MaintenanceMargin = Amount(499m) };
        Should.Throw<ArgumentOutOfRangeException>(() => LiquidationMath.BankruptcyPrice(less, slice));
    }

    [Fact]
    [Trait("Rule", "LIQD-008")]
    public void WhatADivisionLeaves_CostsNoTick()
    {
        var slice = Slice(0.0001m) with { MaintenanceMargin = Amount(1m) };
        var account = new AccountRisk(Amount(3m), Amount(1.5m));
        LiquidationMath.BankruptcyPrice(account, slice).ShouldBe(new Price(30_000m), "two thirds of 3 are 2, of 5");
    }

    [Fact]
    [Trait("Rule", "LIQD-008")]
    public void TheBankruptcyPrice_IsOnATick_InFavourOfTheFund()
    {
        var instrument = TestInstruments.Perpetual() with { TickSize = new(100m) };
        var sold = Slice(0.1m) with { Instrument = instrument };
        var bought = Slice(-0.1m) with { Instrument = instrument };
        LiquidationMath.BankruptcyPrice(Risk(sold, -4_501m), sold).ShouldBe(new Price(45_000m));
        LiquidationMath.BankruptcyPrice(Risk(bought, 5_499m), bought).ShouldBe(new Price(55_000m));
    }

    [Fact]
    [Trait("Rule", "LIQD-008")]
    public void WhatNoPriceUsesUp_HasNoBankruptcyPrice()
    {
        var slice = Slice(0.1m);
        LiquidationMath.BankruptcyPrice(Risk(slice, 1m), slice).ShouldBeNull("a long with cash left");
        var nothing = new AccountRisk(Amount(100m), Amount(0m));
        LiquidationMath.BankruptcyPrice(nothing, slice).ShouldBeNull("nothing to maintain");
        var terms = new LimitPriceRule(Ratio.One, Ratio.One);
        LiquidationMath.LimitPrice(nothing, slice, terms).ShouldBeNull();
    }

    private static LiquidationSlice Slice(decimal quantity) => new()
    {
        Instrument = TestInstruments.Perpetual(), Quantity = new(quantity), Mark = new(50_000m), MaintenanceMargin = Amount(500m),
    };

    private static AccountRisk Risk(LiquidationSlice slice, decimal cash) =>
        new(Amount(slice.Quantity.Value * slice.Mark.Value + cash), slice.MaintenanceMargin);
}
