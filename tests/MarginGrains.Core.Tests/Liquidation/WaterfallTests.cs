using System.Collections.Immutable;
using MarginGrains.Core.Liquidation;
using MarginGrains.Core.Primitives;
using static MarginGrains.Testing.Core.Given;

namespace MarginGrains.Core.Tests.Liquidation;

public class WaterfallTests
{
    private static readonly ImmutableArray<LossLayer> Layers =
    [
        new(LossPayer.Account, Amount(10m)),
        new(LossPayer.LinkedAccount, Amount(-5m)),
        new(LossPayer.InsuranceFund, Amount(1_000m), MostPerEvent: Amount(40m)),
        new(LossPayer.Broker, Amount(20m), MostPerEvent: Amount(50m)),
        new(LossPayer.Socialized, null),
    ];

    [Fact]
    [Trait("Rule", "LIQD-011")]
    public void EachLayer_PaysWhatItCan_BeforeTheNextPaysAnything()
    {
        Paid(Amount(100m)).ShouldBe([10m, 0m, 40m, 20m, 30m]);
        Paid(Amount(50m)).ShouldBe([10m, 0m, 40m, 0m, 0m]);
        Paid(Amount(3.33m)).ShouldBe([3.33m, 0m, 0m, 0m, 0m]);
        Paid(Amount(0m)).ShouldBe([0m, 0m, 0m, 0m, 0m]);
    }

    [Fact]
    [Trait("Rule", "LIQD-011")]
    public void WhatNoLayerPays_IsUncovered()
    {
        var plan = LossWaterfall.Plan(Amount(100m), Layers[..^1]);
        plan.Uncovered.ShouldBe(Amount(30m));
        plan.Shares.Select(s => s.Payer).ShouldBe(Layers[..^1].Select(l => l.Payer));
        LossWaterfall.Plan(Amount(100m), []).Uncovered.ShouldBe(Amount(100m));
    }

    [Fact]
    [Trait("Rule", "LIQD-011")]
    public void EachShare_SaysWhy()
    {
        var plan = LossWaterfall.Plan(Amount(100m), Layers);
        plan.Shares.Select(s => s.Why).ShouldBe(
        [
            "all it has, of 100.00 USD that were left",
            "all it has, of 90.00 USD that were left",
            "the most it pays for one deficit, of 90.00 USD that were left",
            "all it has, of 50.00 USD that were left",
            "all of the 30.00 USD that were left",
        ]);
        LossWaterfall.Plan(Amount(10m), Layers).Shares[1].Why.ShouldBe("nothing was left to pay");
    }

    [Fact]
    [Trait("Rule", "LIQD-011")]
    public void ASurplus_IsNoDeficit() =>
        Should.Throw<ArgumentOutOfRangeException>(() => LossWaterfall.Plan(Amount(-0.01m), Layers));

    [Fact]
    [Trait("Case", "F24")]
    [Trait("Rule", "LIQD-012")]
    public void ASocializedLoss_IsRoundedUpPerUnit()
    {
        var spread = LossSocialization.Spread(Amount(100m), new(new(7m), new(-4m)), new(0.00001m)).ShouldNotBeNull();
        spread.PerUnit.ShouldBe(Amount(9.09091m));
        spread.Collected.ShouldBe(Amount(100.00001m));
        spread.Surplus.ShouldBe(Amount(0.00001m), "what rounding collects is the fund's");
        (spread.ShareOf(new(7m)) + spread.ShareOf(new(-4m))).ShouldBe(spread.Collected);
    }

    [Fact]
    [Trait("Rule", "LIQD-012")]
    public void ALossWithoutUnits_CannotBeSocialized()
    {
        LossSocialization.Spread(Amount(100m), default, new(0.01m)).ShouldBeNull();
        LossSocialization.Spread(Amount(0m), new(new(7m), default), new(0.01m))!.Value.PerUnit.ShouldBe(Amount(0m));
        Should.Throw<ArgumentOutOfRangeException>(() => LossSocialization.Spread(Amount(-1m), new(new(7m), default), new(0.01m)));
    }

    private static IEnumerable<decimal> Paid(Money deficit) => LossWaterfall.Plan(deficit, Layers).Shares.Select(s => s.Amount.Amount);
}
