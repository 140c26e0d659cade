using MarginGrains.Core.Accounts;
using MarginGrains.Core.Regimes;
using MarginGrains.Testing.Core;
using static MarginGrains.Testing.Core.Given;

namespace MarginGrains.Core.Tests.Guards;

/// <summary>Guards on the rates of other currencies, computed by hand.</summary>
[Trait("Rule", "GARD-003")]
[Trait("Rule", "GARD-004")]
public class GuardRateTests
{
    private readonly TestMarket market = new TestMarket()
        .Add(TestInstruments.Future("FDAX", 25m, 30_000m, 27_000m, "EUR"), TestInstruments.Pair("EURUSD"))
        .Add(TestInstruments.Pair("USDJPY"), TestInstruments.Pair("EURJPY"))
        .Mark("FDAX", 16_000m).Mark("EURUSD", 1.25m).Mark("USDJPY", 200m);

    /// 2,000 dollars cover 1,000 euros that are owed up to a rate of 2.
    [Fact]
    public void ABalanceThatIsOwed_IsWatchedToTheRateAtWhichNothingIsLeft()
    {
        var scenario = Account(market, RegimePresets.FxRetail).Deposits(2_000m);
        scenario.WhenTransferring(TransferKind.Fee, 1_000m, "EUR").Decision.Refusal.ShouldBeNull();
        scenario.Band("EURUSD").High.ShouldBeAtOrJustBelow(2m, 0.001m);
        scenario.At("EURUSD", 2m).ShouldBeEmpty();
        scenario.At("EURUSD", 2.0001m).ShouldContain("DeficitRecorded");
    }

    /// 2,000 dollars cover 300,000 yen down to 150 yen a dollar: the rate is one divided by the price, and bends.
    [Fact]
    public void ABalanceOfAnInvertedPair_IsWatchedFromItsOtherSide()
    {
        var scenario = Account(market, RegimePresets.FxRetail).Deposits(2_000m);
        scenario.WhenTransferring(TransferKind.Fee, 300_000m, "JPY").Decision.Refusal.ShouldBeNull();
        scenario.Band("USDJPY").Low.ShouldBeAtOrJustAbove(150m, 1m);
        scenario.At("USDJPY", 150m).ShouldBeEmpty();
        scenario.At("USDJPY", 149.99m).ShouldContain("DeficitRecorded");
    }

    /// <summary>
    /// 50,000 dollars behind a contract of 25 euros a point that is warned below 27,810 euros: both prices at their worse end by the
    /// same share x, 40,000 = (1 + x) (400,000 x + 27,810), which is 2.7773 %.
    /// </summary>
    [Fact]
    public void AContractInEuros_IsWatchedTogetherWithTheRate()
    {
        var scenario = Account(market, RegimePresets.Futures).Deposits(50_000m).Fills("FDAX", 1m, 16_000m);
        const decimal Share = 0.027772771m;
        scenario.Band("FDAX").Low.ShouldBeAtOrJustAbove(16_000m * (1m - Share), 16_000m * Share / 16m);
        scenario.Band("EURUSD").High.ShouldBeAtOrJustBelow(1.25m * (1m + Share), 1.25m * Share / 16m);

        // Both at once at the edge change nothing; both beyond it warn, the worst corner is a real one.
        market.Mark("EURUSD", scenario.Band("EURUSD").High!.Value.Value);
        scenario.At("FDAX", 16_000m * (1m - Share) + 0.1m).ShouldBeEmpty();
        market.Mark("EURUSD", 1.25m * (1m + Share));
        scenario.At("FDAX", 16_000m * (1m - Share) - 0.1m).ShouldBe(["WarningRaised"]);
    }

    /// The pair is held and converts: a short of 10,000 euros beside 5,000 euros of cash is watched as if both moved apart.
    [Fact]
    public void APriceInTwoRoles_IsWatchedAsTwo()
    {
        var scenario = Account(market, RegimePresets.FxRetail).Deposits(5_000m, "EUR").Fills("EURUSD", -100_000m, 1.25m);
        var band = scenario.Band("EURUSD");
        scenario.At("EURUSD", band.High!.Value.Value).ShouldBeEmpty();
        scenario.At("EURUSD", band.Low!.Value.Value).ShouldBeEmpty();

        // Equity is 6,250 and moves by −95,000 a unit up, used margin by 1/30 of the notional: warned at 85 % of it.
        var line = 125_000m / (95_000m + 100_000m / 30m * 0.85m);
        band.High.ShouldBeAtOrJustBelow(line, 0.01m);
        scenario.At("EURUSD", line + 0.0001m).ShouldBe(["WarningRaised"]);
    }

    [Fact]
    [Trait("Rule", "GARD-009")]
    public void ARateWithoutAMark_IsWatchedForAnyPrice_AndWhatIsHeldForNone()
    {
        var scenario = Account(market, RegimePresets.Futures, "JPY").Deposits(5_000_000m, "JPY").Fills("FDAX", 1m, 16_000m);
        scenario.Account.IsFillUnjudged.ShouldBeTrue("there is no rate yet");
        market.Mark("EURJPY", 250m);
        scenario.WhenAssessed();
        scenario.Guard.IsNarrow.ShouldBeFalse();
        scenario.Band("EURJPY").Low.ShouldNotBeNull();
    }
}
