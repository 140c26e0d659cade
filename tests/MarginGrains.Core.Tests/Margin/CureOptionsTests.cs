using System.Collections.Immutable;
using MarginGrains.Core.Margin;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;
using MarginGrains.Testing.Core;
using static MarginGrains.Testing.Core.Given;

namespace MarginGrains.Core.Tests.Margin;

public class CureOptionsTests
{
    private static readonly RegimeLine Maintenance = new(Measure.EquityToMaintenance, Comparator.Below, Ratio.One);

    private static readonly CallRule ToMaintenance = new() { Trigger = Maintenance, Restores = CallTarget.Maintenance };

    private readonly TestMarket market = new TestMarket()
        .Add(TestInstruments.Stock(), TestInstruments.Future(), TestInstruments.Pair("EURUSD"))
        .Mark("ACME", 35m).Mark("ES", 5_000m).Mark("EURUSD", 1.25m);

    [Fact]
    [Trait("Rule", "CURE-001")]
    public void ADepositThatNoLongerSuffices_IsRaisedToWhatDoes()
    {
        Options(Held(-5_100m, "ACME", 200m), 100m)[0].Amount.ShouldBe(Amount(200m), "another hundred was lost since the notice");
        Options(Held(-5_000m, "ACME", 200m), 100.001m)[0].Amount.ShouldBe(Amount(100.01m), "up to the cent");
    }

    [Fact]
    [Trait("Rule", "CURE-001")]
    public void WhereTheLineItselfIsCrossed_ADepositGoesACentBeyond()
    {
        var rule = ToMaintenance with
        {
            Restores = CallTarget.ClearLevel,
            ClearLevel = Maintenance with { Comparator = Comparator.AtOrBelow },
        };
        Options(Held(-5_000m, "ACME", 200m), 100m, rule)[0].Amount.ShouldBe(Amount(100.01m));
    }

    [Fact]
    [Trait("Rule", "CURE-001")]
    public void WhenAPriceHasCuredAlready_OnlyThePaymentIsLeft()
    {
        Options(Held(-4_000m, "ACME", 200m), 100m).ShouldHaveSingleItem().Amount.ShouldBe(Amount(100m));
        Options(Held(-5_000m, "ACME", 200m), 0m).ShouldBeEmpty("nothing is due");
    }

    [Fact]
    [Trait("Rule", "CURE-001")]
    public void WithoutFigures_NoWayOutIsNamed()
    {
        market.Add(TestInstruments.Stock("DARK"));
        Options(Held(-5_000m, "DARK", 200m), 100m).ShouldBeEmpty();
    }

    [Fact]
    [Trait("Rule", "CURE-002")]
    public void OfAFuture_NothingCanBeTransferredIn()
    {
        var options = Options(Held(20_000m, "ES", 2m, 5_010m), 1_000m);
        options.Select(o => o.Kind).ShouldBe([CureWay.Deposit, CureWay.Reduce]);
        options[0].Amount.ShouldBe(Amount(3_000m), "22,000 are needed, 19,000 are there");
        options[1].ShouldBe(
            new(CureWay.Reduce, new("ES"), Amount(250_000m), new(-1m)) { ValueAtRate = Amount(22_727.27m) });
    }

    [Fact]
    [Trait("Rule", "CURE-002")]
    public void ASecurityThatNeedsAllItsValue_CuresNothing()
    {
        market.Add(TestInstruments.Stock(initial: 1m, maintenance: 1m));
        Options(Held(-100m, "ACME", 200m), 100m).Select(o => o.Kind).ShouldBe([CureWay.Deposit, CureWay.Reduce]);
        CureRates.Securities(Amount(100m), Ratio.One).ShouldBeNull();
        CureRates.Reduction(Amount(100m), default).ShouldBeNull();
    }

    [Fact]
    [Trait("Rule", "CURE-003")]
    public void AShort_IsBoughtBack()
    {
        var options = Options(Held(9_000m, "ACME", -200m), 100m);
        options.Select(o => o.Kind).ShouldBe([CureWay.Deposit, CureWay.Reduce]);
        options[1].Quantity.ShouldBe(new Quantity(10m));
    }

    [Fact]
    [Trait("Rule", "CURE-003")]
    public void WhatDoesNotHelpEvenAsAWhole_IsLeftOut()
    {
        market.Add(TestInstruments.Stock("SMALL")).Mark("SMALL", 1m);
        var portfolio = new Portfolio(new("USD"), [Amount(-5_100m)],
            [new(new("ACME"), new(200m), new(50m)), new(new("SMALL"), new(10m), new(1m))]);
        Options(portfolio, 193m).Select(o => (o.Kind, o.Symbol?.Value)).ShouldBe(
            [(CureWay.Deposit, null), (CureWay.Securities, "ACME"), (CureWay.Securities, "SMALL"), (CureWay.Reduce, "ACME")]);
    }

    [Fact]
    [Trait("Rule", "CURE-003")]
    public void TheLastPartOfALot_GoesWithTheRest()
    {
        market.Add(TestInstruments.Stock() with { LotSize = new(100m) });
        Options(Held(-7_500m, "ACME", 250m, 35m), 1_375m)[^1].Quantity.ShouldBe(new Quantity(-200m));
        Options(Held(-8_740m, "ACME", 250m, 35m), 2_615m)[^1].Quantity.ShouldBe(new Quantity(-250m));
    }

    private static Portfolio Held(decimal cash, string symbol, decimal quantity, decimal price = 50m) =>
        new(new("USD"), [Amount(cash)], [new(new(symbol), new(quantity), new(price))]);

    private ImmutableArray<CureOption> Options(Portfolio portfolio, decimal due, CallRule? rule = null) =>
        CureOptions.Of(Amount(due), rule ?? ToMaintenance, portfolio, RegimePresets.UsRegT, market.Set, market.Now);
}
