using MarginGrains.Core.Accounts;
using MarginGrains.Core.Margin;
using MarginGrains.Core.Oracle;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;
using MarginGrains.Testing;
using MarginGrains.Testing.Core;
using Xunit.Abstractions;

namespace MarginGrains.Core.Tests.Laws;

public class FigureLaws(ITestOutputHelper output)
{
    [Fact]
    [Trait("Rule", "MARG-001")]
    public void TheCalculator_AgreesWithTheNaiveOne_ToTheLastDigit()
    {
        var priced = 0;
        Law.Holds(output, RandomCases.Cases, 20_000, c =>
        {
            var figures = Evaluate(c);
            var naive = Naive(c);
            figures.IsPriced.ShouldBe(naive.IsPriced);
            if (!naive.IsPriced) return;
            priced++;
            figures.Equity.ShouldBe(naive.Equity);
            figures.InitialMargin.ShouldBe(naive.Initial);
            figures.MaintenanceMargin.ShouldBe(naive.Maintenance);
            figures.UsedMargin.ShouldBe(naive.Used);
            figures.MarketValue.ShouldBe(naive.MarketValue);
        });
        if (Seed.OnlyCase is null) priced.ShouldBeInRange(10_000, 19_000, "the cases should be priced mostly, not always");
    }

    [Fact]
    [Trait("Rule", "MARG-012")]
    public void EveryAmountOfAnExplanation_IsTheSumOfItsParts() => Law.Holds(output, RandomCases.Cases, 3_000, c =>
    {
        var explanation = ExplanationBuilder.Explain(c.Portfolio, c.Regime, c.Market.Set, c.Market.Now);
        explanation.Figures.ShouldBe(Evaluate(c));
        explanation.Gaps.IsEmpty.ShouldBe(explanation.Figures.IsPriced);
        foreach (var node in explanation.Nodes) Sums(node);
        if (!explanation.Figures.IsPriced) return;
        explanation.Nodes.Select(n => n.Amount).ShouldBe(
        [
            explanation.Figures.Equity, explanation.Figures.InitialMargin, explanation.Figures.UsedMargin,
            explanation.Figures.MaintenanceMargin, explanation.Figures.FreeMargin, explanation.Figures.ExcessLiquidity,
        ]);
    });

    [Fact]
    [Trait("Rule", "MARG-010")]
    public void Rounding_NeverMakesAnAccountLookBetter() => Law.Holds(output, RandomCases.PricedCases, 3_000, c =>
    {
        var exact = Evaluate(c with { Regime = c.Regime with { Rounding = RoundingMode.None } });
        var rounded = Evaluate(c with { Regime = c.Regime with { Rounding = RoundingMode.AgainstAccount } });
        if (!exact.IsPriced) return;
        rounded.Equity.ShouldBeLessThanOrEqualTo(exact.Equity);
        rounded.InitialMargin.ShouldBeGreaterThanOrEqualTo(exact.InitialMargin);
        rounded.MaintenanceMargin.ShouldBeGreaterThanOrEqualTo(exact.MaintenanceMargin);
        rounded.UsedMargin.ShouldBeGreaterThanOrEqualTo(exact.UsedMargin);
    });

    [Fact]
    public void TheOrderOfBookingsAndMarks_DoesNotChangeTheFigures() => Law.Holds(output, RandomCases.PricedCases, 2_000, c =>
    {
        var again = Portfolio.Empty(c.Portfolio.Currency);
        foreach (var balance in c.Chance.Shuffle(c.Portfolio.Balances)) again = again.Add(balance);
        foreach (var position in c.Chance.Shuffle(c.Portfolio.Positions)) again = again.Set(position, position);
        Exactly.Same(again, c.Portfolio);

        var market = new TestMarket { Now = c.Market.Now };
        foreach (var instrument in c.Chance.Shuffle(c.Market.Set.Instruments)) market.Add(instrument);
        foreach (var mark in c.Chance.Shuffle(c.Market.Set.Marks))
        {
            market.Mark(mark.Symbol.Value, c.Chance.Near(mark.Price.Value)).Mark(mark.Symbol.Value, mark.Price.Value);
        }

        MarginCalculator.Evaluate(again, c.Regime, market.Set, market.Now).ShouldBe(Evaluate(c));
    });

    [Fact]
    public void TheFigures_DependOnNoMarkThatIsNotNamed() => Law.Holds(output, RandomCases.PricedCases, 2_000, c =>
    {
        var named = MarketDependencies.Symbols(c.Portfolio, c.Market.Set, c.Market.Now);
        var before = Evaluate(c);
        foreach (var mark in c.Market.Set.Marks)
        {
            if (!named.Contains(mark.Symbol)) c.Market.Mark(mark.Symbol.Value, c.Chance.Near(mark.Price.Value));
        }

        Evaluate(c).ShouldBe(before);
    });

    private static void Sums(ExplanationNode node)
    {
        if (node.Children.IsEmpty) return;
        node.Children.Sum(child => child.Amount.Amount).ShouldBe(node.Amount.Amount, node.Label);
        foreach (var child in node.Children) Sums(child);
    }

    private static MarginFigures Evaluate(MarginCase c) =>
        MarginCalculator.Evaluate(c.Portfolio, c.Regime, c.Market.Set, c.Market.Now);

    private static NaiveFigures Naive(MarginCase c)
    {
        var account = new Account
        {
            Id = Given.Id, RegimeId = c.Regime.Id, Sequence = 1, Now = c.Market.Now, OpenedAt = c.Market.Now,
            Portfolio = c.Portfolio,
        };
        return NaiveCalculator.Evaluate(account, c.Regime, c.Market.Set, c.Market.Now);
    }
}
