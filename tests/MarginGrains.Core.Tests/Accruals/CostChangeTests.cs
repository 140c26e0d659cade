using MarginGrains.Core.Accounts;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Regimes;
using MarginGrains.Testing.Core;

namespace MarginGrains.Core.Tests.Accruals;

/// <summary>A definition that costs otherwise counts from its moment on, whoever was looked at when.</summary>
public class CostChangeTests
{
    private static readonly DateTimeOffset Monday = TestMarket.Monday;

    [Fact]
    [Trait("Rule", "COST-011")]
    public void CostsThatAreGivenToday_AreNotChargedForTheWeeksBefore()
    {
        var (market, scenario) = Holding(null);
        market.Now = Monday.AddDays(28);
        Define(market, new() { Swap = new(SwapMode.PerUnit, 2) });
        market.Rate(RateKind.Swap, "EURUSD", Monday.AddYears(-1), 0.0001m, 0m);
        scenario.WhenAssessed().ThenNothing();
        scenario.WhenAt(Monday.AddDays(30));
        Counted(scenario).Sum(c => c.Days).ShouldBe(2, "Monday's and Tuesday's nights");
        scenario.Account.Portfolio.Balance(new("USD")).Amount.ShouldBe(10_000m - 20m);
    }

    [Fact]
    [Trait("Rule", "COST-011")]
    public void CostsThatAreTakenAway_AreCountedUntilThen_ByWhoeverWasNotLookedAtYet()
    {
        var (market, scenario) = Holding(new() { Swap = new(SwapMode.PerUnit, 2) });
        market.Rate(RateKind.Swap, "EURUSD", Monday.AddYears(-1), 0.0001m, 0m);
        market.Now = Monday.AddDays(2);
        Define(market, null);
        market.Now = Monday.AddDays(9);
        scenario.WhenAssessed();
        Counted(scenario).Select(c => c.Border).ShouldBe([Midnight(6), Midnight(7)]);
        scenario.WhenAt(Monday.AddDays(20)).ThenNothing();
    }

    [Fact]
    [Trait("Rule", "COST-007")]
    [Trait("Rule", "COST-011")]
    public void AnIntervalThatChanges_LeavesThePeriodsOfBefore_AndTheirLatePublication()
    {
        var (market, scenario) = Holding(new() { Funding = new(TimeSpan.FromHours(6)) });
        market.Now = Monday.AddHours(7);
        Define(market, new() { Funding = new(TimeSpan.FromHours(4)) });
        market.Now = Midnight(6);
        Define(market, new() { Funding = new(TimeSpan.FromHours(12)) });
        scenario.WhenAt(Midnight(6).AddHours(13));
        scenario.Account.Portfolio.Costs!.Pending.Select(p => p.Border).ShouldBe(
            [Monday.AddHours(6), Monday.AddHours(8), Midnight(6), Midnight(6).AddHours(12)]);
        market.Publish(RateKind.Funding, "EURUSD", new RatePoint(Monday.AddHours(6), new(0.0001m))).IsAccepted.ShouldBeTrue();
        scenario.WhenAssessed();
        Counted(scenario).ShouldHaveSingleItem().Border.ShouldBe(Monday.AddHours(6));
        market.Publish(RateKind.Funding, "EURUSD", new RatePoint(Midnight(6).AddHours(16), new(0.0001m))).IsAccepted.ShouldBeFalse();
    }

    [Fact]
    [Trait("Rule", "COST-011")]
    public void ADefinition_KeepsWhatHeldBefore_AndTheAccountIsDueByTheNewOne()
    {
        var (market, scenario) = Holding(null);
        var instrument = market.Set.FindInstrument(new("EURUSD"))!;
        instrument.CostsFrom(Monday).ShouldBeNull();
        Define(market.After(TimeSpan.FromHours(1)), new() { Funding = new(TimeSpan.FromHours(8)) });
        var changed = market.Set.FindInstrument(new("EURUSD"))!;
        (changed.Version, changed.CostsFrom(Monday), changed.NextCosts(Monday)).ShouldBe((2, null, Monday.AddHours(1)));
        changed.CostsFrom(Monday.AddHours(1)).ShouldBe(changed.Costs);
        changed.Following(changed, Monday.AddHours(2)).PastCosts.ShouldBe(changed.PastCosts, "nothing changed");
        AccountDue.Next(scenario.Account, market.Set, market.Now).ShouldBe(Monday.AddHours(4));
    }

    private static DateTimeOffset Midnight(int day) => new(2026, 1, day, 0, 0, 0, TimeSpan.Zero);

    private static List<AccruedCost> Counted(AccountScenario scenario) =>
        [.. scenario.Events.OfType<AccountEvent.CostsAccrued>().SelectMany(e => e.Counted)];

    /// As the instrument's owner does.
    private static void Define(TestMarket market, InstrumentCosts? costs)
    {
        var before = market.Set.FindInstrument(new("EURUSD"))!;
        market.Add((TestInstruments.Pair("EURUSD") with { Costs = costs }).Following(before, market.Now));
    }

    private static (TestMarket Market, AccountScenario Scenario) Holding(InstrumentCosts? costs)
    {
        var market = new TestMarket().Add(TestInstruments.Pair("EURUSD") with { Costs = costs }).Mark("EURUSD", 1.1m);
        return (market, Given.Account(market, RegimePresets.FxRetail).Deposits(10_000m).Fills("EURUSD", 100_000m, 1.1m));
    }
}
