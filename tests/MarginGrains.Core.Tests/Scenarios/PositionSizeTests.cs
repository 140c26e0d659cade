using MarginGrains.Core.Accounts;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;
using MarginGrains.Core.Scenarios;
using MarginGrains.Testing.Core;

namespace MarginGrains.Core.Tests.Scenarios;

/// <summary>The size of a position by what its stop may cost, and the stop of a position by its size.</summary>
public class PositionSizeTests
{
    private static readonly Ratio TwoPercent = new(0.02m);

    private static AccountScenario Trader(Instrument instrument, decimal price, decimal deposit = 10_000m) =>
        Given.Account(new TestMarket().Add(instrument).Mark(instrument.Symbol.Value, price), RegimePresets.FxRetail)
            .Deposits(deposit);

    private static SizeResult Ask(AccountScenario scenario, SizeQuestion question) =>
        PositionSize.Of(scenario.Account, question, scenario.Market.Set, scenario.Market.Now);

    [Fact]
    [Trait("Case", "U13")]
    [Trait("Rule", "SCEN-005")]
    public void OneLotOfEurusd_AtTwoPercent_HasItsStopTwentyPipsAway()
    {
        var result = Ask(Trader(TestInstruments.Pair("EURUSD"), 1.24m), new(new("EURUSD"), true, TwoPercent)
        {
            Quantity = new(100_000m),
        });
        result.RiskAmount.ShouldBe(Given.Amount(200m));
        result.Stop.ShouldBe(new Price(1.2380m));
        (result.Entry.Value - result.Stop!.Value.Value).ShouldBe(0.0020m);
        result.LossAtStop.ShouldBe(Given.Amount(200m));
        result.Binding.ShouldBeNull();
    }

    [Fact]
    [Trait("Case", "U13")]
    [Trait("Rule", "SCEN-004")]
    public void AStopTwentyPipsAway_AtTwoPercent_AllowsOneLot()
    {
        var result = Ask(Trader(TestInstruments.Pair("EURUSD"), 1.24m), new(new("EURUSD"), true, TwoPercent)
        {
            Stop = new(1.2380m),
        });
        (result.Quantity, result.Binding).ShouldBe((new Quantity(100_000m), SizeLimit.Risk));
        result.LossAtStop.ShouldBe(Given.Amount(200m));
    }

    [Fact]
    [Trait("Rule", "SCEN-005")]
    public void AShort_HasItsStopAbove_AndATickFurtherCostsTooMuch()
    {
        var result = Ask(Trader(TestInstruments.Pair("EURUSD"), 1.24m), new(new("EURUSD"), false, TwoPercent)
        {
            Quantity = new(33_000m),
        });
        result.Stop.ShouldBe(new Price(1.24606m));
        result.LossAtStop.ShouldBe(Given.Amount(199.98m));
    }

    [Fact]
    [Trait("Rule", "SCEN-005")]
    public void WhereEvenTheLastPriceLosesLess_NoStopIsNeeded()
    {
        var result = Ask(Trader(TestInstruments.Pair("EURUSD", lot: 1m), 1.24m), new(new("EURUSD"), true, TwoPercent)
        {
            Quantity = new(100m),
        });
        (result.Stop, result.LossAtStop).ShouldBe((null, null));
    }

    [Fact]
    [Trait("Rule", "SCEN-005")]
    public void APairThatConvertsItsOwnGain_CountsTheRateOfTheStop()
    {
        // 10 lots of 1,000 USD: 10,000 × (150 − s) ÷ s = 200 at s = 147.0588…
        var result = Ask(Trader(TestInstruments.Pair("USDJPY") with { TickSize = new(0.001m) }, 150m),
            new(new("USDJPY"), true, TwoPercent) { Quantity = new(10_000m) });
        result.Stop.ShouldBe(new Price(147.059m));
        result.LossAtStop.ShouldBe(Given.Amount(199.99m));
    }

    [Theory]
    [Trait("Rule", "SCEN-004")]
    [InlineData("margin", SizeLimit.Margin, 241_000)]
    [InlineData("leverage", SizeLimit.Leverage, 161_000)]
    [InlineData("position", SizeLimit.PositionLimit, 50_000)]
    [InlineData("notional", SizeLimit.NotionalLimit, 20_000)]
    [InlineData("deal", SizeLimit.DealLimit, 10_000)]
    [InlineData("smallest", SizeLimit.SmallestDeal, 0)]
    [InlineData("halted", SizeLimit.NotAllowed, 0)]
    [InlineData("stop", SizeLimit.Risk, 0)]
    public void TheLimitThatBinds_IsNamed(string which, SizeLimit limit, int quantity)
    {
        var pair = TestInstruments.Pair("EURUSD") with
        {
            InstrumentClass = which == "leverage" ? InstrumentClass.MajorForex : InstrumentClass.None,
            State = which == "halted" ? InstrumentState.ReduceOnly : InstrumentState.Active,
            StateReason = which == "halted" ? "news" : null,
            TradeLimits = which switch
            {
                "position" => new() { MaximumPosition = new(50_000m) },
                "notional" => new() { MaximumNotional = Given.Amount(25_000m) },
                "deal" => new() { MaximumDeal = new(10_000m) },
                "smallest" => new() { MinimumDeal = new(1_000_000m) },
                _ => null,
            },
        };
        var scenario = Trader(pair, 1.24m);
        if (which == "leverage") scenario.Is(ClientClass.Conservative);
        var stop = which == "stop" ? 0.5m : 1.2395m;
        var share = which == "leverage" ? new Ratio(0.5m) : TwoPercent;
        var result = Ask(scenario, new(new("EURUSD"), true, share) { Stop = new(stop) });
        (result.Quantity.Value, result.Binding).ShouldBe((quantity, limit), string.Join(' ', result.Refusals.Select(r => r.Detail)));
    }

    [Fact]
    [Trait("Rule", "SCEN-004")]
    public void WithoutAPrice_ThereIsNoSize()
    {
        var scenario = Trader(TestInstruments.Pair("EURUSD"), 1.24m);
        scenario.Market.Add(TestInstruments.Pair("GBPJPY"));
        Ask(scenario, new(new("GBPJPY"), true, TwoPercent) { Stop = new(1m) }).Refusal!.Code.ShouldBe(Rejection.Unpriced);
        Ask(scenario, new(new("GBPJPY"), true, TwoPercent) { Entry = new(2m), Stop = new(1m) })
            .Refusal!.Code.ShouldBe(Rejection.Unpriced);
        Ask(scenario, new(new("NOPE"), true, TwoPercent) { Stop = new(1m) })
            .Refusal!.Code.ShouldBe(Rejection.InstrumentUnknown);
    }
}
