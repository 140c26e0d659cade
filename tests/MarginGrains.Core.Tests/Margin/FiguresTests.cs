using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;
using MarginGrains.Testing.Core;
using static MarginGrains.Testing.Core.Given;

namespace MarginGrains.Core.Tests.Margin;

public class FiguresTests
{
    private readonly TestMarket market = new TestMarket()
        .Add(TestInstruments.Stock(), TestInstruments.Future(), TestInstruments.Pair("EURUSD"), TestInstruments.Perpetual())
        .Mark("ACME", 100m).Mark("ES", 5000m).Mark("EURUSD", 1.25m).Mark("BTCPERP", 50_000m);

    [Fact]
    [Trait("Rule", "MARG-001")]
    [Trait("Rule", "MARG-012")]
    public void Equity_CountsValueOfWhatIsPaid_AndGainOfWhatIsMargined()
    {
        var scenario = Account(market, RegimePresets.UsRegT).Deposits(30_000m).Deposits(100m, "EUR")
            .Fills("ACME", 100m, 90m).Fills("ES", 1m, 4990m);
        var figures = scenario.Figures;
        figures.Equity.ShouldBe(Amount(30_000m + 125m - 9_000m + 10_000m + 500m));
        figures.UnrealizedPnl.ShouldBe(Amount(1_500m), "of both, though the stock's is in its value");
        figures.MarketValue.ShouldBe(Amount(260_000m));
        figures.FreeMargin.ShouldBe(figures.Equity - Amount(17_000m));
        figures.ExcessLiquidity.ShouldBe(figures.Equity - Amount(14_000m));
        figures.Loan.ShouldBe(Amount(0m));
    }

    [Fact]
    [Trait("Rule", "MARG-001")]
    public void AShortStock_CountsAgainstTheProceedsInTheBalance()
    {
        var scenario = Account(market, RegimePresets.UsRegT).Deposits(10_000m).Fills("ACME", -50m, 100m);
        scenario.Account.Portfolio.Balance(new("USD")).ShouldBe(Amount(15_000m));
        market.Mark("ACME", 110m);
        scenario.Figures.Equity.ShouldBe(Amount(9_500m));
        scenario.Figures.MarketValue.ShouldBe(Amount(5_500m));
    }

    [Fact]
    [Trait("Rule", "MARG-002")]
    [Trait("Rule", "MARG-010")]
    public void RequirementsRoundUp_AndValuesRoundDown_PerPosition()
    {
        var terms = TestInstruments.Rate(0.333333m, 0.111111m);
        market.Add(TestInstruments.Stock("A").On(terms), TestInstruments.Stock("B").On(terms));
        market.Mark("A", 0.014m).Mark("B", 0.014m);
        var scenario = Account(market, RegimePresets.UsRegT).Deposits(1m).Fills("A", 1m, 0.01m).Fills("B", 1m, 0.01m);
        scenario.Figures.InitialMargin.ShouldBe(Amount(0.02m), "0.0046… each");
        scenario.Figures.MaintenanceMargin.ShouldBe(Amount(0.02m));
        scenario.Figures.Equity.ShouldBe(Amount(0.98m + 0.02m));
        scenario.Figures.UnrealizedPnl.ShouldBe(Amount(0m), "0.004 each");
    }

    [Theory]
    [InlineData(UsedMarginRule.SumOfInitial, 300, 100, 300, "all of it")]
    [InlineData(UsedMarginRule.HalfInitialFloor, 300, 100, 150, "half of initial is more")]
    [InlineData(UsedMarginRule.HalfInitialFloor, 300, 200, 200, "maintenance is more")]
    [InlineData(UsedMarginRule.HalfInitialFloor, 0.01, 0.01, 0.01, "half a cent rounds up")]
    [Trait("Rule", "MARG-003")]
    public void UsedMargin_IsWhatTheRegimeReserves(
        UsedMarginRule rule, decimal initial, decimal maintenance, decimal used, string reason)
    {
        market.Add(TestInstruments.Future("F", 1m, initial, maintenance)).Mark("F", 10m);
        var regime = RegimePresets.FxRetail with { Id = new("r"), UsedMargin = rule };
        var scenario = Account(market, regime).Deposits(1_000m).Fills("F", 1m, 10m);
        scenario.Figures.UsedMargin.ShouldBe(Amount(used), reason);
        scenario.Figures.FreeMargin.ShouldBe(Amount(1_000m - used));
    }

    [Theory]
    [InlineData(RequirementBasis.Mark, 600)]
    [InlineData(RequirementBasis.AveragePrice, 500)]
    [Trait("Rule", "MARG-002")]
    public void InitialMargin_IsOnTheMark_OrFrozenAtTheAveragePrice(RequirementBasis basis, decimal initial)
    {
        var regime = RegimePresets.UsRegT with { Id = new("r"), InitialBasis = basis };
        var scenario = Account(market, regime).Deposits(5_000m).Fills("ACME", 10m, 100m).WhenMarked("ACME", 120m).And;
        scenario.Figures.InitialMargin.ShouldBe(Amount(initial));
        scenario.Figures.MaintenanceMargin.ShouldBe(Amount(360m), "always on the mark");
    }

    [Fact]
    [Trait("Rule", "MARG-012")]
    public void MarginLevel_IsNullWithoutUsedMargin()
    {
        var scenario = Account(market, RegimePresets.FxRetail).Deposits(1_000m);
        scenario.Figures.MarginLevel.ShouldBeNull();
        foreach (var measure in Enum.GetValues<Measure>()) scenario.Figures.RatioOf(measure).ShouldBeNull();
    }

    [Theory]
    [InlineData(RoundingMode.AgainstAccount, -1.5, 10, -2, 11)]
    [InlineData(RoundingMode.HalfEven, -1.5, 10, -2, 10)]
    [InlineData(RoundingMode.None, -1.5, 10, -1.5, 10.1)]
    [Trait("Rule", "MARG-010")]
    public void Rounding_IsTheRegimesChoice(RoundingMode mode, decimal gain, decimal half, decimal value, decimal requirement)
    {
        half.ShouldBe(10m);
        Rounding.Value(gain, new("JPY"), mode).ShouldBe(value);
        Rounding.Requirement(half + 0.1m, new("JPY"), mode).ShouldBe(requirement);
    }

    [Theory]
    [InlineData(2.005, 2.00, "half to even")]
    [InlineData(2.015, 2.02, "half to even")]
    [InlineData(-2.005, -2.00, "half to even")]
    [Trait("Rule", "MARG-010")]
    public void BookedCash_RoundsToTheNearestCent(decimal amount, decimal booked, string reason) =>
        Rounding.Booked(amount, new("USD")).ShouldBe(Amount(booked), reason);

    [Fact]
    [Trait("Rule", "MARG-010")]
    [Trait("Rule", "POSN-001")]
    public void AnAveragePriceWithoutALastDigit_CostsNoCent()
    {
        var scenario = Account(market, RegimePresets.UsRegT).Deposits(1_000m).Fills("ACME", 1m, 100m).Fills("ACME", 2m, 100.01m);
        scenario.Account.Portfolio.Positions[0].AveragePrice.Value.ShouldBe(300.02m / 3m);
        market.Mark("ACME", 101m);
        scenario.Figures.UnrealizedPnl.ShouldBe(Amount(2.98m), "303 − 300.02");
    }

    [Theory]
    [InlineData(10.1, 5, 15, 10)]
    [InlineData(10, 5, 10, 10)]
    [InlineData(0.0015, 0.001, 0.002, 0.001)]
    [Trait("Rule", "MARG-010")]
    public void Units_RoundToLots(decimal units, decimal lot, decimal up, decimal down)
    {
        Rounding.UpToLot(units, lot).ShouldBe(up);
        Rounding.DownToLot(units, lot).ShouldBe(down);
    }
}
