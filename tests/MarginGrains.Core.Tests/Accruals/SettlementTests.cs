using MarginGrains.Core.Accounts;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;
using MarginGrains.Testing.Core;

namespace MarginGrains.Core.Tests.Accruals;

/// <summary>Daily settlement: each day's unrealised P&amp;L moves to the balance once, under its operation id.</summary>
public class SettlementTests
{
    private static readonly DateTimeOffset MondayEnds = new(2026, 1, 6, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    [Trait("Rule", "COST-009")]
    [Trait("Case", "L3")]
    public void UnrealisedPnl_MovesToTheBalanceOnce_AndTheAverageIsTheSettlementPrice()
    {
        var scenario = Holding(2m, 5_000m);
        scenario.WhenAt(MondayEnds).Then<AccountEvent.CostsAccrued>(e => e.Waiting.ShouldHaveSingleItem().Reference.ShouldBe("settle-ES-2026-01-05"));
        var equity = scenario.Figures.Equity;
        scenario.Market.Closing("ES", MondayEnds, 5_010m);
        scenario.WhenAssessed().Then<AccountEvent.PnlSettled>(e =>
        {
            e.Cash.ShouldBe(Given.Amount(1_000m));
            e.Cause.Reference.ShouldBe("settle-ES-2026-01-05");
        });
        scenario.Account.Portfolio.Find(new("ES"))!.AveragePrice.ShouldBe(new Price(5_010m));
        scenario.Account.Portfolio.Balance(new("USD")).Amount.ShouldBe(101_000m);
        scenario.Figures.Equity.ShouldBe(equity);
        scenario.WhenAssessed().ThenNothing();
    }

    [Theory]
    [InlineData("3", "5100", "1000", "5064")]     // (2 × 5,010 + 3 × 5,100) ÷ 5
    [InlineData("-1", "5100", "500", "5010")]     // one is left of the two
    [InlineData("-2", "5100", "0", null)]         // nothing is left
    [InlineData("-3", "5100", "0", "5100")]       // the other side was never held at the border
    [Trait("Rule", "COST-009")]
    public void AFillBetweenTheBorderAndThePublication_IsNotSettledWithIt(
        string quantity, string price, string moved, string? average)
    {
        var scenario = Holding(2m, 5_000m);
        scenario.WhenAt(MondayEnds.AddHours(1));
        scenario.Fills("ES", Number(quantity), Number(price));
        var (balance, equity) = (scenario.Account.Portfolio.Balance(new("USD")), scenario.Figures.Equity);
        scenario.Market.Closing("ES", MondayEnds, 5_010m);
        scenario.WhenAssessed();
        (scenario.Account.Portfolio.Balance(new("USD")) - balance).Amount.ShouldBe(Number(moved));
        scenario.Figures.Equity.ShouldBe(equity);
        scenario.Account.Portfolio.Find(new("ES"))?.AveragePrice.ShouldBe(new Price(Number(average ?? "1")));
    }

    [Fact]
    [Trait("Rule", "COST-009")]
    public void DaysThatWereNotPublished_AreSettledOneAfterTheOther_InAnyOrder()
    {
        foreach (var order in new[] { new[] { 0, 1, 2 }, [2, 1, 0], [1, 0, 2] })
        {
            var scenario = Holding(2m, 5_000m);
            scenario.WhenAt(MondayEnds.AddDays(2));
            foreach (var day in order)
            {
                scenario.Market.Closing("ES", MondayEnds.AddDays(day), 5_010m + 10m * day);
                scenario.WhenAssessed();
            }

            scenario.Events.OfType<AccountEvent.PnlSettled>().Select(e => e.Period.Reference).Distinct().Count().ShouldBe(3);
            scenario.Figures.Equity.Amount.ShouldBe(100_000m + 2m * 50m * 20m, string.Join(' ', order));
        }
    }

    [Fact]
    [Trait("Rule", "COST-001")]
    public void OnADayThatIsNoDayOfBusiness_NothingIsSettled()
    {
        var scenario = Holding(1m, 5_000m);
        scenario.WhenAt(MondayEnds.AddDays(6));
        scenario.Account.Portfolio.Costs!.Pending.Length.ShouldBe(5);
    }

    private static AccountScenario Holding(decimal quantity, decimal price)
    {
        var future = TestInstruments.Future() with { Costs = new() { SettlesDaily = true } };
        var market = new TestMarket().Add(future).Mark("ES", 5_020m);
        return Given.Account(market, RegimePresets.Futures).Deposits(100_000m).Fills("ES", quantity, price);
    }

    private static decimal Number(string text) => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
