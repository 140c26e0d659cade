using MarginGrains.Core.Margin;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Regimes;
using MarginGrains.Testing;
using MarginGrains.Testing.Core;
using Xunit.Abstractions;

namespace MarginGrains.Core.Tests.Laws;

public class HedgeLaws(ITestOutputHelper output)
{
    [Fact]
    [Trait("Rule", "MARG-018")]
    public void AHedge_NeedsNoMoreThanItsLargerLeg_UnderMaximumAndNet()
    {
        var tally = new Tally();
        Law.HoldsInParallel(output, RandomCases.PricedCases, 20_000, c =>
        {
            foreach (var bought in c.Portfolio.Positions.Where(p => p.Quantity.IsLong))
            {
                if (c.Portfolio.Find(bought.Symbol, isLong: false) is not { } sold) continue;
                if (c.Chance.Percent(50)) sold = sold with { Quantity = -bought.Quantity };
                foreach (var policy in Enum.GetValues<HedgePolicy>())
                {
                    var both = Evaluate(c, policy, bought, sold);
                    var (one, other) = (Evaluate(c, policy, bought), Evaluate(c, policy, sold));
                    if (!both.IsPriced) continue;
                    if (policy is HedgePolicy.Sum)
                    {
                        both.MaintenanceMargin.ShouldBeGreaterThanOrEqualTo(Larger(one, other, f => f.MaintenanceAmount));
                        continue;
                    }

                    if (policy is HedgePolicy.HedgedShare) continue;
                    both.InitialMargin.ShouldBeLessThanOrEqualTo(Larger(one, other, f => f.InitialAmount));
                    both.MaintenanceMargin.ShouldBeLessThanOrEqualTo(Larger(one, other, f => f.MaintenanceAmount));
                    tally.Saw(policy.ToString());
                    if (bought.Quantity != -sold.Quantity || policy != HedgePolicy.Net) continue;
                    both.InitialMargin.Amount.ShouldBe(0m, "nothing is uncovered");
                    tally.Saw("a full hedge");
                }
            }
        });
        tally.ShouldAllBeAbove(1_000);
    }

    private static Core.Primitives.Money Larger(MarginFigures one, MarginFigures other, Func<MarginFigures, decimal> of) =>
        new(Math.Max(of(one), of(other)), one.Currency);

    /// Without what looks at the whole account rather than at the hedge.
    private static MarginFigures Evaluate(MarginCase c, HedgePolicy policy, params Position[] positions)
    {
        var portfolio = positions.Aggregate(
            Portfolio.Empty(c.Portfolio.Currency) with { ClientClass = c.Portfolio.ClientClass }, (p, held) => p.Set(held, held));
        var share = policy == HedgePolicy.HedgedShare ? new Core.Primitives.Ratio(0.5m) : default;
        var regime = c.Regime with { HedgePolicy = policy, HedgedShare = share, Concentration = null };
        return MarginCalculator.Evaluate(portfolio, regime, c.Market.Set, c.Market.Now);
    }
}
