using MarginGrains.Core.Margin;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;
using MarginGrains.Testing.Core;
using static MarginGrains.Testing.Core.Given;

namespace MarginGrains.Core.Tests.Margin;

public class ValuationTests
{
    private readonly TestMarket market = new TestMarket()
        .Add(TestInstruments.Cfd("GOLD", 1m), TestInstruments.Pair("EURUSD"), TestInstruments.Pair("GBPUSD"))
        .Mark("EURUSD", 1.10m).Mark("GBPUSD", 1.25m);

    [Theory]
    [InlineData(1, true, 90, "a long at the bid")]
    [InlineData(-1, true, -120, "a short at the ask")]
    [InlineData(1, false, 100, "without a bid at the mark")]
    [InlineData(-1, false, -100, "without an ask at the mark")]
    [Trait("Rule", "MARG-023")]
    public void WhereTheRegimeSaysSo_APositionIsWorthWhatClosingItBrings(
        decimal quantity, bool hasQuotes, decimal gain, string reason)
    {
        var mark = new Mark(new("GOLD"), new(2_100m), market.Now, 1, 1, MarkKind.Given)
        {
            Bid = hasQuotes ? new Price(2_090m) : null, Ask = hasQuotes ? new Price(2_120m) : null,
        };
        var regime = RegimePresets.FxRetail with { Valuation = ValuationPrice.Closing };
        var portfolio = Portfolio.Empty(new("USD")) with { Positions = [new(new("GOLD"), new(quantity), new(2_000m))] };
        var closing = MarginCalculator.Evaluate(portfolio, regime, market.Set.With(mark), market.Now);
        closing.UnrealizedPnl.ShouldBe(Amount(gain), reason);
        closing.InitialMargin.ShouldBe(Amount(42m), "requirements stay on the mark");
        MarginCalculator.Evaluate(portfolio, RegimePresets.FxRetail, market.Set.With(mark), market.Now)
            .UnrealizedPnl.ShouldBe(Amount(quantity * 100m), "every other regime values at the mark");
    }

    [Theory]
    [InlineData(1_000, 0, 1_078, "2 % off what is there")]
    [InlineData(-1_000, 0, -1_100, "nothing off what is owed")]
    [InlineData(1_000, -1_000, -172, "each currency by itself: 1,078 less 1,250")]
    [Trait("Rule", "MARG-022")]
    public void AForeignBalance_IsCutOnlyWhereItIsPositive(decimal euros, decimal pounds, decimal equity, string reason)
    {
        var portfolio = Portfolio.Empty(new("USD")).Add(Amount(euros, "EUR")).Add(Amount(pounds, "GBP"));
        MarginCalculator.Evaluate(portfolio, RegimePresets.HkHouse, market.Set, market.Now)
            .Equity.ShouldBe(Amount(equity), reason);
    }

    [Fact]
    [Trait("Rule", "MARG-022")]
    public void ABalanceOfTheAccountsOwnCurrency_IsNeverCut() =>
        MarginCalculator.Evaluate(
            Portfolio.Empty(new("USD")).Add(Amount(1_000m)), RegimePresets.HkHouse, market.Set, market.Now)
            .Equity.ShouldBe(Amount(1_000m));
}
