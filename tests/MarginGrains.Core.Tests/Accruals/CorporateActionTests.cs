using MarginGrains.Core.Accounts;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Oracle;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;
using MarginGrains.Testing.Core;

namespace MarginGrains.Core.Tests.Accruals;

/// <summary>Splits and dividends re-base what is held before anything is judged at a price of the ex-date.</summary>
public class CorporateActionTests
{
    private static readonly DateTimeOffset Ex = new(2026, 1, 6, 14, 30, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("4", "1", "400", "25")]
    [InlineData("1", "10", "10", "1000")]
    [InlineData("3", "2", "150", "66.666666666666666666666666667")]
    [Trait("Rule", "CORP-002")]
    public void ASplit_RebasesUnitsAndPrices_AndTheValueStays(string units, string old, string held, string average)
    {
        var scenario = Holding(100m, Split(Number(units), Number(old)));
        var before = scenario.Figures;
        scenario.Market.Now = Ex;
        scenario.Figures.Equity.ShouldBe(before.Equity, "a reader sees it re-based, at the mark from before");
        scenario.Figures.MaintenanceMargin.ShouldBe(before.MaintenanceMargin);
        scenario.WhenAssessed().Then<AccountEvent.SplitApplied>().ThenStage(Stage.Healthy);
        var position = scenario.Account.Portfolio.Find(new("ACME"))!;
        position.Quantity.Value.ShouldBe(Number(held));
        position.AveragePrice.Value.ShouldBe(Number(average));
        scenario.Figures.Equity.ShouldBe(before.Equity);
        NaiveCalculator.Evaluate(scenario.Account, scenario.Regime, scenario.Market.Set, Ex).Equity.ShouldBe(before.Equity);
        scenario.WhenAssessed().ThenNothing();
        scenario.WhenMarked("ACME", Number(average)).ThenStage(Stage.Healthy);
        scenario.Figures.Equity.Amount.ShouldBe(before.Equity.Amount, 0.01m);
    }

    [Fact]
    [Trait("Rule", "CORP-003")]
    public void NothingIsJudgedAtAnOldPriceWithNewUnits_NorAtANewOneWithOld()
    {
        var scenario = Holding(100m, Split(4m, 1m));
        scenario.Market.Now = Ex.AddSeconds(1);
        scenario.WhenMarked("ACME", 25m).ThenNo<AccountEvent.CallOpened>().ThenStage(Stage.Healthy);
        var reverse = Holding(100m, Split(1m, 10m));
        reverse.Market.Now = Ex;
        reverse.WhenAssessed().ThenStage(Stage.Healthy);
        reverse.Figures.MarketValue.Amount.ShouldBe(10_000m);
    }

    [Fact]
    [Trait("Rule", "CORP-002")]
    public void WorkingOrders_AreCancelledWithAReason_AndCollateralIsRebased()
    {
        var regime = RegimePresets.UsRegT with { Collateral = [new(new("ACME"), new(0.3m))] };
        var market = new TestMarket().Add(TestInstruments.Stock()).Add(regime).Mark("ACME", 100m).Act(Split(2m, 1m));
        var scenario = Given.Account(market, regime).Deposits(20_000m).Fills("ACME", 100m, 100m);
        scenario.WhenMovingCollateral("c-1", "ACME", 10m);
        scenario.WhenPlacing("o-1", "ACME", 5m, 90m).Decision.Refusal.ShouldBeNull();
        scenario.WhenAt(Ex).Then<AccountEvent.OrderCancelRequested>(e => e.Reason.ShouldContain("split"));
        scenario.Account.Portfolio.Orders.ShouldBeEmpty();
        scenario.Account.Portfolio.Collateral.ShouldHaveSingleItem().Quantity.ShouldBe(new Quantity(20m));
    }

    [Theory]
    [InlineData("100", "24")]
    [InlineData("-100", "-24")]
    [Trait("Rule", "CORP-004")]
    public void ADividend_IsPaidToTheLong_AndByTheShort_AndTheOldMarkIsLowered(string quantity, string cash)
    {
        var scenario = Holding(Number(quantity), new(new("d-1"), new("ACME"), Ex) { Dividend = Given.Amount(0.24m) });
        var (balance, equity) = (scenario.Account.Portfolio.Balance(new("USD")), scenario.Figures.Equity);
        scenario.WhenAt(Ex).Then<AccountEvent.DividendBooked>(e => e.Cash.Amount.ShouldBe(Number(cash)));
        (scenario.Account.Portfolio.Balance(new("USD")) - balance).Amount.ShouldBe(Number(cash));
        scenario.Figures.Equity.ShouldBe(equity);
        scenario.WhenAt(Ex.AddDays(3)).ThenNothing();
        scenario.WhenMarked("ACME", 99.76m);
        scenario.Figures.Equity.ShouldBe(equity);
    }

    [Fact]
    [Trait("Rule", "CORP-001")]
    public void ActionsAndCosts_ComeInTheOrderOfTime()
    {
        var stock = TestInstruments.Stock() with { Costs = new() { ChargesBorrow = true } };
        var midnight = new DateTimeOffset(2026, 1, 6, 0, 0, 0, TimeSpan.Zero);
        var market = new TestMarket().Add(stock).Mark("ACME", 100m)
            .Act(new(new("s-1"), new("ACME"), midnight) { Split = new(new(2m), new(1m)) });
        market.Rate(RateKind.Borrow, "ACME", TestMarket.Monday.AddYears(-1), 0.36m);
        var scenario = Given.Account(market, RegimePresets.UsRegT).Deposits(100_000m).Fills("ACME", -100m, 100m);
        market.Now = midnight.AddDays(2);
        scenario.WhenMarked("ACME", 50m);   // all of it seen two days late, at the new price
        scenario.Events.OfType<AccountEvent.CostsAccrued>().SelectMany(e => e.Counted)
            .Select(c => (c.Units!.Value.Value, c.Price!.Value.Value, c.Exact.Amount)).ShouldBe(
            [(-100m, 100m, 3_600m), (-200m, 50m, 3_600m), (-200m, 50m, 3_600m)], "the day before has old units at the old price");
    }

    [Fact]
    [Trait("Rule", "CORP-001")]
    public void AnActionTakesEffect_WithoutAPrice_AndTheAccountSaysWhen()
    {
        var scenario = Holding(100m, Split(2m, 1m));
        AccountDue.Next(scenario.Account, scenario.Market.Set, scenario.Market.Now).ShouldBe(Ex);
        CorporateActionValidation.IsTooLate(Split(2m, 1m), Ex.AddSeconds(-59)).ShouldBeTrue();
        CorporateActionValidation.IsTooLate(Split(2m, 1m), Ex.AddMinutes(-1)).ShouldBeFalse();
    }

    [Fact]
    [Trait("Rule", "CORP-003")]
    public void AMark_IsRebasedOnce_HoweverOftenItIsStored()
    {
        var action = Split(4m, 1m);
        var mark = new Mark(new("ACME"), new(100m), TestMarket.Monday, 1, 1, MarkKind.Given) { Bid = new(99m), Ask = new(101m) };
        var rebased = ExMarket.Rebased(mark, [action], Ex);
        (rebased.Price, rebased.Bid, rebased.Ask).ShouldBe((new Price(25m), new Price(24.75m), new Price(25.25m)));
        ExMarket.Rebased(rebased, [action], Ex.AddDays(1)).ShouldBe(rebased);
        ExMarket.PriceBefore(rebased, [action], Ex).ShouldBe(new Price(100m));
        ExMarket.PriceBefore(mark, [action], Ex).ShouldBe(new Price(100m));
        ExMarket.PriceBefore(mark, [action], Ex.AddTicks(1)).ShouldBe(new Price(25m));
    }

    [Theory]
    [InlineData(true, "22.50")]
    [InlineData(false, "85")]
    [Trait("Rule", "CORP-005")]
    public void AStop_GoesAlong_AndIsNotReachedByWhatLeftThePrice(bool isSplit, string stopPrice)
    {
        var action = isSplit ? Split(4m, 1m) : new CorporateAction(new("d-1"), new("ACME"), Ex) { Dividend = Given.Amount(5m) };
        var scenario = Holding(100m, action).Stops("s-1", "ACME", true, 90m, 40m);
        scenario.Market.Now = Ex;
        scenario.WhenAssessed().ThenNo<AccountEvent.StopTriggered>();
        var stop = scenario.Account.Stops.ShouldHaveSingleItem();
        stop.Price.Value.ShouldBe(Number(stopPrice));
        stop.Quantity.ShouldBe(new(isSplit ? 160m : 40m));
        scenario.WhenMarked("ACME", Number(stopPrice) + 0.01m).ThenNo<AccountEvent.StopTriggered>();
        scenario.WhenMarked("ACME", Number(stopPrice)).Then<AccountEvent.StopTriggered>();
    }

    private static CorporateAction Split(decimal units, decimal old) =>
        new(new("s-1"), new("ACME"), Ex) { Split = new(new(units), new(old)) };

    private static AccountScenario Holding(decimal quantity, CorporateAction action)
    {
        var market = new TestMarket().Add(TestInstruments.Stock()).Mark("ACME", 100m).Act(action);
        return Given.Account(market, RegimePresets.UsRegT).Deposits(10_000m).Fills("ACME", quantity, 100m);
    }

    private static decimal Number(string text) => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
