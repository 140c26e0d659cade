using MarginGrains.Core.Accounts;
using MarginGrains.Core.Guards;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Primitives;
using MarginGrains.Testing.Core;

namespace MarginGrains.Core.Tests.Guards;

/// <summary>What tables of guards ask.</summary>
internal static class GuardEdges
{
    /// <summary>The band of one of an instrument's prices.</summary>
    public static GuardBand Band(this AccountScenario scenario, string symbol, PriceSide of = PriceSide.Mark) =>
        scenario.Guard.Bands.Single(b => b.Symbol.Value == symbol && b.Of == of);

    /// <summary>Not below what was computed by hand, and above it by no more than rounding of all parts comes to.</summary>
    public static void ShouldBeAtOrJustAbove(this Price? low, decimal line, decimal by) =>
        low.ShouldNotBeNull().Value.ShouldBeInRange(line, line + by);

    /// <summary>Not above what was computed by hand, and below it by no more than rounding of all parts comes to.</summary>
    public static void ShouldBeAtOrJustBelow(this Price? high, decimal line, decimal by) =>
        high.ShouldNotBeNull().Value.ShouldBeInRange(line - by, line);

    /// <summary>What a judgement at another mark would yield; the account and its market stay as they are.</summary>
    public static IReadOnlyList<string> At(this AccountScenario scenario, string symbol, decimal price) =>
        scenario.At(symbol, price, price, price);

    /// <summary>The same at a mark with bid and ask.</summary>
    public static IReadOnlyList<string> At(
        this AccountScenario scenario, string symbol, decimal bid, decimal price, decimal ask)
    {
        var mark = scenario.Market.Set.FindMark(new(symbol))!;
        var there = scenario.Market.Set.With(mark with
        {
            Price = new(price), Bid = new(bid), Ask = new(ask), Sequence = mark.Sequence + 1,
        });
        var decision = AccountDecider.Decide(scenario.Account, new AccountCommand.Assess(), there, scenario.Market.Now);
        return [.. decision.Events.Select(e => e.GetType().Name)];
    }
}
