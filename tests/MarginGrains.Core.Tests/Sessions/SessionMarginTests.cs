using MarginGrains.Core.Accounts;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Margin;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;
using MarginGrains.Testing.Core;
using static MarginGrains.Testing.Core.Given;

namespace MarginGrains.Core.Tests.Sessions;

/// <summary>Terms times what the hours of the market say. It is Monday noon; the exchange closes at five.</summary>
public class SessionMarginTests
{
    private static readonly Core.Calendars.TradingCalendar Exchange = TestSessions.Weekdays("exchange", (9, 17));

    private static readonly DateTimeOffset Close = TestMarket.Monday.AddHours(5);

    private readonly TestMarket market = new TestMarket().Add(Exchange);

    public static TheoryData<Instrument, double, double, double, string> Terms { get; } = new()
    {
        { TestInstruments.Future().In(Exchange, 0.5m, 1.5m), 5_000, 6_000, 18_000, "amounts per contract" },
        { TestInstruments.Stock("ES").In(Exchange, 0.5m, 1.5m), 100, 25, 75, "a rate" },
        { TestInstruments.Cfd("ES").In(Exchange, 0.5m, 1.5m), 1_000, 1_000, 3_000, "leverage" },
        { TestInstruments.Perpetual("ES").In(Exchange, 0.5m, 1.5m), 100_000, 750, 2_250, "tiers" },
        { TestInstruments.Stock("ES").On(TestTerms.UsStock()).In(Exchange, 0.5m, 1.5m), 100, 25, 75, "price steps" },
        { TestInstruments.Stock("ES").On(TestTerms.SizeScaled(0.1m, 0.05m, 0.01m)).In(Exchange, 0.5m, 1.5m), 100, 5.5, 16.5, "scaled" },
    };

    [Theory]
    [MemberData(nameof(Terms))]
    [Trait("Rule", "SESS-001")]
    public void EveryKindOfTerms_IsMultipliedBySession(Instrument instrument, double price, double day, double night, string reason)
    {
        market.Add(instrument).Mark("ES", (decimal)price);
        var scenario = Account(market, RegimePresets.FxRetail).Deposits(10_000_000m).Fills("ES", 1m, (decimal)price);
        var plain = new TestMarket().Add(instrument with { SessionMargin = null }).Mark("ES", (decimal)price);
        var once = MarginCalculator.Evaluate(scenario.Account.Portfolio, scenario.Regime, plain.Set, plain.Now);

        scenario.Figures.InitialMargin.ShouldBe(Amount((decimal)day), reason);
        scenario.Figures.MaintenanceMargin.Amount.ShouldBe(once.MaintenanceMargin.Amount * 0.5m, reason);
        market.Now = Close.AddMinutes(-15);
        scenario.Figures.InitialMargin.ShouldBe(Amount((decimal)night), reason);
        scenario.Figures.MaintenanceMargin.Amount.ShouldBe(once.MaintenanceMargin.Amount * 1.5m, reason);
    }

    [Fact]
    [Trait("Case", "D07")]
    [Trait("Rule", "SESS-001")]
    public void TheTaiwanIndexForTheDay_IsHalfToTheNearestThousand()
    {
        market.Add(TestInstruments.Future("TX", 200m, 83_000m, 64_000m, "TWD").In(Exchange, intraday: 0.5m)
            .InStepsOf(Amount(1_000m, "TWD")));
        var scenario = Account(market.Mark("TX", 20_000m), RegimePresets.Futures, "TWD")
            .Deposits(322_000m, "TWD").Fills("TX", 1m, 20_000m);
        scenario.Figures.InitialMargin.ShouldBe(Amount(42_000m, "TWD"));
        scenario.Figures.MaintenanceMargin.ShouldBe(Amount(32_000m, "TWD"));
        market.Now = Close;
        scenario.Figures.InitialMargin.ShouldBe(Amount(83_000m, "TWD"), "over night the row as it is");
    }

    [Fact]
    [Trait("Case", "D14")]
    [Trait("Rule", "SESS-001")]
    public void ARowWithOvernightMarginAlone_NeedsFortyPercentOfItDuringTheDay()
    {
        market.Add(TestInstruments.Future("ROW", 1m, 540m, 400m).In(Exchange, intraday: 0.4m));
        var scenario = Account(market.Mark("ROW", 100m), RegimePresets.Futures).Deposits(1_000m).Fills("ROW", 1m, 100m);
        (scenario.Figures.InitialMargin, scenario.Figures.MaintenanceMargin).ShouldBe((Amount(216m), Amount(160m)));
        market.Now = Close;
        (scenario.Figures.InitialMargin, scenario.Figures.MaintenanceMargin).ShouldBe((Amount(540m), Amount(400m)));
    }

    [Theory]
    [InlineData(1_200, 500, 1_000, "halves go up")]
    [InlineData(998, 500, 500, "below a half down")]
    [InlineData(400, 500, 500, "never to nothing")]
    [InlineData(1_000, null, 500, "without a step as it is")]
    [Trait("Rule", "SESS-001")]
    public void AmountsPerContract_RoundToTheNearestStep(double amount, int? step, double expected, string reason)
    {
        var initial = amount == 1_200 ? 1_500m : (decimal)amount;
        var future = TestInstruments.Future("F", 1m, initial, 1m).In(Exchange, intraday: 0.5m);
        market.Add(step is { } size ? future.InStepsOf(Amount(size)) : future);
        var scenario = Account(market.Mark("F", 100m), RegimePresets.Futures).Deposits(10_000m).Fills("F", 1m, 100m);
        scenario.Figures.InitialMargin.ShouldBe(Amount((decimal)expected), reason);
    }

    [Fact]
    [Trait("Rule", "SESS-001")]
    public void TheExplanation_NamesTheSessionAndItsFactor()
    {
        market.Add(TestInstruments.Future().In(Exchange, overnight: 1.25m).InStepsOf(Amount(500m)));
        var scenario = Account(market.Mark("ES", 5_000m), RegimePresets.Futures).Deposits(50_000m).Fills("ES", 1m, 5_000m);
        Node().Rule.ShouldBe("MARG-005", "once is as it is");
        market.Now = Close;
        var node = Node();
        node.Rule.ShouldBe("SESS-001");
        node.Amount.ShouldBe(Amount(15_000m));
        node.Details.Where(d => d.Name.StartsWith("session", StringComparison.Ordinal)).Select(d => $"{d.Name} {d.Value}")
            .ShouldBe(["session Overnight", "sessionFactor 1.25", "sessionStep 500.00 USD"]);

        ExplanationNode Node() => ExplanationBuilder.Explain(scenario.Account.Portfolio, scenario.Regime, market.Set, market.Now)
            .Nodes[1].Children[0];
    }

    [Fact]
    [Trait("Rule", "SESS-003")]
    public void WithoutItsCalendar_AnInstrumentHasNoTerms()
    {
        market.Add(TestInstruments.Future().In(TestSessions.Weekdays("elsewhere", (9, 17))));
        var scenario = Account(market.Mark("ES", 5_000m), RegimePresets.Futures).Deposits(50_000m);
        scenario.Refused("ES", 1m).ShouldContain(Rejection.Unpriced);
        scenario.Fills("ES", 1m, 5_000m);
        scenario.Figures.Status.ShouldBe(PricingStatus.TermsMissing);
    }

    [Fact]
    [Trait("Rule", "SESS-003")]
    public void TheSwitch_IsDueByItself_AndCallsOnce()
    {
        market.Add(TestInstruments.Future().In(Exchange, overnight: 2m, weekend: 3m));
        var scenario = Account(market.Mark("ES", 5_000m), RegimePresets.Futures).Deposits(12_000m).Fills("ES", 1m, 5_000m);
        var at = AccountDue.Next(scenario.Account, market.Set, market.Now).ShouldNotBeNull();
        at.ShouldBe(Close.AddMinutes(-15));
        scenario.WhenAt(at.AddTicks(-1)).ThenNothing();
        scenario.WhenAt(at).Then<AccountEvent.CallOpened>(e => e.Call.AmountDue.ShouldBe(Amount(12_000m)));
        scenario.WhenTimePasses(TimeSpan.FromMinutes(5)).ThenNothing();
        AccountDue.Next(scenario.Account, market.Set, market.Now).ShouldNotBeNull()
            .ShouldBe(Close.AddHours(15), "a reminder of the call, an hour before the opening");
        scenario.WhenAt(Close.AddHours(16)).Then<AccountEvent.CallMet>();
    }

    [Fact]
    [Trait("Rule", "SESS-003")]
    public void OrdersLimitsAndLiquidationPrices_GoByTheSession()
    {
        market.Add(TestInstruments.Future().In(Exchange, overnight: 2m));
        var scenario = Account(market.Mark("ES", 5_000m), RegimePresets.Futures).Deposits(30_000m);
        scenario.Checked("ES", 1m).LargestQuantity.ShouldBe(new Quantity(2m));
        scenario.Fills("ES", 1m, 5_000m);
        var line = LiquidationPrice.LineOf(scenario.Regime)!;
        var byDay = LiquidationPrice.Of(scenario.Account.Portfolio, scenario.Regime, line, new("ES"), market.Set, market.Now).Price!.Value;
        market.Now = Close;
        scenario.Checked("ES", 1m).LargestQuantity.ShouldBe(new Quantity(0m));
        var byNight = LiquidationPrice.Of(scenario.Account.Portfolio, scenario.Regime, line, new("ES"), market.Set, market.Now).Price!.Value;
        byNight.CompareTo(byDay).ShouldBeGreaterThan(0);
    }

    [Fact]
    [Trait("Rule", "SESS-001")]
    public void AnIsolatedPosition_PutsAsideByTheSession()
    {
        market.Add(TestInstruments.Perpetual("P").In(Exchange, overnight: 2m)).Mark("P", 1_000m);
        var scenario = Account(market, RegimePresets.CryptoPerpetual).Deposits(1_000m);
        market.Now = Close;
        scenario.Isolates("P", 1m, 1_000m);
        scenario.Account.Buckets[0].Portfolio.Balances.ShouldBe([Amount(20m)]);
    }
}
