using MarginGrains.Core.Instruments;
using MarginGrains.Core.Liquidation;
using MarginGrains.Core.Margin;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;
using MarginGrains.Testing;
using MarginGrains.Testing.Core;
using Xunit.Abstractions;

namespace MarginGrains.Core.Tests.Laws;

public class LiquidationLaws(ITestOutputHelper output)
{
    private readonly Tally tally = new();

    [Fact]
    [Trait("Rule", "LIQD-003")]
    [Trait("Rule", "LIQD-004")]
    [Trait("Rule", "LIQD-016")]
    [Trait("Rule", "LIQD-017")]
    public void APlan_OnlyReduces_ReachesTheTarget_AndOneLotLessMissesIt()
    {
        Law.HoldsInParallel(output, RandomCases.PricedCases, 8_000, drawn =>
        {
            var planned = Planned.Of(Halted(Endangered(drawn)));
            if (planned is null) return;
            var c = planned.Case;
            var plan = planned.Plan;
            OnlyReduces(planned);
            tally.Saw($"order {c.Regime.Liquidation.Order}");
            tally.Saw($"step {c.Regime.Liquidation.Step}");
            tally.Saw("a hedge as one", plan.Steps.Where(planned.IsHedged).Any());
            tally.Saw("a closed market left", !plan.Closed.IsEmpty);
            LastTagsLast(planned);
            HedgesGoAsOne(planned);
            plan.ReachesTarget.ShouldBe(!planned.MustReduce(planned.After));
            tally.Saw("reaches the target", plan.ReachesTarget);
            // A tier or a portion may suffice where half of it would: with concentration less may need less.
            if (plan.ReachesTarget && c.Regime.Liquidation.Step == LiquidationStep.Smallest)
            {
                planned.MustReduce(planned.OneLotLess()).ShouldBeTrue("one lot less misses the target");
                tally.Saw("one lot less");
            }

            if (c.Regime.Liquidation.Step is LiquidationStep.Tier or LiquidationStep.Portion)
            {
                plan.Steps.Select(s => s.Symbol).Distinct().Count().ShouldBeLessThanOrEqualTo(1, "one step, then it is looked at again");
                return;
            }

            if (!plan.ReachesTarget) planned.After.Positions.ShouldAllBe(p => planned.IsClosed(p.Symbol), "all that can be traded goes");
            NothingIsLost(planned);
        });
        output.WriteLine(tally.ToString());
        tally.ShouldAllBeAbove(50);
    }

    /// No side grows, nor what is held net; whole lots, or all there is; a next instrument only when the last is gone.
    private static void OnlyReduces(Planned planned)
    {
        var after = planned.Case.Portfolio;
        for (var i = 0; i < planned.Plan.Steps.Length; i++)
        {
            var step = planned.Plan.Steps[i];
            var held = after.Find(step.Symbol, !step.Quantity.IsLong).ShouldNotBeNull();
            step.Quantity.Absolute.Value.ShouldBeInRange(0.000001m, held.Quantity.Absolute.Value);
            var next = planned.Apply(after, step);
            foreach (var isLong in new[] { true, false })
            {
                (next.Find(step.Symbol, isLong)?.Quantity.Absolute ?? default).Value
                    .ShouldBeLessThanOrEqualTo((after.Find(step.Symbol, isLong)?.Quantity.Absolute ?? default).Value);
            }

            after = next;
            if (planned.IsFirstOfHedge(i)) continue;
            Math.Abs(after.Net(step.Symbol).Value).ShouldBeLessThanOrEqualTo(
                Math.Abs(planned.Case.Portfolio.Net(step.Symbol).Value), "what is held net never grows");
            if (i + 1 < planned.Plan.Steps.Length && planned.Plan.Steps[i + 1].Symbol != step.Symbol)
            {
                after.Find(step.Symbol).ShouldBeNull("a next instrument is touched when the last is gone");
            }
        }
    }

    private void LastTagsLast(Planned planned)
    {
        if (!planned.Plan.Steps.Any(s => planned.Last.Contains(s.Symbol))) return;
        if (planned.Case.Regime.Liquidation.Step is LiquidationStep.Tier or LiquidationStep.Portion)
        {
            planned.Case.Portfolio.Positions.ShouldAllBe(p => planned.Last.Contains(p.Symbol) || planned.IsClosed(p.Symbol));
            return;
        }

        tally.Saw("a last tag");
        planned.After.Positions.ShouldAllBe(p => planned.Last.Contains(p.Symbol) || planned.IsClosed(p.Symbol), "last tags go last");
    }

    /// What is covered loses both sides at once, and only when nothing uncovered is left.
    private static void HedgesGoAsOne(Planned planned)
    {
        foreach (var symbol in planned.Plan.Steps.Select(s => s.Symbol).Distinct())
        {
            var (bought, sold) = Sides(planned.Case.Portfolio, symbol);
            var (boughtLeft, soldLeft) = Sides(planned.After, symbol);
            if (Math.Min(boughtLeft, soldLeft) < Math.Min(bought, sold)) boughtLeft.ShouldBe(soldLeft, $"both sides of {symbol}");
        }
    }

    private static (decimal Bought, decimal Sold) Sides(Portfolio portfolio, Symbol symbol) => (
        portfolio.Find(symbol, isLong: true)?.Quantity.Value ?? 0m, -(portfolio.Find(symbol, isLong: false)?.Quantity.Value ?? 0m));

    /// <summary>
    /// Closing at the mark without a fee lowers equity by rounding alone; a haircut on what comes in another currency, and a
    /// concentration that grows when other things go, are costs of the regime's own.
    /// </summary>
    private void NothingIsLost(Planned planned)
    {
        var regime = planned.Case.Regime;
        if (regime.Liquidation.Fee.Value != 0m || regime.ForeignBalanceHaircut.Value != 0m) return;
        var (before, after) = (planned.Evaluate(planned.Case.Portfolio), planned.Evaluate(planned.After));
        if (!after.IsPriced) return;
        tally.Saw("nothing lost");
        // What rounds: each balance, and of each position its value and what is bound; a dollar's cent is worth some yen.
        var things = planned.Case.Portfolio.Positions.Length * 3 + planned.Case.Portfolio.Balances.Length + 2;
        var slack = things * before.Currency.Code switch { "JPY" => 10m, "BTC" => 0.000_01m, _ => 0.05m };
        after.Equity.Amount.ShouldBeGreaterThanOrEqualTo(before.Equity.Amount - slack);
        if (regime.Concentration is not null) return;
        after.InitialMargin.ShouldBeLessThanOrEqualTo(before.InitialMargin);
        after.MaintenanceMargin.ShouldBeLessThanOrEqualTo(before.MaintenanceMargin);
    }

    /// With so much cash that equity is somewhere between a little debt and initial margin, and no orders: they go first.
    private static MarginCase Endangered(MarginCase drawn)
    {
        var c = drawn with { Portfolio = drawn.Portfolio with { Orders = [] } };
        var figures = MarginCalculator.Evaluate(c.Portfolio, c.Regime, c.Market.Set, c.Market.Now);
        if (!figures.IsPriced) return c;
        var equity = figures.InitialMargin * Ratio.Percent(c.Chance.Between(-5, 110));
        return c with { Portfolio = c.Portfolio.Add(Rounding.Booked((equity - figures.Equity).Amount, figures.Currency)) };
    }

    private static MarginCase Halted(MarginCase c)
    {
        foreach (var position in c.Portfolio.Positions)
        {
            if (!c.Chance.Percent(5)) continue;
            var state = c.Chance.Pick(InstrumentState.Suspended, InstrumentState.Disabled, InstrumentState.ReduceOnly);
            c.Market.Add(c.Market.Set.FindInstrument(position.Symbol)! with { State = state, StateReason = "halted" });
        }

        return c;
    }

    /// <summary>A plan with the case it was made for.</summary>
    private sealed record Planned(MarginCase Case, LiquidationState Liquidation, IReadOnlyList<Symbol> Last, LiquidationPlan Plan)
    {
        public Portfolio After => Plan.Steps.Aggregate(Case.Portfolio, Apply);

        public static Planned? Of(MarginCase c)
        {
            var reason = c.Regime.Calls.IsEmpty ? LiquidationReason.StopOut : c.Chance.Pick(Enum.GetValues<LiquidationReason>());
            var liquidation = new LiquidationState("liquidation-a-1", reason, c.Market.Now, [], null, null)
            {
                CallRule = reason == LiquidationReason.CallExpired ? c.Regime.Calls[0].Name : null,
            };
            var figures = MarginCalculator.Evaluate(c.Portfolio, c.Regime, c.Market.Set, c.Market.Now);
            if (!figures.IsPriced || c.Portfolio.IsFlat) return null;
            if (!LiquidationPlanner.MustReduce(c.Regime, liquidation, figures)) return null;
            Symbol[] last = [.. c.Portfolio.Positions.Select(p => p.Symbol).Distinct().Where(_ => c.Chance.Percent(20))];
            return new(c, liquidation, last, LiquidationPlanner.Plan(
                new(c.Portfolio, c.Regime, liquidation, [.. last], c.Market.Set, c.Market.Now)));
        }

        public bool IsClosed(Symbol symbol) =>
            Case.Market.Set.FindInstrument(symbol)!.State is InstrumentState.Suspended or InstrumentState.Disabled;

        public bool IsHedged(LiquidationStepPlan step) =>
            Case.Portfolio.Find(step.Symbol, isLong: true) is not null && Case.Portfolio.Find(step.Symbol, isLong: false) is not null;

        public bool IsFirstOfHedge(int i) => i + 1 < Plan.Steps.Length && Plan.Steps[i + 1].Symbol == Plan.Steps[i].Symbol
            && Plan.Steps[i + 1].Quantity == -Plan.Steps[i].Quantity;

        public bool MustReduce(Portfolio portfolio) => LiquidationPlanner.MustReduce(Case.Regime, Liquidation, Evaluate(portfolio));

        public MarginFigures Evaluate(Portfolio portfolio) =>
            MarginCalculator.Evaluate(portfolio, Case.Regime, Case.Market.Set, Case.Market.Now);

        /// The last step, of a hedge both of its sides, with a lot less.
        public Portfolio OneLotLess()
        {
            var count = Plan.Steps.Length > 1 && IsFirstOfHedge(Plan.Steps.Length - 2) ? 2 : 1;
            var after = Plan.Steps[..^count].Aggregate(Case.Portfolio, Apply);
            foreach (var step in Plan.Steps[^count..])
            {
                var lot = Case.Market.Set.FindInstrument(step.Symbol)!.LotSize.Value;
                var units = step.Quantity.Absolute.Value;
                var fewer = units % lot == 0m ? units - lot : units - units % lot;
                if (fewer > 0m) after = Apply(after, step with { Quantity = new(Math.Sign(step.Quantity.Value) * fewer) });
            }

            return after;
        }

        public Portfolio Apply(Portfolio portfolio, LiquidationStepPlan step)
        {
            var instrument = Case.Market.Set.FindInstrument(step.Symbol)!;
            var terms = BookingTerms.Of(Case.Regime, instrument, portfolio.Currency, Case.Market.Set, Case.Market.Now);
            var rate = Conversion.Find(Case.Market.Set, instrument.SettlementCurrency, portfolio.Currency, Case.Market.Now);
            var fee = rate.Of(instrument.Notional(step.Quantity, step.Mark).Amount) * Case.Regime.Liquidation.Fee.Value;
            return Booking.Of(portfolio, instrument, new(step.Symbol, step.Quantity, step.Mark, default), terms)
                .Portfolio.Add(-Rounding.Booked(fee, portfolio.Currency));
        }
    }
}
