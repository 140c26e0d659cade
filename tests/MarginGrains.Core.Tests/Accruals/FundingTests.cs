using MarginGrains.Core.Accounts;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;
using MarginGrains.Testing.Core;

namespace MarginGrains.Core.Tests.Accruals;

/// <summary>Funding: each published period once, on what was held at its instant.</summary>
public class FundingTests
{
    private static readonly DateTimeOffset First = new(2026, 1, 5, 16, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("10", "0.0001", "-50")]     // a long pays 10 × 50,000 × 1 bp
    [InlineData("-10", "0.0001", "50")]
    [InlineData("10", "-0.0002", "100")]
    [InlineData("-10", "-0.0002", "-100")]
    [Trait("Rule", "COST-007")]
    public void TheLongPays_WhileTheRateIsAboveZero(string quantity, string rate, string cash)
    {
        var scenario = Holding(Number(quantity));
        scenario.Market.Rate(RateKind.Funding, "BTCPERP", First, Number(rate));
        scenario.WhenAt(First).Then<AccountEvent.CostsCharged>(
            e => Ledger.Entries(e).Single(l => l.Account == LedgerAccount.Client).Amount.Amount.ShouldBe(Number(cash)));
        scenario.WhenAssessed().ThenNothing();
        scenario.Account.Portfolio.Balance(new("USD")).Amount.ShouldBe(100_000m + Number(cash));
    }

    [Fact]
    [Trait("Rule", "COST-007")]
    public void AnInverseContract_PaysInItsCoin()
    {
        var perpetual = TestTerms.Inverse() with { Costs = Costs };
        var market = new TestMarket().Add(perpetual).Mark(perpetual.Symbol.Value, 50_000m);
        market.Rate(RateKind.Funding, perpetual.Symbol.Value, First, 0.0001m);
        var scenario = Given.Account(market, RegimePresets.CryptoPerpetual, "BTC").Deposits(1m, "BTC");
        scenario.Fills(perpetual.Symbol.Value, 100m, 50_000m);
        var coins = 100m * perpetual.Multiplier.Value / 50_000m;
        scenario.WhenAt(First);
        scenario.Account.Portfolio.Balance(new("BTC")).Amount.ShouldBe(1m - coins * 0.0001m);
    }

    [Fact]
    [Trait("Rule", "COST-007")]
    [Trait("Case", "F38")]
    public void SkippedPeriods_AreAppliedOnceEach_ToWhatWasHeldAtTheirInstants()
    {
        var scenario = Holding(10m);
        scenario.WhenAt(First.AddHours(1)).Then<AccountEvent.CostsAccrued>(e => e.Waiting.Length.ShouldBe(1));
        scenario.Fills("BTCPERP", -6m, 50_000m);
        scenario.WhenAt(First.AddHours(9)).Then<AccountEvent.CostsAccrued>(e => e.Waiting.Length.ShouldBe(1));
        scenario.Fills("BTCPERP", -4m, 50_000m);
        scenario.Account.Portfolio.IsFlat.ShouldBeTrue();
        scenario.Account.IsExposed.ShouldBeTrue("something is still to come");

        // The second comes first; then the first; the third was never held.
        scenario.Market.Rate(RateKind.Funding, "BTCPERP", First.AddHours(8), 0.0002m);
        scenario.WhenAssessed();
        Paid(scenario).ShouldBe(4m * 50_000m * 0.0002m);
        scenario.Market.Rate(RateKind.Funding, "BTCPERP", First, 0.0001m).Rate(
            RateKind.Funding, "BTCPERP", First.AddHours(16), 0.0009m);
        scenario.WhenAt(First.AddHours(30));
        Paid(scenario).ShouldBe(4m * 50_000m * 0.0002m + 10m * 50_000m * 0.0001m);
        scenario.WhenAt(First.AddHours(60)).ThenNothing();
    }

    [Fact]
    [Trait("Rule", "COST-007")]
    public void AFillAtTheInstant_ComesAfterIt()
    {
        var scenario = Holding(10m);
        scenario.Market.Rate(RateKind.Funding, "BTCPERP", First, 0.0001m);
        scenario.Market.Now = First;
        scenario.Fills("BTCPERP", 90m, 50_000m);
        Paid(scenario).ShouldBe(50m);
    }

    [Fact]
    [Trait("Rule", "COST-007")]
    public void ABucket_PaysFromItsOwnBalance()
    {
        var market = Market();
        var scenario = Given.Account(market, RegimePresets.CryptoPerpetual).Deposits(100_000m).Isolates("BTCPERP", 1m, 50_000m);
        var (shared, own) = (scenario.Account.Portfolio.Balance(new("USD")), Bucket(scenario));
        market.Rate(RateKind.Funding, "BTCPERP", First, 0.0001m);
        scenario.WhenAt(First).Then<AccountEvent.CostsCharged>(e => e.Bucket.ShouldBe(new Symbol("BTCPERP")));
        Bucket(scenario).ShouldBe(own - Given.Amount(5m));
        scenario.Account.Portfolio.Balance(new("USD")).ShouldBe(shared);
    }

    [Fact]
    [Trait("Rule", "COST-007")]
    public void WhatABucketStillOwes_WhenItIsOver_IsPaidByWhatIsShared()
    {
        var market = Market();
        var scenario = Given.Account(market, RegimePresets.CryptoPerpetual).Deposits(100_000m).Isolates("BTCPERP", 1m, 50_000m);
        scenario.WhenAt(First.AddHours(1));
        scenario.Isolates("BTCPERP", -1m, 50_000m);
        scenario.Account.Buckets.ShouldBeEmpty();
        market.Rate(RateKind.Funding, "BTCPERP", First, 0.0001m);
        scenario.WhenAssessed();
        scenario.Account.Portfolio.Balance(new("USD")).Amount.ShouldBe(99_995m);
    }

    [Fact]
    [Trait("Rule", "COST-007")]
    public void TheRecordedPrice_IsThePoints_OrTheMark_AndFundingChargedIsExactOverTime()
    {
        var scenario = Holding(0.123m);
        var exact = 0m;
        for (var i = 0; i < 30; i++)
        {
            var at = First.AddHours(8 * i);
            scenario.Market.Now = at.AddHours(-1);
            scenario.Market.Publish(RateKind.Funding, "BTCPERP", new RatePoint(at, new(0.000123m)) { Price = new Price(50_000m + i) });
            exact += 0.123m * (50_000m + i) * 0.000123m;
            scenario.WhenAt(at).Then<AccountEvent.CostsAccrued>(e => e.Counted[0].Price.ShouldBe(new Price(50_000m + i)));
        }

        Paid(scenario).ShouldBe(decimal.Round(exact, 2));
    }

    [Fact]
    [Trait("Rule", "COST-007")]
    [Trait("Case", "F15")]
    public void F15_ThePeriodsCap_IsSixTimesTheSpreadOfTheRates()
    {
        var terms = TestInstruments.Rate(0.05m, 0.03m);
        var funding = new FundingTerms(TimeSpan.FromHours(8)) { CapFactor = new Ratio(6m) };
        funding.Capped(new(0.5m), terms).ShouldBe(new Ratio(0.12m));
        funding.Capped(new(-0.5m), terms).ShouldBe(new Ratio(-0.12m));
        funding.Capped(new(0.1m), terms).ShouldBe(new Ratio(0.1m));

        var market = new TestMarket()
            .Add(TestInstruments.Perpetual().On(terms) with { Costs = new() { Funding = funding } }).Mark("BTCPERP", 1_000m);
        market.Rate(RateKind.Funding, "BTCPERP", First, 0.5m);
        var scenario = Given.Account(market, RegimePresets.CryptoPerpetual).Deposits(10_000m).Fills("BTCPERP", 1m, 1_000m);
        scenario.WhenAt(First);
        Paid(scenario).ShouldBe(120m);
    }

    [Theory]
    [InlineData("1", "605")]    // longs would pay 20: half of it is added
    [InlineData("-1", "595")]   // what would be received adds nothing
    [Trait("Rule", "COST-010")]
    [Trait("Case", "F32")]
    public void F32_AdverseFundingToCome_IsPartOfMaintenanceMargin(string quantity, string maintenance)
    {
        var costs = new InstrumentCosts { Funding = new(TimeSpan.FromHours(8)) { MarginFactor = new(0.5m) } };
        var market = new TestMarket().Add(TestInstruments.Perpetual().On(TestInstruments.Rate(0.5m, 0.35m)) with { Costs = costs })
            .Mark("BTCPERP", 1_700m);
        var scenario = Given.Account(market, RegimePresets.CryptoPerpetual).Deposits(10_000m).Fills("BTCPERP", Number(quantity), 1_700m);
        scenario.Figures.MaintenanceMargin.Amount.ShouldBe(595m);
        market.Publish(RateKind.Funding, "BTCPERP", new RatePoint(First, new(0.0125m)) { Price = new Price(1_600m) });   // 20
        scenario.Figures.MaintenanceMargin.Amount.ShouldBe(Number(maintenance));
        market.Now = First;
        scenario.Figures.MaintenanceMargin.Amount.ShouldBe(595m, "it has come");
    }

    private static InstrumentCosts Costs { get; } = new() { Funding = new(TimeSpan.FromHours(8)) };

    private static TestMarket Market() =>
        new TestMarket().Add(TestInstruments.Perpetual() with { Costs = Costs }).Mark("BTCPERP", 50_000m);

    private static AccountScenario Holding(decimal quantity) =>
        Given.Account(Market(), RegimePresets.CryptoPerpetual).Deposits(100_000m).Fills("BTCPERP", quantity, 50_000m);

    private static decimal Paid(AccountScenario scenario) => scenario.Events.OfType<AccountEvent.CostsCharged>()
        .SelectMany(e => e.Charges).Sum(c => c.Amount.Amount);

    private static Money Bucket(AccountScenario scenario) => scenario.Account.PortfolioOf(new Symbol("BTCPERP")).Balance(new("USD"));

    private static decimal Number(string text) => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
