using System.Globalization;
using MarginGrains.Core.Accounts;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Oracle;
using MarginGrains.Core.Regimes;
using MarginGrains.Testing.Core;
using MarginGrains.Testing.MarketData;

namespace MarginGrains.Core.Tests.Accruals;

/// <summary>Rates and margin changes as they were published, against sums written apart.</summary>
public class RealRateTests
{
    [MarketDataFact]
    [Trait("Rule", "COST-007")]
    public void RealFunding_OnLinearAndInversePerpetuals_IsPaidOncePerPeriod()
    {
        var periods = Rows("funding_rates.csv").Select(r => (At: Time(r[0]), Symbol: r[1], Rate: Number(r[2]))).ToList();
        periods.Count.ShouldBe(13);
        foreach (var series in periods.GroupBy(p => p.Symbol))
        {
            foreach (var quantity in new[] { 7m, -3m })
            {
                foreach (var isLate in new[] { false, true })
                {
                    var isInverse = series.Key.StartsWith("BTCUSD", StringComparison.Ordinal);
                    var (price, coin) = isInverse ? (27_000m, "BTC") : (0.31m, "USD");
                    var instrument = (isInverse ? TestTerms.Inverse() : TestInstruments.Perpetual()) with
                    {
                        Symbol = new(series.Key), Costs = new() { Funding = new(TimeSpan.FromHours(8)) },
                    };
                    var market = new TestMarket { Now = series.First().At.AddHours(-1) }.Add(instrument).Mark(series.Key, price);
                    var scenario = Given.Account(market, RegimePresets.CryptoPerpetual, coin).Deposits(1_000m, coin)
                        .Fills(series.Key, quantity, price);
                    var exact = 0m;
                    RatePoint[] points = [.. series.Select(p => new RatePoint(p.At, new(p.Rate)))];
                    if (!isLate) market.Publish(RateKind.Funding, series.Key, points).IsAccepted.ShouldBeTrue();
                    foreach (var period in series)
                    {
                        var value = quantity * instrument.Multiplier.Value;
                        exact += decimal.Round((isInverse ? value / price : value * price) * period.Rate, 12);
                        scenario.WhenAt(period.At.AddMinutes(1));
                    }

                    if (isLate) market.Publish(RateKind.Funding, series.Key, points).IsAccepted.ShouldBeTrue();
                    scenario.WhenAssessed();
                    scenario.Account.Portfolio.Balance(new(coin)).Amount.ShouldBe(
                        1_000m - decimal.Round(exact, isInverse ? 8 : 2), $"{series.Key} {quantity}");
                }
            }
        }
    }

    [MarketDataFact]
    [Trait("Rule", "COST-004")]
    public void RealInterestRates_OnAMarginLoanOverYears_SumToTheDigit()
    {
        var rates = Rows("interest_rates.csv").Select(r => (Day: DateOnly.Parse(r[0], CultureInfo.InvariantCulture),
            Rate: Number(r[1]) / 100m)).ToList();
        rates.Count.ShouldBeGreaterThan(50);
        var regime = RegimePresets.UsRegT with { Costs = new() { Spread = new(0.015m), Charged = ChargeTime.MonthEnd } };
        var first = new DateTimeOffset(rates[0].Day, TimeOnly.MinValue, TimeSpan.Zero);
        var market = new TestMarket { Now = first }.Add(TestInstruments.Stock()).Add(regime).Mark("ACME", 100m);
        market.Publish(RateKind.Interest, "USD",
            [.. rates.Select(r => new RatePoint(new(r.Day, TimeOnly.MinValue, TimeSpan.Zero), new(r.Rate)))]).IsAccepted.ShouldBeTrue();
        var scenario = Given.Account(market, regime).Deposits(10_000_000m).Fills("ACME", 100_000m + 1_234m, 100m);
        decimal loan = 123_400m, sum = 0m, charged = 0m;
        var days = 0;
        for (var day = rates[0].Day; day < rates[^1].Day.AddDays(60); day = day.AddDays(1), days++)
        {
            sum += loan * (rates.Last(r => r.Day <= day).Rate + 0.015m);
            if (day.AddDays(1).Day != 1) continue;
            var due = decimal.Round(sum / 360m, 2) - charged;
            (charged, loan) = (charged + due, loan + due);
            // Seldom looked at: a whole year at once is the same as day by day.
            if (day.Month == 12) scenario.WhenAt(new DateTimeOffset(day.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero));
        }

        market.Now = new(rates[^1].Day.AddDays(60), TimeOnly.MinValue, TimeSpan.Zero);
        scenario.WhenAssessed();
        days.ShouldBeGreaterThan(4_000);
        scenario.Account.Portfolio.Balance(new("USD")).Amount.ShouldBe(-loan);
        scenario.Figures.AccruedCosts.Amount.ShouldBe(decimal.Round(sum / 360m, 2) - charged);
    }

    [MarketDataTheory]
    [InlineData("ES.CME", 50)]
    [InlineData("GC.COMEX", 100)]
    [Trait("Rule", "MARG-016")]
    [Trait("Rule", "CALL-001")]
    public void EveryRealMarginChange_ReplayedAsDatedTerms_JudgesAsTheNaiveJudgeDoes(string symbol, int multiplier)
    {
        var changes = Rows("futures_margins.csv").Where(r => r[0].Split('.')[0] == symbol.Split('.')[0])
            .Select(r => (At: new DateTimeOffset(DateTime.SpecifyKind(DateTime.Parse(r[1], CultureInfo.InvariantCulture), DateTimeKind.Utc)),
                Initial: Number(r[2]), Maintenance: Number(r[3]))).OrderBy(c => c.At).ToList();
        changes.Count.ShouldBeGreaterThan(30);
        var future = TestInstruments.Future(symbol, multiplier, changes[0].Initial, changes[0].Maintenance);
        foreach (var change in changes.Skip(1))
        {
            future = future.Then(change.At, TestInstruments.PerContract(change.Initial, change.Maintenance));
        }

        InstrumentValidation.Check(future).ShouldBeEmpty();
        int raises = 0, called = 0;
        foreach (var percent in new[] { 93, 96, 101, 110, 160 })
        {
            for (var i = 1; i < changes.Count; i++)
            {
                // Opened a day before each change, with a little more than the margin of that day.
                var market = new TestMarket { Now = changes[i].At.AddDays(-1) }.Add(future).Mark(symbol, 1_000m);
                var scenario = Given.Account(market, RegimePresets.Futures);
                scenario.Deposits(decimal.Round(changes[i - 1].Initial * 3m * percent / 100m, 2)).Fills(symbol, 3m, 1_000m);
                AccountDue.Next(scenario.Account, market.Set, market.Now).ShouldBe(changes[i].At);
                var before = scenario.Account;
                scenario.WhenAt(changes[i].At);
                NaiveJudge.Disagreement(before, scenario.Account, market.Set, market.Now).ShouldBeNull();
                var isShort = scenario.Figures.Equity.Amount < 3m * changes[i].Maintenance;
                (scenario.Account.Call is not null).ShouldBe(isShort, $"{changes[i].At:d} at {percent} %");
                raises += changes[i].Initial > changes[i - 1].Initial ? 1 : 0;
                called += isShort ? 1 : 0;
            }
        }

        raises.ShouldBeGreaterThan(50);
        called.ShouldBeGreaterThan(5);
    }

    private static IEnumerable<string[]> Rows(string file) =>
        File.ReadLines(MarketDataFolder.File(file)).Skip(1).Where(l => l.Length > 0).Select(l => l.Split(','));

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
