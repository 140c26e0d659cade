using MarginGrains.Core.Accounts;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Margin;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;
using MarginGrains.Core.Scenarios;
using MarginGrains.Testing.Core;

namespace MarginGrains.Core.Tests.Scenarios;

/// <summary>Scenarios and drafts of a later instant: splits, openings and sessions between now and then.</summary>
public class LaterTests
{
    private static readonly DateTimeOffset Monday = TestMarket.Monday;
    private static readonly DateTimeOffset Ex = Monday.AddDays(1);
    private static readonly DateTimeOffset Wednesday = Monday.AddDays(2);
    private static readonly MarginGrains.Core.Calendars.TradingCalendar Days = TestSessions.Weekdays("days", (9, 17));

    private static Regime Called => RegimePresets.Futures with
    {
        Calls = [RegimePresets.Futures.Calls[0] with
        {
            Judged = Judgement.Tick,
            Trigger = new(Measure.EquityToInitial, Comparator.Below, Ratio.One),
        }],
    };

    /// 100 shares at 100 for 5,000 of its own; two for one on Tuesday.
    private static AccountScenario Shareholder() => Given.Account(
            new TestMarket().Add(TestInstruments.Stock()).Mark("ACME", 100m)
                .Act(new(new("s-1"), new("ACME"), Ex) { Split = new(new(2m), new(1m)) }),
            RegimePresets.UsRegT)
        .Deposits(5_000m).Fills("ACME", 100m, 100m);

    /// 5,000 ounces at 30.00: 24,750 a contract, 26,000 in the account, traded from nine to five.
    private static AccountScenario InSilver() => Given.Account(
            new TestMarket().Add(Days)
                .Add(TestInstruments.Future("SI", multiplier: 5_000m).On(TestInstruments.Rate(0.165m, 0.15m))
                    with { Calendar = Days.Id })
                .Add(Called).Mark("SI", 30m),
            Called)
        .Deposits(26_000m).Fills("SI", 1m, 30m);

    [Theory]
    [InlineData(null, 5_000)]
    [InlineData(45, 4_000)]    // 200 × 45 − 5,000
    [Trait("Rule", "SCEN-003")]
    [Trait("Rule", "CORP-003")]
    public void ASplitUntilThen_RebasesTheOldMark_AndNotAPriceOfTheScenario(int? price, int equity)
    {
        var scenario = Shareholder();
        var changes = new WhatIfChanges
        {
            At = Wednesday, Prices = price is { } given ? [new(new("ACME"), new(given))] : [],
        };
        var result = WhatIf.Of(scenario.Account, changes, scenario.Market.Set, Monday);
        result.Account.Portfolio.Net(new("ACME")).ShouldBe(new Quantity(200m));
        MarginCalculator.Evaluate(result.Account.Portfolio, scenario.Regime, result.Market, result.Now)
            .Equity.ShouldBe(Given.Amount(equity));
    }

    [Fact]
    [Trait("Rule", "SCEN-006")]
    [Trait("Rule", "CORP-003")]
    public void ADraftFromAfterASplit_IsJudgedAtTheRebasedMark()
    {
        var scenario = Shareholder();
        var acme = scenario.Market.Set.FindInstrument(new("ACME"))!;
        var found = new TermsImpact(TermsDraft.Of(
            scenario.Market.Set, acme.Then(Wednesday, TestInstruments.Rate(0.7m, 0.6m)), Monday)).Of(scenario.Account)!.Value;
        found.Ratio.ShouldBe(new Ratio(0.5m), "5,000 of 200 × 50");
        found.IsCalled.ShouldBeTrue();

        scenario.Market.Add(acme.Then(Wednesday, TestInstruments.Rate(0.7m, 0.6m)));
        scenario.WhenAt(Wednesday).Decision.Events.OfType<AccountEvent.CallOpened>().Select(c => c.Call.AmountDue)
            .Aggregate((a, b) => a + b).ShouldBe(found.AmountDue);
    }

    [Fact]
    [Trait("Rule", "SCEN-006")]
    public void ADraftOfSessionMultipliers_IsJudgedAtTheFirstSwitchThatDiffers()
    {
        var scenario = InSilver();
        var silver = scenario.Market.Set.FindInstrument(new("SI"))!;
        scenario.Market.Add(silver.In(Days, overnight: 1.04m, weekend: 1.04m, leadHours: 1));
        var draft = Preview(scenario, silver.In(Days, overnight: 1.04m, weekend: 1.2m, leadHours: 1));
        draft.Draft.JudgedAt.ShouldBe(new DateTimeOffset(2026, 1, 9, 16, 0, 0, TimeSpan.Zero), "Friday, an hour before the close");
        draft.Of(scenario.Account)!.Value.AmountDue.ShouldBe(Given.Amount(29_700m - 26_000m));
        Preview(scenario, silver.In(Days, overnight: 1.2m, weekend: 1.04m, leadHours: 1)).Draft.JudgedAt
            .ShouldBe(new DateTimeOffset(2026, 1, 5, 16, 0, 0, TimeSpan.Zero));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Rule", "SCEN-006")]
    [Trait("Rule", "CAL-007")]
    public void ADraftFromWhileTheMarketIsClosed_NamesWhoIsCalledAtTheOpening(bool hasClosed)
    {
        var scenario = InSilver();
        if (hasClosed)
        {
            scenario.Market.Now = Monday.AddHours(6);
            scenario.Market.Close("SI", 30m);
            scenario.WhenAssessed();
        }

        var night = Monday.AddHours(9);
        var draft = scenario.Market.Set.FindInstrument(new("SI"))!.Then(night, TestInstruments.Rate(0.198m, 0.18m));
        var impact = Preview(scenario, draft);
        impact.Draft.JudgedAt.ShouldBe(Monday.AddHours(21), "Tuesday at nine");
        var found = impact.Of(scenario.Account)!.Value;
        (found.IsCalled, found.AmountDue).ShouldBe((true, Given.Amount(3_700m)));

        // The change is made: nobody is called by it in the night, and whom the preview named at the opening.
        scenario.Market.Add(draft);
        scenario.WhenAt(night).ThenNo<AccountEvent.CallOpened>();
        scenario.Market.Now = Monday.AddHours(21);
        scenario.WhenMarked("SI", 30m).Then<AccountEvent.CallOpened>(e => e.Call.AmountDue.ShouldBe(found.AmountDue));
    }

    [Fact]
    [Trait("Rule", "SCEN-002")]
    [Trait("Rule", "CAL-007")]
    public void APriceOfTheScenario_JudgesAlsoWhereTheNewestIsAClosingPrice()
    {
        var scenario = Given.Account(
                new TestMarket().Add(TestInstruments.Pair("EURUSD", leverage: 50m)).Mark("EURUSD", 1.10m), RegimePresets.FxRetail)
            .Deposits(5_000m).Fills("EURUSD", 100_000m, 1.10m);
        scenario.Market.Close("EURUSD", 1.10m);
        WhatIf.Of(scenario.Account, new() { Prices = [new(new("EURUSD"), new(1.06m))] }, scenario.Market.Set, Monday)
            .Events.ShouldContain(e => e is AccountEvent.LiquidationStarted);
    }

    [Fact]
    [Trait("Rule", "SCEN-006")]
    public void WhatBeginsInMoreThanTenYears_IsNotPreviewed()
    {
        var market = InSilver().Market.Set;
        TermsDraft.Of(market, Called with { EffectiveAt = Monday.AddYears(9) }, Monday).IsTooFar.ShouldBeFalse();
        TermsDraft.Of(market, Called with { EffectiveAt = Monday.AddYears(11) }, Monday).IsTooFar.ShouldBeTrue();
    }

    private static TermsImpact Preview(AccountScenario scenario, Instrument draft) =>
        new(TermsDraft.Of(scenario.Market.Set, draft, scenario.Market.Now));
}
