using MarginGrains.Core.Instruments;
using MarginGrains.Core.Margin;
using MarginGrains.Core.Oracle;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;
using MarginGrains.Testing;
using MarginGrains.Testing.Core;
using Xunit.Abstractions;

namespace MarginGrains.Core.Tests.Laws;

public class FigureLaws(ITestOutputHelper output)
{
    private static readonly IReadOnlyList<Core.Calendars.TradingCalendar> Unknown =
        [TestSessions.Weekdays("unknown", (9, 17))];

    private readonly Tally tally = new();

    [Fact]
    [Trait("Rule", "MARG-001")]
    [Trait("Rule", "MARG-017")]
    [Trait("Rule", "MARG-018")]
    [Trait("Rule", "MARG-019")]
    [Trait("Rule", "MARG-020")]
    [Trait("Rule", "MARG-021")]
    [Trait("Rule", "MARG-022")]
    [Trait("Rule", "MARG-023")]
    public void TheCalculator_AgreesWithTheNaiveOne_ToTheLastDigit()
    {
        Law.HoldsInParallel(output, RandomCases.Cases, 200_000, c =>
        {
            foreach (var held in c.Portfolio.Positions)
            {
                if (c.Chance.Percent(80) || c.Market.Set.FindInstrument(held.Symbol) is not { } instrument) continue;
                c.Market.Add(RandomCases.WithSessions(
                    c.Chance, instrument, c.Chance.Percent(2) ? Unknown : TestSessions.Several));
            }

            var figures = Evaluate(c);
            var naive = NaiveCalculator.Evaluate(c.Portfolio, c.Regime, c.Market.Set, c.Market.Now);
            figures.IsPriced.ShouldBe(naive.IsPriced);
            tally.Saw("unpriced", !naive.IsPriced);
            if (!naive.IsPriced) return;
            figures.Equity.ShouldBe(naive.Equity);
            figures.InitialMargin.ShouldBe(naive.Initial);
            figures.MaintenanceMargin.ShouldBe(naive.Maintenance);
            figures.UsedMargin.ShouldBe(naive.Used);
            figures.MarketValue.ShouldBe(naive.MarketValue);
            figures.Numerator(Measure.CollateralToLoan).ShouldBe(naive.Securities.Amount);
            figures.Denominator(Measure.CollateralToLoan).ShouldBe(naive.Owed.Amount);
            figures.Collateral.ShouldBe(naive.Collateral);
            figures.Reserved.ShouldBe(naive.Reserved);
            figures.UnrealizedPnl.ShouldBe(naive.Unrealized);
            figures.Loan.ShouldBe(naive.Loan);
            figures.Credit.ShouldBe(naive.Credit);
            Count(c, figures);
        });
        output.WriteLine(tally.ToString());
        tally.ShouldAllBeAbove(2_000);
        if (Seed.OnlyCase is null) tally.Of("unpriced").ShouldBeLessThan(120_000, "the cases should be priced mostly");
    }

    [Fact]
    [Trait("Rule", "MARG-012")]
    public void EveryAmountOfAnExplanation_IsTheSumOfItsParts()
    {
        Law.HoldsInParallel(output, RandomCases.Cases, 20_000, c =>
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
        tally.ShouldAllBeAbove(100);
    }

    [Fact]
    [Trait("Rule", "MARG-010")]
    public void Rounding_NeverMakesAnAccountLookBetter() => Law.HoldsInParallel(output, RandomCases.PricedCases, 20_000, c =>
    {
        var exact = Evaluate(c with { Regime = c.Regime with { Rounding = RoundingMode.None } });
        var rounded = Evaluate(c with { Regime = c.Regime with { Rounding = RoundingMode.AgainstAccount } });
        rounded.IsPriced.ShouldBe(exact.IsPriced);
        rounded.Equity.ShouldBeLessThanOrEqualTo(exact.Equity);
        rounded.InitialMargin.ShouldBeGreaterThanOrEqualTo(exact.InitialMargin);
        rounded.MaintenanceMargin.ShouldBeGreaterThanOrEqualTo(exact.MaintenanceMargin);
        rounded.UsedMargin.ShouldBeGreaterThanOrEqualTo(exact.UsedMargin);
    });

    [Fact]
    public void TheOrderOfBookingsAndMarks_DoesNotChangeTheFigures() => Law.Holds(output, RandomCases.PricedCases, 2_000, c =>
    {
        var again = Portfolio.Empty(c.Portfolio.Currency) with { ClientClass = c.Portfolio.ClientClass, Costs = c.Portfolio.Costs };
        foreach (var balance in c.Chance.Shuffle(c.Portfolio.Balances)) again = again.Add(balance);
        foreach (var position in c.Chance.Shuffle(c.Portfolio.Positions)) again = again.Set(position, position);
        foreach (var held in c.Chance.Shuffle(c.Portfolio.Collateral)) again = again.AddCollateral(held.Symbol, held.Quantity);
        foreach (var order in c.Chance.Shuffle(c.Portfolio.Orders)) again = again.Place(order);
        if (c.Portfolio.Credit is { } credit) again = again.AddCredit(credit);
        Exactly.Same(again, c.Portfolio);

        var market = new TestMarket { Now = c.Market.Now };
        foreach (var calendar in c.Chance.Shuffle(c.Market.Set.Calendars)) market.Add(calendar);
        foreach (var instrument in c.Chance.Shuffle(c.Market.Set.Instruments)) market.Add(instrument);
        foreach (var rates in c.Chance.Shuffle(c.Market.Set.Rates)) market.Publish(rates.Kind, rates.Subject, [.. rates.Points]);
        foreach (var book in c.Chance.Shuffle(c.Market.Set.Books)) market.Publish(book.Symbol.Value, book.Quantity.Value);
        foreach (var mark in c.Chance.Shuffle(c.Market.Set.Marks))
        {
            market.Mark(mark.Symbol.Value, c.Chance.Near(mark.Price.Value));
            if (mark is { Bid: { } bid, Ask: { } ask }) market.Quote(mark.Symbol.Value, bid.Value, ask.Value);
            else market.Mark(mark.Symbol.Value, mark.Price.Value);
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

    private void Sums(ExplanationNode node)
    {
        if (node.Children.IsEmpty) return;
        node.Children.Sum(child => child.Amount.Amount).ShouldBe(node.Amount.Amount, node.Label);
        foreach (var child in node.Children)
        {
            tally.Saw(child.Rule);
            Sums(child);
        }
    }

    private void Count(MarginCase c, MarginFigures figures)
    {
        var (portfolio, regime) = (c.Portfolio, c.Regime);
        var held = portfolio.Positions.Select(p => c.Market.Set.FindInstrument(p.Symbol)!).ToList();
        foreach (var instrument in held) tally.Saw(instrument.Margin.Dated[0].Terms.GetType().Name);
        if (held.Count > held.Distinct().Count()) tally.Saw($"hedge {regime.HedgePolicy}");
        if (!portfolio.IsFlat) tally.Saw($"{regime.Rounding} by {regime.RoundingScope}");
        foreach (var session in held.Where(i => i.SessionMargin is not null).Select(i => SessionOf(i, c)))
        {
            tally.Saw($"{session.Session}", session.Factor != Ratio.One);
            tally.Saw("step", session.Step is not null);
        }

        tally.Saw("inverse", held.Any(i => i.Contract == ContractKind.Inverse));
        tally.Saw("collateral", figures.Collateral.IsPositive);
        tally.Saw("collateral that does not count", portfolio.Collateral.Any(h => regime.FindCollateral(h.Symbol) is null));
        tally.Saw("cap of the book", portfolio.Collateral.Any(h => regime.FindCollateral(h.Symbol)?.BookCap is { } cap
            && c.Market.Set.FindBookCollateral(h.Symbol)?.CompareTo(cap) > 0));
        tally.Saw("credit", figures.Credit.IsPositive);
        tally.Saw("working orders", figures.Reserved.IsPositive);
        tally.Saw("financing", portfolio.Positions.Any(p => p.Financing is not null));
        tally.Saw("closing side", regime.Valuation == ValuationPrice.Closing
            && portfolio.Positions.Any(p => c.Market.Set.FindMark(p.Symbol)!.Bid is not null));
        tally.Saw("haircut", regime.ForeignBalanceHaircut.Value > 0m
            && portfolio.Balances.Any(b => b.IsPositive && b.Currency != portfolio.Currency));
        tally.Saw("half-initial floor", regime.UsedMargin == UsedMarginRule.HalfInitialFloor && !portfolio.IsFlat);
        tally.Saw("frozen initial margin", regime.InitialBasis == RequirementBasis.AveragePrice && !portfolio.IsFlat);
        tally.Saw("leverage cap", figures.InitialMargin > Evaluate(c with
        {
            Portfolio = portfolio with { ClientClass = ClientClass.Professional },
        }).InitialMargin);
        tally.Saw("concentration", regime.Concentration is not null && figures.MaintenanceMargin > Evaluate(c with
        {
            Regime = regime with { Concentration = null },
        }).MaintenanceMargin);
    }

    private static SessionFactor SessionOf(Instrument instrument, MarginCase c)
    {
        SessionTerms.TryFind(instrument, c.Market.Set, c.Market.Now, out var session).ShouldBeTrue();
        return session.ShouldNotBeNull();
    }

    private static MarginFigures Evaluate(MarginCase c) =>
        MarginCalculator.Evaluate(c.Portfolio, c.Regime, c.Market.Set, c.Market.Now);
}
