using MarginGrains.Core.Accounts;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Regimes;
using MarginGrains.Testing.Core;
using static MarginGrains.Testing.Core.Given;

namespace MarginGrains.Core.Tests.Guards;

/// <summary>Edges of stops, exactly: at its price a stop triggers, a whole step further one that trails moves.</summary>
[Trait("Rule", "GARD-007")]
public class GuardStopTests
{
    private const decimal Least = 0.000_000_000_001m;

    private readonly TestMarket market = new TestMarket()
        .Add(TestInstruments.Cfd("GOLD", multiplier: 1m, leverage: 20m) with { TickSize = new(0.01m) })
        .Quote("GOLD", 199.95m, 200.05m);

    [Theory]
    [InlineData(true, 190.0)]
    [InlineData(false, 210.0)]
    public void AStop_IsAnEdgeOfWhatClosesIt(bool isLong, double price)
    {
        var (stop, sign) = ((decimal)price, isLong ? 1m : -1m);
        var scenario = Account(market, RegimePresets.FxRetail).Deposits(50_000m).Fills("GOLD", 100m * sign, 200m)
            .Stops("s", "GOLD", isLong, stop);
        var band = scenario.Band("GOLD", isLong ? PriceSide.Bid : PriceSide.Ask);
        (isLong ? band.Low : band.High)!.Value.Value.ShouldBe(stop + sign * Least);
        (isLong ? band.High : band.Low).ShouldBeNull();

        // The mark alone triggers nothing, however far it goes; the price that closes does, at the stop exactly.
        scenario.At("GOLD", stop + 0.01m, stop, stop - 0.01m).ShouldBeEmpty();
        scenario.At("GOLD", stop, stop + sign, stop).ShouldBe(["StopTriggered", "StopOrdered"]);
    }

    /// Ten behind 199.95 or 200.05, in steps of a twentieth of that: 0.50.
    [Theory]
    [InlineData(true, 189.95, 200.45)]
    [InlineData(false, 210.05, 199.55)]
    public void ATrailingStop_HasAnEdgeAWholeStepAhead(bool isLong, double price, double moves)
    {
        var sign = isLong ? 1m : -1m;
        var scenario = Account(market, RegimePresets.FxRetail).Deposits(50_000m).Fills("GOLD", 100m * sign, 200m);
        scenario.WhenTrailing("s", "GOLD", isLong, 10m).Then<AccountEvent.StopPlaced>();
        var band = scenario.Band("GOLD", isLong ? PriceSide.Bid : PriceSide.Ask);
        (isLong ? band.Low : band.High)!.Value.Value.ShouldBe((decimal)price + sign * Least);
        (isLong ? band.High : band.Low)!.Value.Value.ShouldBe((decimal)moves - sign * Least);
        var next = (decimal)moves;
        scenario.At("GOLD", next - sign * 0.01m, next, next - sign * 0.01m).ShouldBeEmpty();
        scenario.At("GOLD", next, next, next).ShouldBe(["StopMoved"]);
    }

    /// <summary>
    /// Valued where it could be closed, bought at 200 and worth 199.95: 1,500 + 100 (bid − 200) is warned below 85 % of 100 × mark ÷ 20.
    /// Bid and mark move apart by one share x, the bid down and the mark up: 1,495 − 19,995 x against 850 (1 + x). A short likewise.
    /// </summary>
    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    [Trait("Rule", "GARD-003")]
    public void WhatIsValuedWhereItCouldBeClosed_IsWatchedThereAsWell(int sign)
    {
        var regime = RegimePresets.FxRetail with { Id = new("closing"), Valuation = ValuationPrice.Closing };
        var scenario = Account(market.Add(regime), regime).Deposits(1_500m).Fills("GOLD", 100m * sign, 200m);
        var (mark, closing) = (scenario.Band("GOLD"), scenario.Band("GOLD", sign > 0 ? PriceSide.Bid : PriceSide.Ask));
        var share = 645m / ((sign > 0 ? 19_995m : 20_005m) + 850m);
        mark.High.ShouldBeAtOrJustBelow(200m * (1m + share), 0.02m);
        if (sign > 0) closing.Low.ShouldBeAtOrJustAbove(199.95m * (1m - share), 0.02m);
        else closing.High.ShouldBeAtOrJustBelow(200.05m * (1m + share), 0.02m);

        AtShare(share - 0.0001m).ShouldBeEmpty();
        AtShare(share + 0.0001m).ShouldBe(["WarningRaised"]);

        IReadOnlyList<string> AtShare(decimal by) => scenario.At(
            "GOLD", 199.95m * (1m - sign * by), 200m * (1m + by), 200.05m * (1m + by));
    }

    /// <summary>
    /// 100 short at the ask, 50 pledged at the mark: 16,000 − 10,010 (1 + x) + 5,000 (1 − x) with the ask up and the mark down, and what
    /// is needed at its highest, 3,300 (1 + x), each by itself.
    /// </summary>
    [Fact]
    [Trait("Rule", "GARD-003")]
    public void WhatIsShortAtTheAskAndPledgedAtTheMark_IsWatchedAsTwo()
    {
        var regime = RegimePresets.UsRegT with
        {
            Id = new("closing"), Valuation = ValuationPrice.Closing, Collateral = [new(new("ACME"), default)],
        };
        market.Add(regime).Add(TestInstruments.Stock()).Quote("ACME", 99.90m, 100.10m);
        var scenario = Account(market, regime).Deposits(6_000m).Fills("ACME", -100m, 100m);
        scenario.WhenMovingCollateral("c", "ACME", 50m).Decision.Refusal.ShouldBeNull();
        var (mark, ask) = (scenario.Band("ACME"), scenario.Band("ACME", PriceSide.Ask));
        var share = 7_690m / 18_310m;
        ask.High.ShouldBeAtOrJustBelow(100.10m * (1m + share), 0.02m);
        foreach (var price in new[] { mark.Low!.Value.Value, mark.High!.Value.Value })
        {
            scenario.At("ACME", price, price, ask.Low!.Value.Value).ShouldBeEmpty();
            scenario.At("ACME", price, price, ask.High!.Value.Value).ShouldBeEmpty();
        }
    }
}
