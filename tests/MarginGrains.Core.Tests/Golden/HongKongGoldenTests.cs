using MarginGrains.Core.Accounts;
using MarginGrains.Core.Calls;
using MarginGrains.Core.Regimes;
using MarginGrains.Testing.Core;
using static MarginGrains.Testing.Core.Given;

namespace MarginGrains.Core.Tests.Golden;

public class HongKongGoldenTests
{
    private readonly TestMarket market = new TestMarket()
        .Add(TestInstruments.Stock("A", "HKD", 0.30m, 0.25m), TestInstruments.Stock("B", "HKD", 0.50m, 0.45m))
        .Mark("A", 100m).Mark("B", 100m);

    [Fact]
    [Trait("Case", "C01")]
    public void BelowMaintenance_IsCalledBackToInitial()
    {
        market.Mark("B", 130m);
        var scenario = Account(market, RegimePresets.HkHouse, "HKD").Deposits(15_350m, "HKD")
            .Fills("A", 50m, 100m).Fills("B", 195m, 130m);
        scenario.Account.Call.ShouldBeNull();

        var call = scenario.WhenMarked("B", 100m).Event<AccountEvent.CallOpened>().Call;

        scenario.Figures.Loan.ShouldBe(Amount(15_000m, "HKD"));
        scenario.Figures.Equity.ShouldBe(Amount(9_500m, "HKD"));
        scenario.Figures.InitialMargin.ShouldBe(Amount(11_250m, "HKD"));
        scenario.Figures.MaintenanceMargin.ShouldBe(Amount(10_025m, "HKD"));
        call.AmountDue.ShouldBe(Amount(1_750m, "HKD"), "to initial margin, not to maintenance margin");
        call.Basis.ShouldBe(CallBasis.Initial);
        call.DueAt.ShouldBe(new(2026, 1, 7, 8, 0, 0, TimeSpan.Zero), "the third trading day with that of the notice");
    }

    [Theory]
    [InlineData(90, Stage.Healthy, true, "safe: 5,000 above 4,500")]
    [InlineData(80, Stage.Healthy, true, "medium: at initial margin")]
    [InlineData(79, Stage.Warning, false, "warning: 3,900 below 3,950, no new positions")]
    [InlineData(67, Stage.Warning, false, "warning: 2,700 above 2,680")]
    [InlineData(66, Stage.Call, false, "danger: 2,600 below 2,640")]
    [Trait("Case", "C06")]
    public void EquityAgainstBothMargins_GivesFourStates(decimal price, Stage stage, bool newRisk, string reason)
    {
        market.Add(TestInstruments.Stock("A", "HKD", 0.50m, 0.40m), TestInstruments.Stock("B", "HKD", 0.50m, 0.40m));
        var scenario = Account(market, RegimePresets.HkHouse, "HKD").Deposits(6_000m, "HKD")
            .Fills("A", 50m, 100m).Fills("B", 50m, 100m);
        market.Mark("A", price);
        scenario.WhenMarked("B", price).ThenStage(stage);
        scenario.Refused("A", 1m).Contains(Rejection.NoNewRisk).ShouldBe(!newRisk, reason);
        scenario.Refused("A", -1m).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(80, 20, 0, "exactly 80 % is not beyond it")]
    [InlineData(90, 10, 200, "1,000 beyond 80 %")]
    [InlineData(100, 0, 400, "2,000 beyond 80 %")]
    [Trait("Rule", "MARG-019")]
    public void OneStockBeyondEightyPercent_NeedsTwentyPercentMore(
        decimal a, decimal b, decimal surcharge, string reason)
    {
        market.Add(TestInstruments.Stock("A", "HKD", 0.50m, 0.40m), TestInstruments.Stock("B", "HKD", 0.50m, 0.40m));
        var scenario = Account(market, RegimePresets.HkHouse, "HKD").Deposits(10_000m, "HKD").Fills("A", a, 100m);
        if (b > 0m) scenario.Fills("B", b, 100m);
        scenario.Figures.InitialMargin.ShouldBe(Amount(5_000m + surcharge, "HKD"), reason);
        scenario.Figures.MaintenanceMargin.ShouldBe(Amount(4_000m + surcharge, "HKD"), reason);
    }

    [Theory]
    [InlineData(50_000, 0, "exactly ten millions")]
    [InlineData(60_000, 400_000, "two millions beyond")]
    [Trait("Rule", "MARG-019")]
    public void AClientBeyondTenMillions_NeedsTwentyPercentMore(decimal each, decimal surcharge, string reason)
    {
        market.Add(TestInstruments.Stock("A", "HKD", 0.50m, 0.40m), TestInstruments.Stock("B", "HKD", 0.50m, 0.40m));
        var scenario = Account(market, RegimePresets.HkHouse, "HKD").Deposits(12_000_000m, "HKD")
            .Fills("A", each, 100m).Fills("B", each, 100m);
        scenario.Figures.InitialMargin.ShouldBe(Amount(each * 100m + surcharge, "HKD"), reason);
        scenario.Figures.MaintenanceMargin.ShouldBe(Amount(each * 80m + surcharge, "HKD"), reason);
    }
}
