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
    [Fact]
    [Trait("Rule", "LIQD-003")]
    [Trait("Rule", "LIQD-004")]
    public void APlan_OnlyReduces_ReachesTheTarget_AndOneLotLessMissesIt()
    {
        int planned = 0, partial = 0;
        Law.Holds(output, RandomCases.PricedCases, 5_000, drawn =>
        {
            var c = Endangered(drawn);
            var liquidation = Started(c);
            var before = Evaluate(c, c.Portfolio);
            if (!before.IsPriced || c.Portfolio.IsFlat || !LiquidationPlanner.MustReduce(c.Regime, liquidation, before)) return;

            var plan = LiquidationPlanner.Plan(
                new(c.Portfolio, c.Regime, liquidation, [], c.Market.Set, c.Market.Now));

            planned++;
            plan.Steps.ShouldNotBeEmpty();
            plan.Steps.Select(s => s.Symbol).ShouldBeUnique();
            var after = c.Portfolio;
            foreach (var step in plan.Steps)
            {
                var held = after.Find(step.Symbol).ShouldNotBeNull().Quantity;
                Math.Sign(step.Quantity.Value).ShouldBe(-Math.Sign(held.Value));
                step.Quantity.Absolute.Value.ShouldBeLessThanOrEqualTo(held.Absolute.Value);
                (step.Quantity == -held || step.Quantity.IsMultipleOf(Lot(c, step))).ShouldBeTrue("whole lots, or all of it");
                if (step != plan.Steps[^1]) step.Quantity.ShouldBe(-held, "a next position is touched when the last is gone");
                after = Apply(c, after, step);
            }

            var target = Evaluate(c, after);
            plan.ReachesTarget.ShouldBe(!LiquidationPlanner.MustReduce(c.Regime, liquidation, target));
            if (c.Regime.Liquidation.Step is LiquidationStep.Tier or LiquidationStep.Portion)
            {
                plan.Steps.Length.ShouldBe(1, "one step, then the account is looked at again");
                return;
            }

            if (!plan.ReachesTarget) after.IsFlat.ShouldBeTrue("all there is has to go");
            if (c.Regime.Liquidation.Fee.Value == 0m) NothingIsLost(c, before, target);
            if (!plan.ReachesTarget || c.Regime.Liquidation.Step == LiquidationStep.WholePosition) return;
            partial++;
            Less(c, plan, liquidation).ShouldBeTrue("one lot less misses the target");
        });
        if (Seed.OnlyCase is not null) return;
        planned.ShouldBeGreaterThan(1_000);
        partial.ShouldBeGreaterThan(300);
    }

    /// With so much cash that equity is somewhere between a little debt and initial margin.
    private static MarginCase Endangered(MarginCase c)
    {
        var figures = Evaluate(c, c.Portfolio);
        if (!figures.IsPriced) return c;
        var equity = figures.InitialMargin * Ratio.Percent(c.Chance.Between(-5, 110));
        return c with { Portfolio = c.Portfolio.Add(Rounding.Booked((equity - figures.Equity).Amount, figures.Currency)) };
    }

    /// Closing at the mark without a fee moves equity by rounding alone: one minor unit for each thing that is rounded.
    private static void NothingIsLost(MarginCase c, MarginFigures before, MarginFigures after)
    {
        var unit = 1m;
        for (var i = 0; i < c.Portfolio.Currency.MinorUnitDecimals; i++) unit /= 10m;
        // A cent of another currency is worth up to 3 of the account's, a yen's cash a hundred times less.
        var things = c.Portfolio.Positions.Length + c.Portfolio.Balances.Length;
        var slack = Math.Max(unit, 0.02m) * 400m * (things + 1);
        Math.Abs(after.Equity.Amount - before.Equity.Amount).ShouldBeLessThanOrEqualTo(slack);
        after.InitialMargin.ShouldBeLessThanOrEqualTo(before.InitialMargin);
        after.MaintenanceMargin.ShouldBeLessThanOrEqualTo(before.MaintenanceMargin);
    }

    private static bool Less(MarginCase c, LiquidationPlan plan, LiquidationState liquidation)
    {
        var last = plan.Steps[^1];
        var lot = Lot(c, last).Value;
        var units = last.Quantity.Absolute.Value;
        var fewer = units % lot == 0m ? units - lot : units - units % lot;
        var after = plan.Steps[..^1].Aggregate(c.Portfolio, (left, step) => Apply(c, left, step));
        if (fewer > 0m)
        {
            after = Apply(c, after, last with { Quantity = new(Math.Sign(last.Quantity.Value) * fewer) });
        }

        return LiquidationPlanner.MustReduce(c.Regime, liquidation, Evaluate(c, after));
    }

    private static LiquidationState Started(MarginCase c)
    {
        var reason = c.Regime.Calls.IsEmpty ? LiquidationReason.StopOut : c.Chance.Pick(Enum.GetValues<LiquidationReason>());
        return new("liquidation-a-1", reason, c.Market.Now, [], null, null)
        {
            CallRule = reason == LiquidationReason.CallExpired ? c.Regime.Calls[0].Name : null,
        };
    }

    private static Quantity Lot(MarginCase c, LiquidationStepPlan step) => c.Market.Set.FindInstrument(step.Symbol)!.LotSize;

    private static Portfolio Apply(MarginCase c, Portfolio portfolio, LiquidationStepPlan step)
    {
        var instrument = c.Market.Set.FindInstrument(step.Symbol)!;
        var terms = BookingTerms.Of(c.Regime, instrument, portfolio.Currency, c.Market.Set, c.Market.Now);
        var fee = Conversion.Find(c.Market.Set, instrument.SettlementCurrency, portfolio.Currency, c.Market.Now).Rate.Value
            * instrument.Notional(step.Quantity, step.Mark).Amount * c.Regime.Liquidation.Fee.Value;
        return Booking.Of(portfolio, instrument, new(step.Symbol, step.Quantity, step.Mark, default), terms)
            .Portfolio.Add(-Rounding.Booked(fee, portfolio.Currency));
    }

    private static MarginFigures Evaluate(MarginCase c, Portfolio portfolio) =>
        MarginCalculator.Evaluate(portfolio, c.Regime, c.Market.Set, c.Market.Now);
}
