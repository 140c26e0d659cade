using MarginGrains.Core.Accounts;
using MarginGrains.Core.Calendars;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Regimes;
using MarginGrains.Testing.Core;

namespace MarginGrains.Core.Tests.Accruals;

/// <summary>Overnight swap and borrow fees: nights by value dates, so that triple days and holidays follow.</summary>
public class SwapTests
{
    private static readonly DateTimeOffset Monday = TestMarket.Monday;
    private static readonly DateTimeOffset MondayEnds = new(2026, 1, 6, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(2, "1 1 3 1 1")]   // T+2: Wednesday's night ends with the value date of Friday and begins Monday's
    [InlineData(1, "1 1 1 3 1")]
    [InlineData(0, "1 1 1 1 3")]
    [Trait("Rule", "COST-006")]
    public void TheTripleDay_FollowsFromTheValueDate(int valueDays, string nights)
    {
        var scenario = Holding(new(SwapMode.PerUnit, valueDays), 100_000m);
        scenario.Market.Rate(RateKind.Swap, "EURUSD", Monday.AddYears(-1), 0.00007m, -0.00002m);
        scenario.WhenAt(MondayEnds.AddDays(6));
        Counted(scenario).Select(c => c.Days).ShouldBe(nights.Split(' ').Select(n => int.Parse(n, System.Globalization.CultureInfo.InvariantCulture)));
        Counted(scenario).Sum(c => c.Exact.Amount).ShouldBe(100_000m * 0.00007m * 7m);
    }

    [Fact]
    [Trait("Rule", "COST-006")]
    public void AHoliday_LengthensTheNightBeforeIt()
    {
        var calendar = new TradingCalendar
        {
            Id = new("fx"), Zone = ZoneOffsets.Utc, DayEnds = TimeSpan.FromHours(22),
            SpecialDates = [new(new(2026, 1, 9), [], "a holiday") { IsHoliday = true }],
        };
        var scenario = Holding(new(SwapMode.PerUnit, 2), 100_000m, new("fx"), calendar);
        scenario.Market.Rate(RateKind.Swap, "EURUSD", Monday.AddYears(-1), 0.0001m, 0m);
        scenario.WhenAt(MondayEnds.AddDays(6));
        // Value dates: Mon → Wed, Tue → Thu, Wed → Mon (Friday does not count), Thu → Tue, Mon → Wed.
        Counted(scenario).Select(c => (c.Border.Day, c.Border.Hour, c.Days)).ShouldBe(
            [(5, 22, 1), (6, 22, 4), (7, 22, 1), (8, 22, 1)]);
    }

    [Fact]
    [Trait("Rule", "COST-006")]
    public void AShort_HasItsOwnRate_AndMayBeCredited()
    {
        var scenario = Holding(new(SwapMode.PerUnit, 2), -100_000m);
        scenario.Market.Rate(RateKind.Swap, "EURUSD", Monday.AddYears(-1), 0.00007m, -0.00002m);
        scenario.WhenAt(MondayEnds).Then<AccountEvent.CostsCharged>(
            e => e.Charges.ShouldHaveSingleItem().Amount.ShouldBe(Given.Amount(-2m)));
        scenario.Account.Portfolio.Balance(new("USD")).ShouldBe(Given.Amount(10_002m));
    }

    [Fact]
    [Trait("Rule", "COST-006")]
    public void AnAnnualShare_IsOfTheNotionalAtTheBorder()
    {
        var scenario = Holding(new(SwapMode.AnnualShare, 0), 10_000m);
        scenario.Market.Rate(RateKind.Swap, "EURUSD", Monday.AddYears(-1), 0.036m, 0m).Mark("EURUSD", 1.2m);
        scenario.WhenAt(MondayEnds).Then<AccountEvent.CostsAccrued>(
            e => e.Counted.ShouldHaveSingleItem().Exact.Amount.ShouldBe(12_000m * 0.036m));
        scenario.Account.Portfolio.Balance(new("USD")).Amount.ShouldBe(10_000m - 1.20m);
    }

    [Fact]
    [Trait("Rule", "COST-008")]
    [Trait("Case", "A21")]
    public void ABorrowFee_IsValueTimesRatePerCalendarDay_AndEndsWithThePosition()
    {
        var stock = TestInstruments.Stock() with { Costs = new() { ChargesBorrow = true } };
        var market = new TestMarket().Add(stock).Add(RegimePresets.UsRegT).Mark("ACME", 50m);
        market.Rate(RateKind.Borrow, "ACME", Monday.AddYears(-1), 0.036m);
        var scenario = Given.Account(market, RegimePresets.UsRegT).Deposits(100_000m).Fills("ACME", -1_000m, 50m);
        scenario.WhenAt(MondayEnds.AddDays(6));   // seven days: V·f/360·n = 50,000 × 3.6 % ÷ 360 × 7
        scenario.Account.Portfolio.Balance(new("USD")).Amount.ShouldBe(150_000m - 35m);
        scenario.Fills("ACME", 1_500m, 50m);
        scenario.WhenAt(MondayEnds.AddDays(9));
        Counted(scenario).Count.ShouldBe(7, "what is long pays nothing");
        scenario.Fills("ACME", -501m, 50m).WhenAt(MondayEnds.AddDays(10)).Then<AccountEvent.CostsAccrued>(
            e => e.Counted.ShouldHaveSingleItem().Units.ShouldBe(new Core.Primitives.Quantity(-1m)));
    }

    private static List<AccruedCost> Counted(AccountScenario scenario) =>
        [.. scenario.Events.OfType<AccountEvent.CostsAccrued>().SelectMany(e => e.Counted)];

    private static AccountScenario Holding(
        SwapTerms swap, decimal quantity, Core.Primitives.CalendarId? calendar = null, TradingCalendar? defined = null)
    {
        var pair = TestInstruments.Pair("EURUSD") with { Costs = new() { Swap = swap }, Calendar = calendar };
        InstrumentValidation.Check(pair).ShouldBeEmpty();
        var market = new TestMarket().Add(pair).Mark("EURUSD", 1.1m);
        if (defined is not null) market = new TestMarket(market.Set.With(defined));
        return Given.Account(market, RegimePresets.FxRetail).Deposits(10_000m).Fills("EURUSD", quantity, 1.1m);
    }
}
