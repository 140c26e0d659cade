using MarginGrains.Core.Margin;
using MarginGrains.Core.Regimes;
using MarginGrains.Testing;
using MarginGrains.Testing.Core;
using Xunit.Abstractions;
using static MarginGrains.Testing.Core.Given;

namespace MarginGrains.Core.Tests.Sessions;

public class LookAheadTests(ITestOutputHelper output)
{
    private static readonly Core.Calendars.TradingCalendar Exchange = TestSessions.Weekdays("exchange", (9, 17));

    private readonly TestMarket market = new TestMarket().Add(Exchange);

    [Fact]
    [Trait("Rule", "LOOK-002")]
    public void NothingAnnounced_IsNothingAhead()
    {
        var scenario = Account(market.Add(TestInstruments.Future()).Mark("ES", 5_000m), RegimePresets.Futures)
            .Deposits(50_000m).Fills("ES", 1m, 5_000m);
        Ahead(scenario).ShouldBeNull();
    }

    [Fact]
    [Trait("Rule", "LOOK-002")]
    public void SessionTermsAndRegime_AreEachShownWithTheirInstant()
    {
        var friday = TestMarket.Monday.AddDays(4);
        var future = TestInstruments.Future().In(Exchange, overnight: 2m, weekend: 3m)
            .Then(friday, TestInstruments.PerContract(20_000m, 15_000m));
        var scenario = Account(market.Add(future).Mark("ES", 5_000m), RegimePresets.Futures)
            .Deposits(50_000m).Fills("ES", 1m, 5_000m);
        market.Change(RegimePresets.Futures with
        {
            EffectiveAt = friday.AddDays(1), UsedMargin = UsedMarginRule.HalfInitialFloor,
        });

        var ahead = Ahead(scenario).ShouldNotBeNull();
        ahead.Session!.At.ShouldBe(TestMarket.Monday.AddHours(4.75));
        ahead.Session.Figures.InitialMargin.ShouldBe(Amount(24_000m));
        ahead.Session.Figures.ExcessLiquidity.ShouldBe(Amount(28_000m));
        ahead.Terms!.At.ShouldBe(friday);
        ahead.Terms.Figures.InitialMargin.ShouldBe(Amount(20_000m), "by day");
        ahead.Regime!.At.ShouldBe(friday.AddDays(1));
        ahead.Regime.Figures.UsedMargin.ShouldBe(Amount(45_000m), "on a Saturday, of the new terms");
    }

    [Fact]
    [Trait("Rule", "LOOK-001")]
    public void WhatIsLiveNow_IsNotTakenForStaleThen()
    {
        var aged = TestInstruments.Future().In(Exchange, overnight: 2m) with { MaximumMarkAge = TimeSpan.FromMinutes(5) };
        var scenario = Account(market.Add(aged).Mark("ES", 5_000m), RegimePresets.Futures)
            .Deposits(50_000m).Fills("ES", 1m, 5_000m);
        Ahead(scenario)!.Session!.Figures.IsPriced.ShouldBeTrue();
        market.After(TimeSpan.FromMinutes(6));
        Ahead(scenario)!.Session!.Figures.IsPriced.ShouldBeFalse("it is stale now");
    }

    [Fact]
    [Trait("Rule", "LOOK-001")]
    public void WhenItComes_TheFiguresAreThoseThatWereAhead()
    {
        var tally = new Tally();
        Law.Holds(output, RandomCases.PricedCases, 6_000, c =>
        {
            c.Market.Add(c.Regime);
            if (c.Chance.Percent(60))
            {
                c.Market.Change(RandomCases.Regime(c.Chance) with { EffectiveAt = c.Market.Now.AddHours(c.Chance.Between(1, 50)) });
            }

            foreach (var held in c.Portfolio.Positions.DistinctBy(p => p.Symbol))
            {
                var instrument = c.Market.Set.FindInstrument(held.Symbol)!;
                if (c.Chance.Percent(50))
                {
                    instrument = RandomCases.WithSessions(c.Chance, instrument, TestSessions.Several);
                }

                if (c.Chance.Percent(40))
                {
                    instrument = instrument.Then(
                        c.Market.Now.AddHours(c.Chance.Between(1, 90)), TestInstruments.Rate(c.Chance.Between(50, 100) / 100m, 0.4m));
                }

                c.Market.Add(instrument);
            }

            var ahead = LookAhead.Of(c.Portfolio, c.Regime.Id, c.Market.Set, c.Market.Now);
            tally.Saw("nothing", ahead is null);
            Came("session", ahead?.Session);
            Came("terms", ahead?.Terms);
            Came("regime", ahead?.Regime);

            void Came(string what, FiguresAhead? coming)
            {
                if (coming is not { Figures.IsPriced: true }) return;
                var now = c.Market.Now;
                c.Market.Now = coming.At;
                var regime = c.Market.Set.FindRegime(c.Regime.Id, coming.At)!;
                var live = MarginCalculator.Evaluate(c.Portfolio, regime, c.Market.Set, coming.At);
                live.ShouldBe(coming.Figures, what);
                c.Market.Now = now;
                tally.Saw(what, live != MarginCalculator.Evaluate(c.Portfolio, c.Regime, c.Market.Set, now));
            }
        });
        output.WriteLine(tally.ToString());
        tally.ShouldAllBeAbove(100);
    }

    private LookAhead? Ahead(AccountScenario scenario) =>
        LookAhead.Of(scenario.Account.Portfolio, scenario.Account.RegimeId, market.Set, market.Now);
}
