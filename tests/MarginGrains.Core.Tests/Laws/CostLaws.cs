using System.Globalization;
using CsCheck;
using MarginGrains.Core.Accounts;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;
using MarginGrains.Testing;
using MarginGrains.Testing.Core;
using Xunit.Abstractions;

namespace MarginGrains.Core.Tests.Laws;

/// <summary>What time costs depends on what was held and what was published, never on who looked or how often.</summary>
public class CostLaws(ITestOutputHelper output)
{
    private static readonly DateTimeOffset Start = TestMarket.Monday;

    private static Gen<Chance> Chances { get; } = Gen.ULong.Select(seed => new Chance(new PCG(17, seed)));

    [Fact]
    [Trait("Rule", "COST-001")]
    [Trait("Rule", "COST-003")]
    public void AnySplitOfTime_GivesTheSameCosts_AndSoDoesEveryRestart()
    {
        var tally = new Tally();
        Law.Holds(output, Chances, 150, chance =>
        {
            var (whole, split) = Twins(chance);
            PublishAhead(chance, [whole.Market, split.Market], Enum.GetValues<RateKind>());
            var end = Start.AddDays(chance.Between(1, 70));
            for (var at = Start; at < end; at = at.AddMinutes(chance.Between(1, chance.Pick(600, 6_000))))
            {
                split.Market.Now = at;
                split.WhenAssessed();
                if (!chance.Percent(20)) continue;
                // A process that died here has nothing but its journal.
                var journal = split.Events;
                split = Given.Events(split.Market, journal);
                split.Restore(journal);
            }

            whole.WhenAt(end);
            split.WhenAt(end);
            Exactly.Same(split.Account.Portfolio, whole.Account.Portfolio);
            Once(split);
            Once(whole);
            tally.Saw("charges", split.Events.OfType<AccountEvent.CostsCharged>().Any());
            tally.Saw("settlements", split.Events.OfType<AccountEvent.PnlSettled>().Any());
        });
        output.WriteLine(tally.ToString());
        tally.ShouldAllBeAbove(50);
    }

    [Fact]
    [Trait("Rule", "COST-002")]
    [Trait("Rule", "COST-007")]
    public void WhatIsPublishedLate_ComesToWhatItWouldHaveOnTime()
    {
        Law.Holds(output, Chances, 150, chance =>
        {
            var (early, late) = Twins(chance);
            RateKind[] kinds = [RateKind.Funding, RateKind.Swap, RateKind.Borrow];
            PublishAhead(chance, [early.Market], kinds);
            var series = early.Market.Set.Rates.SelectMany(r => r.Points.Select(p => (r.Kind, r.Subject, Point: p))).ToList();
            var end = Start.AddDays(20);
            for (var at = Start; at < end; at = at.AddHours(chance.Between(1, 60)))
            {
                (early.Market.Now, late.Market.Now) = (at, at);
                early.WhenAssessed();
                late.WhenAssessed();
                if (chance.Percent(30)) Trade(chance, early, late);
                // Rates that hold are published in their order, periods in any.
                foreach (var (kind, subject, point) in chance.Shuffle(series).Take(chance.Between(0, 6)))
                {
                    if (kind == RateKind.Funding && late.Market.Publish(kind, subject, point).IsAccepted)
                    {
                        series.RemoveAll(s => s.Subject == subject && s.Point == point);
                    }
                }
            }

            foreach (var rest in series.GroupBy(s => (s.Kind, s.Subject)))
            {
                late.Market.Publish(rest.Key.Kind, rest.Key.Subject, [.. rest.Select(s => s.Point)]).IsAccepted.ShouldBeTrue();
            }

            early.WhenAt(end);
            late.WhenAt(end);
            Exactly.Same(late.Account.Portfolio.Balances, early.Account.Portfolio.Balances);
            Once(late);
        });
    }

    [Fact]
    [Trait("Rule", "COST-003")]
    [Trait("Rule", "COST-004")]
    public void AccruedAndCharged_EqualANaiveSumDayByDay_ToTheDigit()
    {
        Law.Holds(output, Chances, 200, chance =>
        {
            var rule = RandomCosts.Rule(chance) with { DayEnds = null, OverdueSpread = default };
            var regime = RegimePresets.UsRegT with { Costs = rule };
            var market = new TestMarket().Add(TestInstruments.Stock()).Add(regime).Mark("ACME", 100m);
            var scenario = Given.Account(market, regime).Deposits(1_000_000m).Fills("ACME", 15_000m, 100m);
            decimal balance = -500_000m, sum = 0m, charged = 0m, rate = 0m;
            market.Rate(RateKind.Interest, "USD", Start.AddYears(-1), rate = chance.Between(0, 900) / 10_000m);
            var day = new DateOnly(2026, 1, 5);
            for (var i = 0; i < 100; i++, day = day.AddDays(1))
            {
                if (chance.Percent(30))
                {
                    var amount = chance.Between(1, 9_000_000) / 100m;
                    balance += amount;
                    scenario.Deposits(amount);
                }

                var ends = new DateTimeOffset(day.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero);
                if (balance < 0m) sum += -balance * (rate + rule.Spread.Value);
                if (rule.Charged == ChargeTime.EachDay || day.AddDays(1).Day == 1)
                {
                    var due = decimal.Round(sum / (rule.DayCount == DayCount.Act360 ? 360m : 365m), 2) - charged;
                    (charged, balance) = (charged + due, balance - due);
                }

                if (chance.Percent(15))
                {
                    market.Rate(RateKind.Interest, "USD", ends, rate = chance.Between(0, 900) / 10_000m);
                }

                market.Now = ends.AddHours(chance.Between(0, 23));
                if (chance.Percent(60)) scenario.WhenAssessed();
                scenario.Figures.AccruedCosts.Amount.ShouldBe(
                    decimal.Round(sum / (rule.DayCount == DayCount.Act360 ? 360m : 365m), 2) - charged,
                    day.ToString("O", CultureInfo.InvariantCulture));
            }

            scenario.WhenAssessed();
            scenario.Account.Portfolio.Balance(new("USD")).Amount.ShouldBe(balance);
        });
    }

    [Fact]
    [Trait("Rule", "CORP-002")]
    [Trait("Rule", "CORP-004")]
    public void ASplitOrDividend_LeavesEquityAtRebasedMarks()
    {
        Law.Holds(output, Chances, 300, chance =>
        {
            var market = new TestMarket().Add(TestInstruments.Stock()).Mark("ACME", chance.Between(50, 5_000) / 7m);
            var scenario = Given.Account(market, RegimePresets.UsRegT).Deposits(10_000_000m);
            scenario.Fills("ACME", chance.Between(1, 900) * chance.Pick(1, -1), market.Price(new("ACME")).Value);
            scenario.WhenMovingCollateral("c-1", "ACME", chance.Between(1, 50));
            var at = Start.AddHours(1);
            var (units, old) = ((decimal)chance.Between(1, 9), (decimal)chance.Between(10, 19));
            market.Act(chance.Percent(50)
                ? new(new("a-1"), new("ACME"), at) { Split = new(new(units), new(old)) }
                : new(new("a-1"), new("ACME"), at) { Dividend = Given.Amount(units / 100m) });
            var equity = scenario.Figures.Equity.Amount;
            if (market.Set.FindActions(new("ACME"))[0].Dividend is { } dividend)
            {
                equity += scenario.Account.Portfolio.Collateral[0].Quantity.Value * dividend.Amount;   // what is deposited is not counted here
            }

            scenario.WhenAt(at);
            scenario.Figures.Equity.Amount.ShouldBe(equity, 0.01m);
            Core.Oracle.NaiveCalculator.Evaluate(scenario.Account, scenario.Regime, market.Set, at).Equity
                .ShouldBe(scenario.Figures.Equity);
        });
    }

    /// No period is counted twice, each that ended is counted or waits.
    private static void Once(AccountScenario scenario)
    {
        var counted = scenario.Events.OfType<AccountEvent.CostsAccrued>()
            .SelectMany(e => e.Counted.Select(c => (e.Bucket, c.Kind, c.Subject, c.Border, c.Units?.IsLong))).ToList();
        counted.Distinct().Count().ShouldBe(counted.Count);
        var settled = scenario.Events.OfType<AccountEvent.PnlSettled>().Select(e => (e.Bucket, e.Period.Reference)).ToList();
        settled.Distinct().Count().ShouldBe(settled.Count);
        foreach (var ledger in scenario.Events.SelectMany(Ledger.Entries).GroupBy(l => l.Amount.Currency))
        {
            ledger.Sum(l => l.Amount.Amount).ShouldBe(0m);
        }
    }

    private static void Trade(Chance chance, AccountScenario early, AccountScenario late)
    {
        var quantity = chance.Between(1, 3) * chance.Pick(1, -1);
        foreach (var scenario in new[] { early, late }) scenario.Fills("BTCPERP", quantity, 50_000m);
    }

    private static void PublishAhead(Chance chance, TestMarket[] markets, RateKind[] kinds)
    {
        var points = new List<(RateKind Kind, string Subject, RatePoint Point)>();
        for (var i = 0; i < 6; i++)
        {
            var at = Start.AddDays(i == 0 ? -1 : chance.Between(13 * i, 13 * i + 12)).AddHours(-3);
            var rate = new Ratio(chance.Between(0, 900) / 10_000m);
            points.Add((RateKind.Interest, "USD", new(at, rate)));
            points.Add((RateKind.Borrow, "ACME", new(at, rate)));
            points.Add((RateKind.Swap, "EURUSD", new(at, new(chance.Between(-90, 90) / 1_000_000m)) { ShortRate = new Ratio(0.00001m) }));
        }

        for (var at = new DateTimeOffset(2026, 1, 5, 16, 0, 0, TimeSpan.Zero); at < Start.AddDays(72); at = at.AddHours(8))
        {
            points.Add((RateKind.Funding, "BTCPERP", new(at, new(chance.Between(-500, 500) / 1_000_000m))));
            if (at.Hour == 0) points.Add((RateKind.Closing, "ES", new(at, default) { Price = new Price(chance.Between(4_800, 5_200)) }));
        }

        foreach (var market in markets)
        {
            foreach (var series in points.Where(p => kinds.Contains(p.Kind)).GroupBy(p => (p.Kind, p.Subject)))
            {
                market.Publish(series.Key.Kind, series.Key.Subject, [.. series.Select(s => s.Point).OrderBy(p => p.At)])
                    .IsAccepted.ShouldBeTrue(series.Key.Subject);
            }
        }
    }

    /// Two accounts alike: a loan, a pair, a perpetual, a short share, a future; far from every line.
    private static (AccountScenario One, AccountScenario Other) Twins(Chance chance)
    {
        var rule = RandomCosts.Rule(chance);
        var regime = RegimePresets.CryptoPerpetual with { Costs = rule, LendsCash = true, UnrealizedGainsWithdrawable = true };
        var (pair, perpetual, future) = (chance.Between(-9, 9) * 1_000m, chance.Between(-9, 9), chance.Between(-5, 5));
        return (One(), One());

        AccountScenario One()
        {
            var market = new TestMarket().Add(
                TestInstruments.Stock() with { Costs = new() { ChargesBorrow = true } },
                TestInstruments.Stock("OWNED"),
                TestInstruments.Pair("EURUSD") with { Costs = new() { Swap = new(SwapMode.PerUnit, 2) } },
                TestInstruments.Future() with { Costs = new() { SettlesDaily = true } },
                TestInstruments.Perpetual() with { Costs = new() { Funding = new(TimeSpan.FromHours(8)) } }).Add(regime);
            market.Mark("ACME", 50m).Mark("OWNED", 1_000m).Mark("EURUSD", 1.1m).Mark("ES", 5_000m).Mark("BTCPERP", 50_000m);
            var scenario = Given.Account(market, regime).Deposits(50_000_000m).Fills("OWNED", 60_000m, 1_000m);
            scenario.Fills("ACME", -1_000m, 50m);
            if (pair != 0m) scenario.Fills("EURUSD", pair, 1.1m);
            if (perpetual != 0) scenario.Fills("BTCPERP", perpetual, 50_000m);
            if (future != 0) scenario.Fills("ES", future, 5_000m);
            return scenario;
        }
    }
}
