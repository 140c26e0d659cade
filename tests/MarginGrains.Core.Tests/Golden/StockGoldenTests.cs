using MarginGrains.Core.Accounts;
using MarginGrains.Core.Calls;
using MarginGrains.Core.Regimes;
using MarginGrains.Testing.Core;
using static MarginGrains.Testing.Core.Given;

namespace MarginGrains.Core.Tests.Golden;

public class StockGoldenTests
{
    private readonly TestMarket market = new TestMarket().Add(TestInstruments.Stock(), TestInstruments.Etf());

    [Fact]
    [Trait("Case", "U01")]
    public void ALoanOfHalf_AfterAFallOfThirtyPercent_IsCalledForBothSums()
    {
        var scenario = Account(market.Mark("ACME", 100m), RegimePresets.UsRegT).Deposits(50_000m).Fills("ACME", 1000m, 100m);
        scenario.Figures.MarketValue.ShouldBe(Amount(100_000m));
        scenario.Figures.Loan.ShouldBe(Amount(50_000m));
        scenario.Figures.InitialMargin.ShouldBe(Amount(50_000m));
        scenario.Figures.MaintenanceMargin.ShouldBe(Amount(30_000m));
        scenario.Account.Stage.ShouldBe(Stage.Healthy);

        var call = scenario.WhenMarked("ACME", 70m).Then(typeof(AccountEvent.CallOpened)).Event<AccountEvent.CallOpened>().Call;

        scenario.Figures.Equity.ShouldBe(Amount(20_000m));
        decimal.Round(scenario.Figures.RatioOf(Measure.EquityToMarketValue)!.Value.Value, 4).ShouldBe(0.2857m);
        scenario.Figures.MaintenanceMargin.ShouldBe(Amount(21_000m));
        scenario.Figures.InitialMargin.ShouldBe(Amount(35_000m));
        call.AmountDue.ShouldBe(Amount(1_000m));
        call.Basis.ShouldBe(CallBasis.Maintenance);
        call.AmountToInitial.ShouldBe(Amount(15_000m));
    }

    [Fact]
    [Trait("Case", "U01")]
    public void TheSameLoan_UnderARegimeThatRestoresInitial_IsCalledForTheLargerSum()
    {
        var regime = RegimePresets.UsRegT with { Id = new("to-initial") };
        regime = regime with { Calls = [regime.Calls[0] with { Restores = CallTarget.Initial }] };
        var scenario = Account(market.Mark("ACME", 100m), regime).Deposits(50_000m).Fills("ACME", 1000m, 100m);
        var call = scenario.WhenMarked("ACME", 70m).Event<AccountEvent.CallOpened>().Call;
        call.AmountDue.ShouldBe(Amount(15_000m));
        call.Basis.ShouldBe(CallBasis.Initial);
    }

    [Fact]
    [Trait("Case", "U02")]
    public void AQuarterOfEquity_IsFiveHundredShort()
    {
        var scenario = Account(market.Mark("ACME", 150m), RegimePresets.UsRegT).Deposits(7_500m).Fills("ACME", 100m, 150m);
        var call = scenario.WhenMarked("ACME", 100m).Event<AccountEvent.CallOpened>().Call;
        scenario.Figures.MarketValue.ShouldBe(Amount(10_000m));
        scenario.Figures.Loan.ShouldBe(Amount(7_500m));
        scenario.Figures.Equity.ShouldBe(Amount(2_500m));
        scenario.Figures.RatioOf(Measure.EquityToMarketValue).ShouldBe(new(0.25m));
        scenario.Figures.MaintenanceMargin.ShouldBe(Amount(3_000m));
        scenario.Figures.ExcessLiquidity.ShouldBe(Amount(-500m));
        call.AmountDue.ShouldBe(Amount(500m));
    }

    [Theory]
    [InlineData(0, 0, Stage.Call, "does nothing")]
    [InlineData(199.99, 0, Stage.Call, "deposits a cent too little")]
    [InlineData(200, 0, Stage.Warning, "deposits what is due: 4,200 of 4,200")]
    [InlineData(0, 9, Stage.Call, "sells 630: 4,011 are still needed")]
    [InlineData(0, 10, Stage.Warning, "sells 700 and repays: 3,990 are needed")]
    [Trait("Case", "U03")]
    public void BothWaysOutOfACall_AreOpen(decimal deposited, decimal sold, Stage stage, string reason)
    {
        var scenario = Account(market.Mark("FUND", 100m), RegimePresets.UsRegT).Deposits(10_000m).Fills("FUND", 200m, 100m);
        scenario.Figures.Loan.ShouldBe(Amount(10_000m));
        scenario.WhenMarked("FUND", 70m).ThenStage(Stage.Call);
        scenario.Figures.MarketValue.ShouldBe(Amount(14_000m));
        scenario.Figures.Equity.ShouldBe(Amount(4_000m));
        decimal.Round(scenario.Figures.RatioOf(Measure.EquityToMarketValue)!.Value.Value, 4).ShouldBe(0.2857m);

        if (deposited > 0m) scenario.Deposits(deposited);
        if (sold > 0m) scenario.Fills("FUND", -sold, 70m);

        scenario.Account.Stage.ShouldBe(stage, reason);
    }

    [Fact]
    [Trait("Case", "A02")]
    public void AFallToThirtyFive_IsAHundredShort()
    {
        var scenario = Account(market.Mark("ACME", 50m), RegimePresets.UsRegT).Deposits(5_000m).Fills("ACME", 200m, 50m);
        scenario.WhenMarked("ACME", 35.72m).ThenNo<AccountEvent.CallOpened>();
        scenario.WhenMarked("ACME", 35m).Event<AccountEvent.CallOpened>().Call.AmountDue.ShouldBe(Amount(100m));
        scenario.Fills("ACME", -10m, 35m).Account.Call.ShouldBeNull("2,000 of 6,650 are 30.08 %");
    }

    [Theory]
    [InlineData(0.25, 0, "3,000 of 4,000")]
    [InlineData(0.30, 0, "3,600 of 4,000")]
    [InlineData(0.40, 800, "4,800 of 4,000")]
    [Trait("Case", "A08")]
    public void AThirdOfEquity_IsCalledOnlyAtTheHouseRateOfForty(decimal maintenance, decimal due, string reason)
    {
        market.Add(TestInstruments.Stock(maintenance: maintenance));
        var scenario = Account(market.Mark("ACME", 16m), RegimePresets.UsRegT).Deposits(8_000m).Fills("ACME", 1000m, 16m);
        scenario.WhenMarked("ACME", 12m);
        scenario.Figures.Equity.ShouldBe(Amount(4_000m));
        (scenario.Account.Call?.AmountDue ?? Amount(0m)).ShouldBe(Amount(due), reason);
    }
}
