using System.Collections.Immutable;
using MarginGrains.Core.Margin;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;
using MarginGrains.Testing.Core;
using static MarginGrains.Testing.Core.Given;

namespace MarginGrains.Core.Tests.Golden;

public class CureGoldenTests
{
    private readonly TestMarket market = new TestMarket().Add(TestInstruments.Stock());

    [Theory]
    [InlineData("A03", 100, 0.30, 142.86, "securities worth 142.86 need 42.86 themselves")]
    [InlineData("C05", 1_000, 0.40, 1_666.67, "0.6 of what is transferred in is lent on")]
    [Trait("Case", "A03")]
    [Trait("Case", "C05")]
    [Trait("Rule", "CURE-004")]
    public void Securities_CureByWhatTheyDoNotNeedThemselves(
        string id, decimal due, decimal rate, decimal value, string reason) =>
        decimal.Round(CureRates.Securities(Amount(due), new(rate))!.Value.Amount, 2).ShouldBe(value, $"{id}: {reason}");

    [Theory]
    [InlineData("A03", 100, 0.30, 333.33, "a sale frees its maintenance margin")]
    [InlineData("A05", 1_500, 0.50, 3_000, "back to initial margin")]
    [InlineData("A09", 10_000, 0.50, 20_000, "a call of Reg T")]
    [InlineData("C05", 1_000, 0.50, 2_000, "by the factor of initial margin")]
    [Trait("Case", "A03")]
    [Trait("Case", "A05")]
    [Trait("Case", "A09")]
    [Trait("Case", "C05")]
    [Trait("Rule", "CURE-004")]
    public void AReduction_CuresByTheMarginItFrees(
        string id, decimal due, decimal rate, decimal value, string reason) =>
        decimal.Round(CureRates.Reduction(Amount(due), new(rate))!.Value.Amount, 2).ShouldBe(value, $"{id}: {reason}");

    [Fact]
    [Trait("Case", "A03")]
    [Trait("Rule", "CURE-001")]
    [Trait("Rule", "CURE-002")]
    [Trait("Rule", "CURE-003")]
    public void ACallOfAHundred_HasThreeWaysOut()
    {
        market.Mark("ACME", 35m);
        var options = Options(100m, CallTarget.Maintenance, Held(-5_000m, "ACME", 200m, 50m));
        options.ShouldBe(
        [
            new(CureWay.Deposit, null, Amount(100m), null) { ValueAtRate = Amount(100m) },
            new(CureWay.Securities, new("ACME"), Amount(175m), new(5m)) { ValueAtRate = Amount(142.86m) },
            new(CureWay.Reduce, new("ACME"), Amount(350m), new(-10m)) { ValueAtRate = Amount(333.33m) },
        ]);
    }

    [Fact]
    [Trait("Case", "A05")]
    [Trait("Rule", "CURE-003")]
    public void BackToInitial_ThreeThousandAreSold()
    {
        market.Mark("ACME", 35m);
        var sale = Options(1_500m, CallTarget.Initial, Held(-5_000m, "ACME", 200m, 50m))[^1];
        sale.ValueAtRate.ShouldBe(Amount(3_000m));
        sale.Quantity.ShouldBe(new Quantity(-86m), "85.7 shares of 35");
        sale.Amount.ShouldBe(Amount(3_010m));
    }

    [Fact]
    [Trait("Case", "A09")]
    [Trait("Rule", "CURE-003")]
    public void ACallOfTenThousand_IsMetByASaleOfTwenty()
    {
        market.Mark("ACME", 100m);
        var sale = Options(10_000m, CallTarget.Initial, Held(-60_000m, "ACME", 1_000m, 100m))[^1];
        sale.ShouldBe(new(CureWay.Reduce, new("ACME"), Amount(20_000m), new(-200m)) { ValueAtRate = Amount(20_000m) });
    }

    [Fact]
    [Trait("Case", "C05")]
    [Trait("Rule", "CURE-002")]
    public void SecuritiesAreLentOn_AndPositionsGo_EachByItsRate()
    {
        market.Add(TestInstruments.Stock("HOUSE", initial: 0.50m, maintenance: 0.40m), TestInstruments.Stock("POOL"))
            .Mark("ACME", 10m).Mark("HOUSE", 10m).Mark("POOL", 1m);
        var pledged = RegimePresets.UsRegT with { Collateral = [new(new("POOL"), new(0.40m))] };
        var options = Options(1_000m, CallTarget.Initial, Held(-6_000m, "HOUSE", 1_000m, 10m), pledged);
        options[0].Amount.ShouldBe(Amount(1_000m));
        options.Single(o => o.Symbol == new Symbol("POOL")).ShouldBe(
            new(CureWay.Securities, new("POOL"), Amount(1_667m), new(1_667m)) { ValueAtRate = Amount(1_666.67m) });
        options[^1].ShouldBe(
            new(CureWay.Reduce, new("HOUSE"), Amount(2_000m), new(-200m)) { ValueAtRate = Amount(2_000m) });
    }

    [Fact]
    [Trait("Case", "U03")]
    [Trait("Rule", "CURE-001")]
    [Trait("Rule", "CURE-003")]
    public void ADepositAndASale_AreBothOpen()
    {
        market.Add(TestInstruments.Etf()).Mark("FUND", 70m);
        var options = Options(200m, CallTarget.Maintenance, Held(-10_000m, "FUND", 200m, 100m));
        options[0].ShouldBe(new(CureWay.Deposit, null, Amount(200m), null) { ValueAtRate = Amount(200m) });
        options[^1].ShouldBe(
            new(CureWay.Reduce, new("FUND"), Amount(700m), new(-10m)) { ValueAtRate = Amount(666.67m) });
    }

    private static Portfolio Held(decimal cash, string symbol, decimal quantity, decimal price) =>
        new(new("USD"), [Amount(cash)], [new(new(symbol), new(quantity), new(price))]);

    private ImmutableArray<CureOption> Options(
        decimal due, CallTarget restores, Portfolio portfolio, Regime? regime = null) => CureOptions.Of(
        Amount(due), new() { Trigger = RegimePresets.Futures.Liquidation.Target, Restores = restores }, portfolio,
        regime ?? RegimePresets.UsRegT, market.Set, market.Now);
}
