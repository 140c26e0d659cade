using System.Collections.Immutable;
using MarginGrains.Core.Accounts;
using MarginGrains.Core.Margin;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Scenarios;
using MarginGrains.Testing;
using MarginGrains.Testing.Core;
using Xunit.Abstractions;

namespace MarginGrains.Core.Tests.Scenarios;

/// <summary>What a scenario says is what the account does when it comes true: random accounts of all regimes.</summary>
public class ScenarioLaws(ITestOutputHelper output)
{
    private readonly Tally tally = new();

    [Fact]
    [Trait("Rule", "SCEN-001")]
    public void WithoutAChange_AScenarioIsTheAccountAsItIs() => Law.HoldsInParallel(output, RandomPath.Paths, 500, path =>
    {
        var scenario = Lived(path);
        var result = WhatIf.Of(scenario.Account, WhatIfChanges.None, scenario.Market.Set, scenario.Market.Now);
        Exactly.Same(result.Account, scenario.Account);
        result.Events.ShouldBeEmpty();
        Exactly.Same(
            MarginCalculator.Evaluate(result.Account.Portfolio, scenario.Regime, result.Market, result.Now), scenario.Figures);
    });

    [Fact]
    [Trait("Rule", "SCEN-002")]
    public void AFillOfAScenario_IsWhatTheAccountShowsAfterThatFill()
    {
        Law.HoldsInParallel(output, RandomPath.Paths, 800, path =>
        {
            var scenario = Lived(path);
            var instrument = scenario.Market.Set.FindInstrument(path.Chance.Pick(RandomCases.Instruments).Symbol)!;
            var fill = new Fill(
                instrument.Symbol, RandomCases.Quantity(path.Chance, instrument),
                scenario.Market.Price(instrument.Symbol), default)
            {
                IsIsolated = path.Chance.Percent(20),
            };
            var changes = WhatIfChanges.None with { Fills = [fill] };
            var result = WhatIf.Of(scenario.Account, changes, scenario.Market.Set, scenario.Market.Now);
            var live = scenario.WhenFilled(fill);
            result.Steps.ShouldHaveSingleItem().IsApplied.ShouldBe(live.Decision.IsAccepted);
            scenario.WhenAssessed();
            tally.Saw("fill", live.Decision.IsAccepted);
            tally.Saw("liquidates", !scenario.Account.Liquidations.IsEmpty);
            Exactly.Same(result.Account, scenario.Account);
            Exactly.Same(
                MarginCalculator.Evaluate(result.Account.Portfolio, scenario.Regime, result.Market, result.Now),
                scenario.Figures);
        });
        tally.ShouldAllBeAbove(10);
    }

    [Fact]
    [Trait("Rule", "SCEN-009")]
    public void AJudgementForScenarios_IsThatOfTheAccount()
    {
        Law.HoldsInParallel(output, RandomPath.Paths, 800, path =>
        {
            var scenario = Lived(path);
            path.MarketMoves();
            foreach (var plansOrders in new[] { true, false })
            {
                var judged = AccountDecider.Judge(
                    scenario.Account, scenario.Market.Set, scenario.Market.Now, plansOrders);
                var live = AccountDecider.Decide(
                    scenario.Account, new AccountCommand.Assess(), scenario.Market.Set, scenario.Market.Now);
                Told(judged.Events, plansOrders).ShouldBe(Told(live.Events, plansOrders));
                tally.Saw("events", judged.Events.Count > 0);
                if (plansOrders) judged.Account.Stage.ShouldBe(live.Account!.Stage);
            }
        });
        tally.ShouldAllBeAbove(10);
    }

    [Fact]
    [Trait("Rule", "SCEN-006")]
    [Trait("Rule", "SCEN-007")]
    public void ThePreviewOfNewTerms_SaysExactlyWhatHappensWhenTheyCome()
    {
        Law.HoldsInParallel(output, RandomPath.Paths, 2000, path =>
        {
            var scenario = Lived(path);
            var market = scenario.Market.Set;
            var draft = path.Chance.Percent(60)
                ? OfInstrument(path, scenario)
                : TermsDraft.Of(
                    market, RandomCases.Regime(path.Chance) with { EffectiveAt = Later(path, scenario) }, scenario.Market.Now);
            if (draft is null) return;
            var totals = new ImpactTotals(10);
            totals.Add(new TermsImpact(draft).Of(scenario.Account));

            // The change is made: the same marks come again at that instant, and the account is asked.
            var made = RandomBooks.Again(draft.After.Set, scenario.Market.Now, draft.JudgedAt);
            var live = AccountDecider.Decide(scenario.Account, new AccountCommand.Assess(), made, draft.JudgedAt).Events;
            if (draft.Symbol is { } symbol && totals.Concerned == 0)
            {
                scenario.Account.Portfolio.Find(symbol).ShouldBeNull();
                return;
            }

            var calls = live.OfType<AccountEvent.CallOpened>().ToList();
            totals.Called.ShouldBe(calls.Count > 0 ? 1 : 0);
            totals.AmountDue.ShouldBe(Sum(calls.Select(c => c.Call.AmountDue)));
            totals.Liquidated.ShouldBe(live.Any(e => e is AccountEvent.LiquidationStarted) ? 1 : 0);
            totals.Restricted.ShouldBe(live.Any(e => e is AccountEvent.Restricted) ? 1 : 0);
            totals.Named.Select(n => n.AccountId).ShouldBe(
                totals.Called + totals.Liquidated + totals.Restricted > 0 ? [scenario.Account.Id] : []);
            tally.Saw("called", totals.Called > 0);
            tally.Saw("liquidated", totals.Liquidated > 0);
            tally.Saw("also without", totals.AlsoWithout > 0);
        });
        output.WriteLine(tally.ToString());
        tally.ShouldAllBeAbove(3);
    }

    [Fact]
    [Trait("Rule", "SCEN-008")]
    [Trait("Rule", "SCEN-009")]
    public void StressWithoutCascade_IsTheJudgementAtTheShockedPrices()
    {
        Law.HoldsInParallel(output, RandomPath.Paths, 6000, path =>
        {
            var scenario = Lived(path);
            var change = path.Chance.Between(-40, 40) / 100m;
            var stress = new StressScenario("fall") { Prices = [new(new(null, null, null), new(change))] };
            stress.Check(scenario.Market.Set).ShouldBeEmpty();
            var run = new StressRun(stress, scenario.Market.Set, scenario.Market.Now, new(false, 1, 5));
            run.Close(run.Judge([scenario.Account])).ShouldBeFalse();
            var report = run.Report.ShouldNotBeNull();
            report.Rounds.ShouldBe(1);

            // The same prices are posted, and the account is asked.
            var shocked = RandomBooks.Times(scenario.Market.Set, 1m + change);
            var live = AccountDecider.Decide(
                scenario.Account, new AccountCommand.Assess(), shocked, scenario.Market.Now);
            var events = live.Events;
            if (!live.Account!.StopOrders.Any())
            {
                report.Totals.Deficit.ShouldBe(Missing(live, shocked, scenario.Market.Now));
            }

            report.Totals.Called.ShouldBe(events.Any(e => e is AccountEvent.CallOpened) ? 1 : 0);
            report.Totals.AmountDue.ShouldBe(
                Sum(events.OfType<AccountEvent.CallOpened>().Select(c => c.Call.AmountDue)));
            report.Totals.Liquidated.ShouldBe(events.Any(e => e is AccountEvent.LiquidationStarted) ? 1 : 0);
            report.Totals.StopsTriggered.ShouldBe(events.Count(e => e is AccountEvent.StopTriggered));
            tally.Saw("stops", report.Totals.StopsTriggered > 0);
            tally.Saw("called", report.Totals.Called > 0);
            tally.Saw("liquidated", report.Totals.Liquidated > 0);
            tally.Saw("deficit", report.Totals.Deficits > 0);
        });
        output.WriteLine(tally.ToString());
        tally.ShouldAllBeAbove(3);
    }

    /// What the account lacks after it was judged, of its buckets too, and what was written off.
    private static ImmutableArray<Money> Missing(Decision live, MarketSet set, DateTimeOffset now)
    {
        var account = live.Account!;
        if (set.FindRegime(account.RegimeId, now) is not { } regime) return [];
        var market = ExMarket.Of(set, now);
        var unshaved = regime with { ForeignBalanceHaircut = default };
        var shared = MarginCalculator.Evaluate(account.Portfolio, unshaved, market, now);
        var missing = shared.IsPriced ? Math.Max(0m, -shared.OwnEquity.Amount) : 0m;
        foreach (var bucket in account.Buckets)
        {
            var figures = MarginCalculator.Evaluate(bucket.Portfolio, regime, market, now);
            if (figures.IsPriced) missing += Math.Max(0m, -figures.Equity.Amount);
        }

        missing += live.Events.OfType<AccountEvent.Compensated>().Sum(c => c.Claim.Amount.Amount);
        return missing == 0m ? [] : [new(missing, account.Currency)];
    }

    private static AccountScenario Lived(RandomPath path)
    {
        for (var moment = path.Chance.Between(4, 12); moment > 0; moment--)
        {
            path.ClientActs();
            path.MarketMoves();
            path.Scenario.WhenAssessed();
            path.VenueAnswers(always: path.Chance.Percent(80));
        }

        path.Scenario.WhenAssessed();
        return path.Scenario;
    }

    private static TermsDraft? OfInstrument(RandomPath path, AccountScenario scenario)
    {
        if (scenario.Account.Portfolio.Positions.IsEmpty) return null;
        var symbol = path.Chance.Pick(scenario.Account.Portfolio.Positions).Symbol;
        var instrument = scenario.Market.Set.FindInstrument(symbol)!;
        var from = Later(path, scenario);
        if (instrument.Margin.Dated.Any(d => d.EffectiveAt == from)) return null;
        var rate = path.Chance.Between(10, 95) / 100m;
        return TermsDraft.Of(
            scenario.Market.Set, instrument.Then(from, TestInstruments.Rate(rate, rate * 0.8m)), scenario.Market.Now);
    }

    private static DateTimeOffset Later(RandomPath path, AccountScenario scenario) =>
        scenario.Market.Now.AddMinutes(path.Chance.Between(0, 600));

    private static ImmutableArray<Money> Sum(IEnumerable<Money> amounts) =>
        [.. amounts.GroupBy(a => a.Currency).Select(g => g.Aggregate((a, b) => a + b)).Where(a => a.Amount != 0m)];

    /// Events without what a scenario leaves out: numbers, bases, explanations and, on request, orders.
    private static List<string> Told(IEnumerable<AccountEvent> events, bool withOrders) =>
    [
        .. events.Where(e => withOrders || e is not (AccountEvent.LiquidationOrdered or AccountEvent.LiquidationPaused
                or AccountEvent.LiquidationResumed))
            .Select(e => e switch
            {
                AccountEvent.CallOpened call => $"call {Exactly.Text(call.Call)}",
                AccountEvent.LiquidationOrdered order => $"order {Exactly.Text(order.Order)}",
                _ => e.GetType().Name,
            }),
    ];
}
