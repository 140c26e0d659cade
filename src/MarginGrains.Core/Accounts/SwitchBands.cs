using System.Collections.Immutable;
using MarginGrains.Core.Guards;
using MarginGrains.Core.Margin;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Core.Accounts;

/// <summary>
/// While the warning run before another session's margin lasts, nothing may come to be short by the figures of then
/// (rule GARD-008).
/// </summary>
internal static class SwitchBands
{
    /// <summary>False where a judgement would warn already, or no room is known.</summary>
    /// <param name="bands">What was found so far.</param>
    /// <param name="at">The moment.</param>
    /// <param name="regime">The regime in force.</param>
    /// <param name="portfolio">What all positions share, or a bucket.</param>
    /// <param name="figures">Its figures; priced.</param>
    public static bool TryAdd(
        BandSet bands, in Moment at, Regime regime, Portfolio portfolio, in MarginFigures figures)
    {
        if (regime.SessionWarning is not { } before) return true;
        foreach (var then in SessionTerms.Switches(portfolio, at.Market, at.Now, at.Now + before))
        {
            if (then <= at.Account.WarnedOfSwitch) continue;
            if (at.Market.FindRegime(regime.Id, then) is not { } later) continue;
            var ahead = LookAhead.At(portfolio, regime.Id, at.Market, at.Now, then);
            if (!ahead.IsPriced) return false;
            var isShared = ReferenceEquals(portfolio, at.Account.Portfolio);
            if (Conditions(regime, isShared, figures, ahead) is not { } stays) return false;
            var market = new MarketAhead(at.Market, at.Now, then);
            if (!bands.TryAdd(new(portfolio, later, stays.Then, market, then) { Figures = ahead })) return false;
            if (!bands.TryAdd(new(portfolio, regime, stays.Now, at.Market, at.Now) { Figures = figures })) return false;
        }

        return true;
    }

    /// A line warns once it is crossed then and not yet: it must not come to be crossed then, or stay crossed now.
    private static (ImmutableArray<GuardCondition> Now, ImmutableArray<GuardCondition> Then)? Conditions(
        Regime regime, bool isShared, in MarginFigures figures, in MarginFigures ahead)
    {
        var now = ImmutableArray.CreateBuilder<GuardCondition>();
        var then = ImmutableArray.CreateBuilder<GuardCondition>();
        foreach (var line in isShared ? Lines(regime) : [LiquidationPrice.LineOf(regime)])
        {
            if (line is null) continue;
            if (!line.IsCrossed(ahead)) then.Add(new(line, StaysCrossed: false, 0m));
            else if (line.IsCrossed(figures)) now.Add(new(line, StaysCrossed: true, 0m));
            else return null;
        }

        return (now.ToImmutable(), then.ToImmutable());
    }

    private static IEnumerable<RegimeLine?> Lines(Regime regime)
    {
        yield return regime.Liquidation.StopOut;
        foreach (var rule in regime.Calls)
        {
            if (rule.Judged is Judgement.Tick or Judgement.Settlement) yield return rule.Trigger;
        }
    }
}
