using MarginGrains.Core.Accounts;
using MarginGrains.Core.Regimes;
using MarginGrains.Testing.Core;
using static MarginGrains.Testing.Core.Given;

namespace MarginGrains.Core.Tests.Golden;

public class FxGoldenTests
{
    private readonly TestMarket market = new();

    [Theory]
    [InlineData(1.2400, 1000, 1.00, Stage.Healthy, "normal")]
    [InlineData(1.2390, 900, 0.90, Stage.Healthy, "normal")]
    [InlineData(1.2370, 700, 0.70, Stage.Call, "below 75 %: margin call")]
    [InlineData(1.2350, 500, 0.50, Stage.Call, "at the stop-out line, not below it")]
    [InlineData(1.2330, 300, 0.30, Stage.Liquidating, "below 50 %: stop-out")]
    [Trait("Case", "U06")]
    public void MarginLevel_DecidesTheStage(double quote, double equity, double level, Stage stage, string state)
    {
        var scenario = OneLot(1.2400m);
        scenario.Figures.UsedMargin.ShouldBe(Amount(1_000m), "trap: the margin per lot is explicit, not 1,240");

        scenario.WhenMarked("EURUSD", (decimal)quote);

        scenario.Account.Stage.ShouldBe(stage, state);
        scenario.Figures.Equity.ShouldBe(Amount((decimal)equity));
        scenario.Figures.UsedMargin.ShouldBe(Amount(1_000m));
        scenario.Figures.MarginLevel.ShouldBe(new((decimal)level));
    }

    [Fact]
    [Trait("Case", "U06")]
    public void ThroughTheWholeTable_StatesFollowOneAnother()
    {
        var scenario = OneLot(1.2400m);
        scenario.WhenMarked("EURUSD", 1.2400m).ThenNothing();
        scenario.WhenMarked("EURUSD", 1.2390m).ThenNothing();
        scenario.WhenMarked("EURUSD", 1.2370m).Then<AccountEvent.CallOpened>(e => e.Call.AmountDue.ShouldBe(Amount(300m)));
        scenario.WhenMarked("EURUSD", 1.2350m).Then(typeof(AccountEvent.CallIncreased)).ThenStage(Stage.Call);
        scenario.WhenMarked("EURUSD", 1.2330m).Then(
            typeof(AccountEvent.LiquidationStarted), typeof(AccountEvent.LiquidationOrdered));
    }

    [Fact]
    [Trait("Case", "U07")]
    public void ALotOfGold_NeedsSixThousandSevenHundred()
    {
        var scenario = Account(market.Add(TestInstruments.Cfd()).Mark("XAUUSD", 3350m), RegimePresets.FxRetail)
            .Deposits(10_000m).Fills("XAUUSD", 1m, 3350m);
        scenario.Figures.UsedMargin.ShouldBe(Amount(6_700m), "trap: 501 lots in the source");
    }

    [Fact]
    [Trait("Case", "U08")]
    public void AFloatingLoss_LowersEquityAndFreeMargin()
    {
        var scenario = TenThousand(usedMargin: 200m).WhenMarked("EURUSD", 1.0950m).And;
        scenario.Figures.UnrealizedPnl.ShouldBe(Amount(-50m));
        scenario.Figures.UsedMargin.ShouldBe(Amount(200m));
        scenario.Figures.Equity.ShouldBe(Amount(950m));
        scenario.Figures.FreeMargin.ShouldBe(Amount(750m));
    }

    [Theory]
    [InlineData(1.1000, 1_000, 10, "nothing lost yet")]
    [InlineData(1.0800, 800, 8, "a loss of 200")]
    [InlineData(1.0050, 50, 0.5, "a loss of 950")]
    [Trait("Case", "U09")]
    public void AFloatingLoss_LowersTheMarginLevel(double price, double equity, double level, string reason)
    {
        var scenario = TenThousand(usedMargin: 100m).WhenMarked("EURUSD", (decimal)price).And;
        scenario.Figures.Equity.ShouldBe(Amount((decimal)equity), reason);
        scenario.Figures.MarginLevel.ShouldBe(new((decimal)level), reason);
    }

    [Theory]
    [InlineData(10, 10_000, 0.10)]
    [InlineData(50, 2_000, 0.50)]
    [InlineData(100, 1_000, 1.00)]
    [InlineData(200, 500, 2.00)]
    [Trait("Case", "U10")]
    public void Leverage_DividesTheNotionalAndMultipliesTheMove(decimal leverage, decimal margin, decimal share)
    {
        market.Add(TestInstruments.Pair("EURUSD", leverage)).Mark("EURUSD", 1m);
        var scenario = Account(market, RegimePresets.FxRetail).Deposits(20_000m).Fills("EURUSD", 100_000m, 1m);
        scenario.Figures.InitialMargin.ShouldBe(Amount(margin));
        foreach (var (price, move) in new[] { (1.01m, 1_000m), (0.99m, -1_000m) })
        {
            market.Mark("EURUSD", price);
            scenario.Figures.UnrealizedPnl.ShouldBe(Amount(move));
            (Math.Abs(move) / margin).ShouldBe(share);
        }
    }

    [Theory]
    [InlineData(1.1020, 1_700)]
    [InlineData(1.0680, -1_700)]
    [Trait("Case", "U11")]
    public void ClosingALot_RealisesItsGain(double close, double gain)
    {
        market.Add(TestInstruments.Pair("EURUSD")).Mark("EURUSD", 1.0850m);
        var scenario = Account(market, RegimePresets.FxRetail).Deposits(10_000m).Fills("EURUSD", 100_000m, 1.0850m);
        var closed = scenario.WhenFilled(Fill("EURUSD", -100_000m, (decimal)close));
        closed.Then<AccountEvent.FillBooked>(e => e.RealizedPnl.ShouldBe(Amount((decimal)gain)));
        scenario.Account.Portfolio.Balance(new("USD")).ShouldBe(Amount(10_000m + (decimal)gain));
        scenario.Account.Portfolio.IsFlat.ShouldBeTrue();
    }

    private AccountScenario OneLot(decimal entry)
    {
        var pair = TestInstruments.Pair("EURUSD").On(TestInstruments.PerContract(1000m, 500m, unitsPerContract: 100_000m));
        return Account(market.Add(pair).Mark("EURUSD", entry), RegimePresets.FxRetail)
            .Deposits(1_000m).Fills("EURUSD", 100_000m, entry);
    }

    private AccountScenario TenThousand(decimal usedMargin)
    {
        var terms = TestInstruments.PerContract(usedMargin, usedMargin / 2m, unitsPerContract: 10_000m);
        return Account(market.Add(TestInstruments.Pair("EURUSD").On(terms)).Mark("EURUSD", 1.1m), RegimePresets.FxRetail)
            .Deposits(1_000m).Fills("EURUSD", 10_000m, 1.1m);
    }
}
