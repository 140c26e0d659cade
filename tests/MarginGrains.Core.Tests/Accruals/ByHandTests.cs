using MarginGrains.Core.Accounts;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;
using MarginGrains.Testing.Core;

namespace MarginGrains.Core.Tests.Accruals;

/// <summary>Costs and corporate actions worked out with pencil and paper, where clocks change and years are long.</summary>
public class ByHandTests
{
    [Fact]
    [Trait("Rule", "COST-001")]
    [Trait("Rule", "COST-006")]
    public void TheTripleDay_StaysWednesday_WhenNewYorksClockLeaps_AndTheDayEndsAnHourEarlierInUtc()
    {
        var wednesday = new DateTimeOffset(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);
        var pair = TestInstruments.Pair("EURUSD") with
        {
            Costs = new() { Swap = new(SwapMode.PerUnit, 2) }, Calendar = TestCalendars.Fx.Id,
        };
        var market = new TestMarket { Now = wednesday }.Add(TestCalendars.Fx).Add(pair).Mark("EURUSD", 1.1m);
        market.Rate(RateKind.Swap, "EURUSD", wednesday.AddYears(-1), 0.00007m, -0.00002m);
        var scenario = Given.Account(market, RegimePresets.FxRetail).Deposits(10_000m).Fills("EURUSD", 100_000m, 1.1m);
        scenario.WhenAt(new(2026, 3, 12, 12, 0, 0, TimeSpan.Zero));
        scenario.Events.OfType<AccountEvent.CostsAccrued>().SelectMany(e => e.Counted)
            .Select(c => (c.Border.Day, c.Border.Hour, c.Days)).ShouldBe(
                [(4, 22, 3), (5, 22, 1), (6, 22, 1), (9, 21, 1), (10, 21, 1), (11, 21, 3)]);
        scenario.Account.Portfolio.Balance(new("USD")).Amount.ShouldBe(10_000m - 70m, "ten nights at 7.00");
    }

    [Theory]
    [InlineData(DayCount.Act360, "44.31", "559.17")]   // 10,000 × 5.5 % × 29 ÷ 360, × 366 ÷ 360
    [InlineData(DayCount.Act365, "43.70", "551.51")]   // a leap year has 366 days of a 365th
    [Trait("Rule", "COST-004")]
    public void ALeapYear_HasItsDay(DayCount dayCount, string february, string year)
    {
        var regime = RegimePresets.UsRegT with
        {
            Costs = new() { Spread = new(0.015m), DayCount = dayCount, Charged = ChargeTime.MonthEnd },
        };
        foreach (var (from, until, cost) in new[] { (Day(2028, 2), Day(2028, 3), february), (Day(2028, 1), Day(2029, 1), year) })
        {
            var market = new TestMarket { Now = from }.Add(TestInstruments.Stock()).Add(regime).Mark("ACME", 100m);
            market.Rate(RateKind.Interest, "USD", from.AddYears(-1), 0.04m);
            var scenario = Given.Account(market, regime).Deposits(10_000m).Fills("ACME", 200m, 100m);
            // What is charged is paid at once, so that interest bears none.
            for (var day = from.AddDays(1); day <= until; day = day.AddDays(1))
            {
                scenario.WhenAt(day);
                var owed = -10_000m - scenario.Account.Portfolio.Balance(new("USD")).Amount;
                if (owed > 0m && day < until) scenario.Deposits(owed);
            }

            var paid = scenario.Events.OfType<AccountEvent.CostsCharged>().SelectMany(e => e.Charges).Sum(c => c.Amount.Amount);
            DecimalText.Format(paid, 2).ShouldBe(cost);
        }
    }

    [Fact]
    [Trait("Rule", "CORP-002")]
    [Trait("Rule", "CORP-005")]
    public void ThreeForTwo_WithStopsAndWorkingOrders()
    {
        var ex = new DateTimeOffset(2026, 1, 6, 14, 30, 0, TimeSpan.Zero);
        var market = new TestMarket().Add(TestInstruments.Stock()).Mark("ACME", 90m)
            .Act(new(new("s-1"), new("ACME"), ex) { Split = new(new(3m), new(2m)) });
        var scenario = Given.Account(market, RegimePresets.UsRegT).Deposits(20_000m).Fills("ACME", 101m, 90m);
        scenario.Stops("some", "ACME", true, 84m, 40m).Stops("all", "ACME", true, 81m);
        scenario.WhenPlacing("more", "ACME", 10m, 80m).Decision.Refusal.ShouldBeNull();
        scenario.WhenPlacing("less", "ACME", -10m, 120m).Decision.Refusal.ShouldBeNull();
        var equity = scenario.Figures.Equity;
        scenario.WhenAt(ex).ThenNo<AccountEvent.StopTriggered>();
        var position = scenario.Account.Portfolio.Positions.ShouldHaveSingleItem();
        (position.Quantity.Value, position.AveragePrice.Value).ShouldBe((151.5m, 60m));
        scenario.Account.Portfolio.Orders.ShouldBeEmpty();
        scenario.Account.Stops.Select(s => (s.StopId.Value, s.Price.Value, s.Quantity?.Value)).ShouldBe(
            [("all", 54m, null), ("some", 56m, 60m)]);
        scenario.Figures.Equity.ShouldBe(equity);

        scenario.WhenMarked("ACME", 56.01m).ThenNo<AccountEvent.StopTriggered>();
        scenario.WhenMarked("ACME", 55m).Then<AccountEvent.StopTriggered>(e => e.Units.ShouldBe(new Quantity(60m)));
    }

    [Fact]
    [Trait("Rule", "CORP-004")]
    [Trait("Rule", "COST-008")]
    public void AShort_PaysTheDividend_AndTheFeeOfTheDayBeforeIsOnThePriceWithIt()
    {
        var midnight = new DateTimeOffset(2026, 1, 6, 0, 0, 0, TimeSpan.Zero);
        var stock = TestInstruments.Stock() with { Costs = new() { ChargesBorrow = true } };
        var market = new TestMarket().Add(stock).Mark("ACME", 50m)
            .Act(new(new("d-1"), new("ACME"), midnight) { Dividend = Given.Amount(2m) });
        market.Rate(RateKind.Borrow, "ACME", midnight.AddYears(-1), 0.36m);
        var scenario = Given.Account(market, RegimePresets.UsRegT).Deposits(100_000m).Fills("ACME", -1_000m, 50m);
        scenario.WhenAt(midnight.AddDays(1).AddHours(1));
        // 100,000 + 50,000 proceeds; fee 50,000 × 36 % ÷ 360 = 50; dividend 2,000; fee 48,000 × 36 % ÷ 360 = 48.
        scenario.Account.Portfolio.Balance(new("USD")).Amount.ShouldBe(150_000m - 50m - 2_000m - 48m);
        scenario.Figures.Equity.Amount.ShouldBe(147_902m - 48_000m);
    }

    private static DateTimeOffset Day(int year, int month) => new(year, month, 1, 0, 0, 0, TimeSpan.Zero);
}
