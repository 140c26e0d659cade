using MarginGrains.Core.Margin;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Guards;

/// <summary>
/// The slack of conditions at the worst corner of a box of prices. Of one currency an instrument's worst price is an
/// end of its stretch; of another one the rate is at its worst end too, by the sign of what it converts. A price that
/// is both held and a rate counts as two that move apart: the box gets narrower, never wider.
/// </summary>
internal sealed class GuardBox
{
    private readonly GuardCase what;
    private readonly InstrumentShare[] shares;
    private readonly Share[] atMark;
    private readonly GuardSide[] sides;
    private readonly GuardBucket[] buckets;
    private readonly Corner[] corners;
    private readonly MarginFigures figures;
    private readonly decimal whole;

    private GuardBox(GuardCase what, InstrumentShare[] shares, GuardBucket[] buckets)
    {
        this.what = what;
        this.shares = shares;
        this.buckets = buckets;
        atMark = new Share[shares.Length];
        sides = new GuardSide[shares.Length];
        corners = new Corner[shares.Length];
        for (var i = 0; i < shares.Length; i++)
        {
            atMark[i] = shares[i].At(shares[i].Mark.Value);
            var (low, high) = shares[i].Form();
            sides[i] = new(shares[i].Symbol, shares[i].Mark.Value, low, high)
            {
                IsRate = IsRate(shares[i].Symbol),
            };
        }

        // Surcharges are counted by themselves, whether they are due or not.
        figures = what.Regime.Concentration is null
            ? what.Figures
            : MarginCalculator.Evaluate(
                what.Portfolio, what.Regime with { Concentration = null }, what.Market, what.Now);
        if (what.Regime.Concentration is null) return;
        for (var i = 0; i < shares.Length; i++) whole += Worth(i);
    }

    /// <summary>Null where something is no function of the prices alone, or several surcharges could be due.</summary>
    public static GuardBox? Of(GuardCase what)
    {
        if (what.Regime.Concentration?.ByInstrument is { Share.Value: < 0.5m }) return null;
        var context = new MarginContext(what.Portfolio, what.Regime, what.Market, what.Now);
        var shares = new List<InstrumentShare>(what.Portfolio.Positions.Length);
        foreach (var position in what.Portfolio.Positions)
        {
            if (!Add(position.Symbol)) return null;
        }

        foreach (var order in what.Portfolio.Orders)
        {
            if (!Add(order.Symbol)) return null;
        }

        foreach (var holding in what.Portfolio.Collateral)
        {
            if (what.Regime.FindCollateral(holding.Symbol) is not null && !Add(holding.Symbol)) return null;
        }

        InstrumentShare[] found = [.. shares];
        var buckets = GuardBucket.Of(what, found);
        if (buckets is null) return null;
        var box = new GuardBox(what, found, buckets);
        return box.figures.IsPriced ? box : null;

        bool Add(Symbol symbol)
        {
            foreach (var known in shares)
            {
                if (known.Symbol == symbol) return true;
            }

            if (InstrumentShare.Of(context, symbol) is not { } share) return false;
            shares.Add(share);
            return true;
        }
    }

    /// <summary>
    /// The forms of all conditions; of one that stays crossed the form that is crossed most is enough.
    /// </summary>
    public List<GuardBranch> Branches()
    {
        var branches = new List<GuardBranch>(what.Conditions.Length);
        foreach (var condition in what.Conditions)
        {
            var forms = GuardBranch.Of(condition, what.Regime, shares.Length);
            if (condition.StaysCrossed) branches.Add(forms.MinBy(SlackNow));
            else branches.AddRange(forms);
        }

        return branches;
    }

    /// <summary>
    /// Marks the directions of an instrument in which no condition gets worse; they are open as far as the furthest
    /// price.
    /// </summary>
    public void Open(List<GuardBranch> branches)
    {
        for (var i = 0; i < shares.Length; i++)
        {
            if (!sides[i].IsRate)
            {
                var highest = shares[i].At(sides[i].Furthest(1));
                var lowest = shares[i].At(sides[i].Furthest(-1));
                var (up, down) = (true, true);
                foreach (var branch in branches)
                {
                    var weight = branch.Weight(what.Regime, i);
                    var now = branch.Of(atMark[i], weight);
                    up = up && IsNoWorse(branch, i, highest, now, weight);
                    down = down && IsNoWorse(branch, i, lowest, now, weight);
                }

                sides[i] = sides[i] with { IsOpenUp = up, IsOpenDown = down };
                corners[i] = new(lowest, highest);
            }
        }
    }

    /// <summary>Moves the box's ends: every price may move by a share of itself.</summary>
    public void Reach(decimal reach)
    {
        for (var i = 0; i < shares.Length; i++)
        {
            var low = sides[i].IsOpenDown ? corners[i].Low : shares[i].At(sides[i].Low(reach));
            var high = sides[i].IsOpenUp ? corners[i].High : shares[i].At(sides[i].High(reach));
            corners[i] = new(low, high);
        }
    }

    /// <summary>
    /// How far from its wrong side a condition stays in the worst corner of the box: slack, or its opposite where the
    /// condition stays crossed.
    /// </summary>
    /// <param name="branch">The form.</param>
    /// <param name="reach">What <see cref="Reach"/> was called with last; zero for the marks themselves.</param>
    public decimal Worst(GuardBranch branch, decimal reach)
    {
        var slack = SlackNow(branch);
        var isCrossed = branch.Condition.StaysCrossed;
        if (reach == 0m) return isCrossed ? -slack : slack;
        foreach (var bucket in buckets)
        {
            decimal now = branch.OfCash(bucket.Balance, bucket.Costs), worst = now;
            foreach (var i in bucket.Shares)
            {
                var weight = branch.Weight(what.Regime, i);
                now += branch.Of(atMark[i], weight);
                worst += isCrossed
                    ? branch.Most(corners[i].Low, corners[i].High, weight)
                    : Least(branch, i, corners[i].Low, corners[i].High, weight);
            }

            slack += bucket.Worst(now, worst, reach, wantsHighest: isCrossed);
        }

        return isCrossed ? -slack : slack;
    }

    /// <summary>The bands of the box, of instruments held and of the pairs that convert.</summary>
    public IEnumerable<GuardBand> Bands(decimal reach)
    {
        for (var i = 0; i < sides.Length; i++)
        {
            yield return sides[i].Band(reach);
            if (shares[i].Closing is { } closing) yield return sides[i].Band(reach, closing.Of, closing.Now);
        }

        foreach (var leg in buckets.SelectMany(b => b.Legs)) yield return leg.Side.Band(reach);
    }

    private decimal SlackNow(GuardBranch branch) => branch.Slack(
        figures, what.Regime, whole, branch.ByInstrument < 0 ? 0m : Worth(branch.ByInstrument));

    private bool IsNoWorse(GuardBranch branch, int i, in Share there, decimal now, decimal weight) =>
        branch.Condition.StaysCrossed
            ? branch.Most(atMark[i], there, weight) <= now
            : Least(branch, i, atMark[i], there, weight) >= now;

    /// Requirements that bend upward leave the least slack at an end, each price by itself; otherwise each figure is
    /// taken at its worst.
    private decimal Least(GuardBranch branch, int i, in Share low, in Share high, decimal weight) =>
        shares[i].IsConvex
            ? Math.Min(branch.Of(low, weight), branch.Of(high, weight))
            : branch.Least(low, high, weight);

    private decimal Worth(int i)
    {
        var rate = Conversion.Find(what.Market, shares[i].Currency, what.Portfolio.Currency, what.Now);
        return rate.Of(atMark[i].MarketValue);
    }

    private bool IsRate(Symbol symbol)
    {
        foreach (var bucket in buckets)
        {
            foreach (var leg in bucket.Legs)
            {
                if (leg.Side.Symbol == symbol) return true;
            }
        }

        return false;
    }

    /// <summary>An instrument's part at both ends of its stretch.</summary>
    private readonly record struct Corner(Share Low, Share High);
}
