using MarginGrains.Core.Accounts;
using MarginGrains.Core.Regimes;
using MarginGrains.Testing.Core;
using static MarginGrains.Testing.Core.Given;

namespace MarginGrains.Core.Tests.Guards;

/// <summary>
/// Guards computed by hand. Where slack is linear the edge is the line itself, less what all parts could round; one tick beyond the
/// line something happens, so that no guard is narrower than it has to be.
/// </summary>
[Trait("Rule", "GARD-002")]
[Trait("Rule", "GARD-003")]
[Trait("Rule", "GARD-004")]
public class GuardEdgeTests
{
    private readonly TestMarket market = new TestMarket()
        .Add(TestInstruments.Future(), TestInstruments.Cfd("GOLD", multiplier: 1m, leverage: 20m), TestInstruments.Perpetual())
        .Add(TestInstruments.Stock(), TestInstruments.Stock("PENNY").On(TestTerms.UsStock()))
        .Mark("ES", 4_000m).Mark("GOLD", 200m).Mark("BTCPERP", 60_000m).Mark("ACME", 100m).Mark("PENNY", 3m);

    /// Equity is 15,000 ± 50 a point; it is warned below 1.03 × 11,000 = 11,330, which is 73.4 points away.
    [Theory]
    [InlineData(1, 3_926.6)]
    [InlineData(-1, 4_073.4)]
    public void OneFuture_IsWatchedToItsWarningLine(int contracts, double line)
    {
        var scenario = Account(market, RegimePresets.Futures).Deposits(15_000m).Fills("ES", contracts, 4_000m);
        var band = scenario.Band("ES");
        var (near, far) = contracts > 0 ? (band.Low, band.High) : (band.High, band.Low);
        if (contracts > 0) near.ShouldBeAtOrJustAbove((decimal)line, 0.01m);
        else near.ShouldBeAtOrJustBelow((decimal)line, 0.01m);
        far.ShouldBeNull("a way that hurts nothing has no end");
        scenario.At("ES", Math.Round((decimal)line * 4m) / 4m + contracts * 0.25m).ShouldBeEmpty();
        scenario.At("ES", Math.Round((decimal)line * 4m) / 4m - contracts * 0.25m).ShouldBe(["WarningRaised"]);
        scenario.At("ES", contracts > 0 ? 1_000_000m : 0.25m).ShouldBeEmpty();
    }

    /// Long 100, short 60, the larger side needs margin: 1,200 + 40 (p − 200) against 85 % of 100 p ÷ 20 leaves p = 6,800 ÷ 35.75.
    [Fact]
    public void BothSides_AreWatchedByWhatTheyComeToTogether()
    {
        var scenario = Account(market, RegimePresets.FxRetail).Deposits(1_200m)
            .Fills("GOLD", 100m, 200m).Hedges("GOLD", -60m, 200m);
        scenario.Band("GOLD").Low.ShouldBeAtOrJustAbove(6_800m / 35.75m, 0.02m);
        scenario.At("GOLD", 190.22m).ShouldBeEmpty();
        scenario.At("GOLD", 190.20m).ShouldBe(["WarningRaised"]);
    }

    /// Maintenance bends at a notional of 50,000, beyond the bend it is half a percent: p − 49,500 = 1.5 × 0.005 p.
    [Fact]
    public void Tiers_AreWatchedBeyondTheirBend()
    {
        var scenario = Account(market, RegimePresets.CryptoPerpetual).Deposits(10_500m).Fills("BTCPERP", 1m, 60_000m);
        var line = 49_500m / 0.9925m;
        scenario.Band("BTCPERP").Low.ShouldBeAtOrJustAbove(line, 5m);
        scenario.At("BTCPERP", line + 1m).ShouldBeEmpty();
        scenario.At("BTCPERP", line - 1m).ShouldBe(["WarningRaised"]);
    }

    /// Below 2.50 the whole price is maintenance: 1,000 p − 800 of equity are short of 1,000 p at once.
    [Fact]
    [Trait("Rule", "GARD-006")]
    public void APriceStep_EndsTheBox_AtItsPrice()
    {
        var scenario = Account(market, RegimePresets.UsRegT).Deposits(2_200m).Fills("PENNY", 1_000m, 3m);
        scenario.Band("PENNY").Low!.Value.Value.ShouldBe(2.50m);
        scenario.At("PENNY", 2.50m).ShouldBeEmpty();
        scenario.At("PENNY", 2.49m).ShouldContain("CallOpened");

        // Above, the next step is one for what is short; the box ends there though a long has no part in it.
        scenario.Band("PENNY").High!.Value.Value.ShouldBe(5m - 0.000_000_000_001m);
    }

    /// All in one share: 20 % of what is above 80 % of the whole come on top, 540 a point of initial: 1,000 p − 40,000 = 540 p.
    [Fact]
    public void Concentration_IsPartOfTheSlack()
    {
        var scenario = Account(market, RegimePresets.HkHouse).Deposits(60_000m).Fills("ACME", 1_000m, 100m);
        scenario.Figures.InitialMargin.Amount.ShouldBe(54_000m);
        scenario.Band("ACME").Low.ShouldBeAtOrJustAbove(40_000m / 0.46m / 1_000m, 0.01m);
        scenario.At("ACME", 86.97m).ShouldBeEmpty();
        scenario.At("ACME", 86.95m).ShouldBe(["WarningRaised"]);
    }

    /// 160,000 + 1,000 (a − q) against 500 (a + q): both at their worse end by x, a at 70 and q at 130, no surcharge due before 160.
    [Fact]
    public void TwoShares_AreWatchedApart_AndASurchargeThatIsNotDueTakesNothingAway()
    {
        market.Add(TestInstruments.Stock("OTHER")).Mark("OTHER", 100m);
        var scenario = Account(market, RegimePresets.HkHouse).Deposits(160_000m)
            .Fills("ACME", 1_000m, 100m).Fills("OTHER", -1_000m, 100m);
        scenario.Band("ACME").Low.ShouldBeAtOrJustAbove(70m, 0.01m);
        scenario.Band("OTHER").High.ShouldBeAtOrJustBelow(130m, 0.01m);
        market.Mark("OTHER", 129.99m);
        scenario.At("ACME", 70.01m).ShouldBeEmpty();
        market.Mark("OTHER", 130.01m);
        scenario.At("ACME", 69.99m).ShouldBe(["WarningRaised"]);
    }

    /// Called at 10,750 for 1,250: cleared at 12,000, told again below 12,000 − 1.25 × 1,250.
    [Fact]
    public void AnOpenCall_IsWatchedFromItsClearLevelToWhatIsToldNext()
    {
        var scenario = Account(market, RegimePresets.Futures).Deposits(11_500m).Fills("ES", 1m, 4_000m);
        scenario.WhenMarked("ES", 3_985m).Then<AccountEvent.CallOpened>();
        scenario.Account.Call!.AmountDue.Amount.ShouldBe(1_250m);
        ShouldReachAsFarUpAsDown(scenario, 3_985m);
        scenario.Band("ES").Low.ShouldBeAtOrJustAbove(3_978.75m, 0.01m);
        scenario.At("ES", 3_979m).ShouldBeEmpty();
        scenario.At("ES", 3_978.50m).ShouldBe(["CallIncreased"]);

        scenario.WhenMarked("ES", 4_005m).Decision.Events.ShouldBeEmpty();
        ShouldReachAsFarUpAsDown(scenario, 4_005m);
        scenario.Band("ES").High.ShouldBeAtOrJustBelow(4_010m, 0.01m);
        scenario.At("ES", 4_009.75m).ShouldBeEmpty();
        scenario.At("ES", 4_010m).ShouldContain("CallMet");
    }

    /// Warned at 11,325: cleared at 1.05 × 11,000 = 11,550, called below 11,000.
    [Fact]
    public void AWarnedAccount_IsWatchedFromItsClearLevelToItsCall()
    {
        var scenario = Account(market, RegimePresets.Futures).Deposits(15_000m).Fills("ES", 1m, 4_000m);
        scenario.WhenMarked("ES", 3_926.5m).Then<AccountEvent.WarningRaised>();
        ShouldReachAsFarUpAsDown(scenario, 3_926.5m);
        scenario.Band("ES").High.ShouldBeAtOrJustBelow(3_931m, 0.01m);
        scenario.At("ES", 3_930.75m).ShouldBeEmpty();
        scenario.At("ES", 3_931m).ShouldBe(["WarningCleared"]);

        scenario.WhenMarked("ES", 3_922m).Decision.Events.ShouldBeEmpty();
        ShouldReachAsFarUpAsDown(scenario, 3_922m);
        scenario.Band("ES").Low.ShouldBeAtOrJustAbove(3_920m, 0.01m);
        scenario.At("ES", 3_920m).ShouldBeEmpty();
        scenario.At("ES", 3_919.75m).ShouldContain("CallOpened");
    }

    /// 700 of its own for 1 at 60,000 in the second tier: 700 + p − 60,000 = 0.01 p − 250.
    [Fact]
    public void AnIsolatedBucket_IsWatchedToItsLiquidation_WhateverTheRestHas()
    {
        var scenario = Account(market, RegimePresets.CryptoPerpetual).Deposits(50_000m).Isolates("BTCPERP", 1m, 60_000m);
        scenario.Account.Buckets.ShouldHaveSingleItem().Portfolio.Balance(new("USD")).Amount.ShouldBe(700m);
        var line = 59_050m / 0.99m;
        scenario.Band("BTCPERP").Low.ShouldBeAtOrJustAbove(line, 1m);
        scenario.At("BTCPERP", line + 0.5m).ShouldBeEmpty();
        scenario.At("BTCPERP", line - 0.5m).ShouldContain("LiquidationStarted");
    }

    /// Twice the margin from 16:45 on: what would be short then, below 22,000, is told four hours ahead.
    [Fact]
    [Trait("Rule", "GARD-008")]
    public void BeforeASessionSwitch_TheFiguresOfThenAreWatched()
    {
        var hours = TestSessions.Weekdays("hours", (9, 17));
        var regime = RegimePresets.Futures with { SessionWarning = TimeSpan.FromHours(4) };
        market.Add(hours).Add(regime).Add(TestInstruments.Future().In(hours, overnight: 2m));
        var scenario = Account(market, regime).Deposits(30_000m).Fills("ES", 1m, 4_000m);
        scenario.Band("ES").Low.ShouldBeAtOrJustAbove(3_626.6m, 0.01m);
        var warns = TestMarket.Monday.AddHours(0.75);
        scenario.Guard.DueAt.ShouldBe(warns);

        scenario.WhenAt(warns).Decision.Events.ShouldBeEmpty();
        scenario.Band("ES").Low.ShouldBeAtOrJustAbove(3_840m, 0.01m);
        scenario.At("ES", 3_840m).ShouldBeEmpty();
        scenario.At("ES", 3_839.75m).ShouldBe(["WarningRaised"]);
    }

    /// <summary>
    /// 36,000 of collateral at most, reached at 120: 100 short and 300 pledged gain 170 a point up to there and lose 130 beyond. What
    /// is called at 100 recovers from 100.59 to 145.38, in the midst of a box at whose ends it is called.
    /// </summary>
    [Fact]
    public void ACalledAccount_WhoseCappedCollateralIsAlsoShort_IsWokenWhereItRecovers()
    {
        var regime = RegimePresets.UsRegT with
        {
            Id = new("pledged"), Collateral = [new(new("ACME"), default) { MaximumValue = 36_000m }],
            Calls = [RegimePresets.UsRegT.Calls[0] with { IncreaseStep = null }],
        };
        var scenario = Account(market.Add(regime), regime).Deposits(1_000m).Fills("ACME", -100m, 100m);
        scenario.WhenMovingCollateral("c", "ACME", 300m).Decision.Refusal.ShouldBeNull();
        scenario.WhenTransferring(TransferKind.Fee, 28_100m).Then<AccountEvent.CallOpened>();
        scenario.Guard.IsNarrow.ShouldBeFalse();
        // Short and pledged are each taken at their better end: 430 a point instead of 170.
        scenario.Band("ACME").High.ShouldBeAtOrJustBelow(100m + 100m / 430m, 0.01m);
        scenario.At("ACME", 100.58m).ShouldBeEmpty();
        scenario.At("ACME", 100.59m).ShouldContain("CallMet");
        scenario.At("ACME", 145.39m).ShouldBeEmpty();
        scenario.At("ACME", 500m).ShouldBeEmpty();
    }

    /// Both ends move by one share of the price, as long as either line allows.
    private static void ShouldReachAsFarUpAsDown(AccountScenario scenario, decimal mark)
    {
        var band = scenario.Band("ES");
        (band.High!.Value.Value - mark).ShouldBe(mark - band.Low!.Value.Value, 0.000_000_001m);
    }
}
