using MarginGrains.Core.Accounts;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;
using MarginGrains.Core.Scenarios;
using MarginGrains.Testing.Core;

namespace MarginGrains.Core.Tests.Scenarios;

/// <summary>Shocks, deficits, and liquidations that move prices.</summary>
public class StressTests
{
    private static readonly Instrument Index = TestInstruments.Cfd("IDX", multiplier: 1m, leverage: 20m) with
    {
        AssetClass = AssetClass.Cfd, InstrumentClass = InstrumentClass.MajorIndex, LotSize = new(1m),
    };

    private static TestMarket Market() => new TestMarket()
        .Add(Index, TestInstruments.Pair("EURUSD"), TestInstruments.Pair("USDJPY"), TestInstruments.Stock())
        .Mark("IDX", 100m).Quote("EURUSD", 1.0998m, 1.1002m).Mark("USDJPY", 150m).Mark("ACME", 50m);

    private static ShockTarget All => new(null, null, null);

    private static Account Holder(TestMarket market, string id, decimal quantity, decimal deposit) =>
        new AccountScenario(market, null)
            .Does(new AccountCommand.Open(new(id), new("fx-retail"), new("USD"))).Deposits(deposit)
            .Fills("IDX", quantity, 100m).Account;

    private static List<Account> Book(TestMarket market) =>
        [.. Enumerable.Range(0, 30).Select(i => Holder(market, $"a{i:00}", 1_000m, 6_000m + i * 400m))];

    private static StressReport Run(
        TestMarket market, IReadOnlyList<Account> book, StressScenario scenario, ulong seed = 1, int parts = 1)
    {
        scenario.Check(market.Set).ShouldBeEmpty();
        var run = new StressRun(scenario, market.Set, market.Now, new(true, seed, 5));
        var states = new StressedAccount?[book.Count];
        Account[] accounts = [.. book];
        var size = (book.Count + parts - 1) / parts;
        StressPart whole;
        do
        {
            whole = run.Judge([], []);
            for (var from = (parts - 1) * size; from >= 0; from -= size)
            {
                var length = Math.Min(size, book.Count - from);
                whole.Add(run.Judge(accounts.AsSpan(from, length), states.AsSpan(from, length)));
            }
        }
        while (run.Close(whole));
        return run.Report.ShouldNotBeNull();
    }

    private static StressScenario Fall(decimal change, decimal impact = 0m) => new("fall")
    {
        Prices = [new(new(new("IDX"), null, null), new(change))],
        Depths = impact == 0m ? [] : [new(new("IDX"), new(10_000m), new(impact))],
    };

    [Fact]
    [Trait("Rule", "SCEN-008")]
    public void TheMostSpecificShockCounts_AndCurrenciesComeOnTop()
    {
        var market = Market();
        var run = new StressRun(
            new("mixed")
            {
                Prices =
                [
                    new(new(new("IDX"), null, null), new(-0.5m)), new(All, new(-0.1m)),
                    new(new(null, InstrumentClass.MajorIndex, null), new(-0.2m)),
                    new(new(null, null, AssetClass.Forex), new(0m)),
                ],
                Currencies = [new(new("EUR"), new(0.10m)), new(new("JPY"), new(0.25m))],
                Margins = [new(new(null, null, AssetClass.Stock), new(1.5m)), new(new(new("EURUSD"), null, null), new(3m))],
            },
            market.Set, market.Now, new(false, 1, 0));
        Of("IDX").Price.ShouldBe(new Price(50m));
        Of("ACME").Price.ShouldBe(new Price(45m));
        (Of("EURUSD").Price, Of("EURUSD").Bid, Of("EURUSD").Ask).ShouldBe((new(1.21m), new(1.20978m), new(1.21022m)));
        Of("USDJPY").Price.ShouldBe(new Price(120m));
        run.Market.FindInstrument(new("ACME"))!.Margin.At(market.Now).ShouldBe(TestInstruments.Rate(0.75m, 0.45m));
        run.Market.FindInstrument(new("EURUSD"))!.Margin.At(market.Now).ShouldBe(TestInstruments.Leverage(10m));

        MarginGrains.Core.Marks.Mark Of(string symbol) => run.Market.FindMark(new(symbol))!;
    }

    [Fact]
    [Trait("Rule", "SCEN-009")]
    public void DeficitsAreEquityBelowZero_AndOnesThatTheClientDoesNotOwe_AreTheFunds()
    {
        var market = Market();
        Account[] book = [Holder(market, "deep", 1_000m, 6_000m), Holder(market, "safe", 10m, 6_000m)];
        var run = new StressRun(Fall(-0.10m), market.Set, market.Now, new(false, 1, 5));
        run.Close(run.Judge(book)).ShouldBeFalse();
        var totals = run.Report!.Totals;
        (totals.Accounts, totals.Liquidated, totals.Deficits).ShouldBe((2, 1, 1));
        totals.Deficit.ShouldBe([Given.Amount(4_000m)]);
        totals.FundUse.ShouldBe(
            RegimePresets.FxRetail.NegativeBalance == NegativeBalanceRule.WriteOff ? [Given.Amount(4_000m)] : []);
        totals.Worst.ShouldHaveSingleItem().AccountId.Value.ShouldBe("deep");
        totals.Ratios.Sum(r => r.Accounts).ShouldBe(2);
    }

    [Fact]
    [Trait("Rule", "SCEN-009")]
    [Trait("Rule", "MARG-025")]
    public void Credit_BearsNoLoss_AndWhatANamedAccountMakesGood_IsNotTheFunds()
    {
        var market = Market();
        var deep = Holder(market, "deep", 1_000m, 6_000m);
        Account[] book = [deep with { Portfolio = deep.Portfolio.AddCredit(Given.Amount(500m)) }];
        Totals().Deficit.ShouldBe([Given.Amount(4_000m)]);
        Totals().FundUse.ShouldBe([Given.Amount(4_000m)]);

        market.Change(RegimePresets.FxRetail with { ProtectionAccount = "client-protection" });
        Totals().Deficit.ShouldBe([Given.Amount(4_000m)]);
        Totals().FundUse.ShouldBeEmpty();

        StressTotals Totals()
        {
            var run = new StressRun(Fall(-0.10m), market.Set, market.Now, new(false, 1, 5));
            run.Close(run.Judge(book)).ShouldBeFalse();
            return run.Report!.Totals;
        }
    }

    [Fact]
    [Trait("Rule", "SCEN-010")]
    public void ACascade_SellsByTheRealPlans_UntilItIsQuiet_AndIsWorseThanTheShockAlone()
    {
        var market = Market();
        var alone = Run(market, Book(market), Fall(-0.04m));
        var cascade = Run(market, Book(market), Fall(-0.04m, impact: 0.02m));
        alone.WithoutDepth.ShouldBe([new Symbol("IDX")]);
        (cascade.IsBrokenOff, cascade.OpenOrders, cascade.WithoutDepth.IsEmpty).ShouldBe((false, 0, true));
        cascade.Rounds.ShouldBeGreaterThan(alone.Rounds);
        cascade.Totals.Liquidated.ShouldBeGreaterThan(alone.Totals.Liquidated);
        cascade.Executions.ShouldBeGreaterThan(0);
        var moved = cascade.Moved.ShouldHaveSingleItem();
        moved.From.ShouldBe(new Price(96m));
        moved.To.Value.ShouldBeLessThan(96m);
    }

    [Fact]
    [Trait("Rule", "SCEN-010")]
    public void OneRoundOfACascade_MovesThePriceByImpactTimesUnitsOverVolume()
    {
        var market = Market();
        Account[] book = [Holder(market, "deep", 1_000m, 6_000m)];
        var report = Run(market, book, Fall(-0.05m, impact: 0.10m) with { RoundLimit = 2 });

        // What the account itself would order at 95.
        market.Mark("IDX", 95m);
        var order = AccountDecider.Decide(book[0], new AccountCommand.Assess(), market.Set, market.Now).Events
            .OfType<AccountEvent.LiquidationOrdered>().ShouldHaveSingleItem().Order;
        order.Open.Value.ShouldBeInRange(-700m, -500m);
        report.Moved.ShouldHaveSingleItem().ShouldBe(
            new(new("IDX"), new(95m), new(95m * (1m + 0.10m * order.Open.Value / 10_000m))));
        (report.Totals.Liquidated, report.Executions).ShouldBe((1, 1));
    }

    [Fact]
    [Trait("Rule", "SCEN-011")]
    public void ACascadeBeyondItsLimitOfRounds_SaysSo()
    {
        var market = Market();
        var report = Run(market, Book(market), Fall(-0.04m, impact: 0.05m) with { RoundLimit = 2 });
        (report.Rounds, report.IsBrokenOff).ShouldBe((2, true));
        report.OpenOrders.ShouldBeGreaterThan(0);
    }

    [Fact]
    [Trait("Rule", "SCEN-011")]
    public void TheSameSeed_GivesTheSameCascade_HoweverTheBookIsParted_AndAnotherAnother()
    {
        var market = Market();
        var scenario = Fall(-0.04m, impact: 0.02m) with { LargestSlippage = new(0.01m) };
        var first = Run(market, Book(market), scenario);
        foreach (var parts in new[] { 1, 2, 7, 30 })
        {
            var again = Run(market, Book(market), scenario, parts: parts);
            Exactly.Same(again.Totals, first.Totals);
            (again.Rounds, again.Executions).ShouldBe((first.Rounds, first.Executions));
            Exactly.Same(again.Moved, first.Moved);
        }

        Exactly.Text(Run(market, Book(market), scenario, seed: 2).Totals).ShouldNotBe(Exactly.Text(first.Totals));
    }

    [Fact]
    [Trait("Rule", "SCEN-008")]
    public void AScenarioThatMakesNoSense_IsNamedByItsPlaces()
    {
        var errors = new StressScenario("")
        {
            Prices = [new(new(new("NOPE"), null, null), new(-1m)), new(new(new("IDX"), InstrumentClass.Gold, null), new(0m))],
            Currencies = [new(new("EUR"), new(-2m))],
            Margins = [new(All, new(0m))],
            Depths = [new(new("IDX"), new(0m), new(-1m))],
            LargestSlippage = new(1m),
            RoundLength = TimeSpan.Zero,
            RoundLimit = 0,
        }.Check(Market().Set);
        errors.Select(e => e.Field).ShouldBe(
        [
            "name", "prices[0].symbol", "prices[0].change", "prices[1]", "currencies[0].change", "margins[0].factor",
            "depths[0].volume", "depths[0].impact", "largestSlippage", "roundSeconds", "roundLimit",
        ]);
    }
}
