using MarginGrains.Core.Margin;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Core.Guards;

/// <summary>Which total a line is drawn against.</summary>
internal enum Against
{
    Initial,
    HalfInitial,
    Maintenance,
    MarketValue,
    Owed,
}

/// <summary>
/// One form that the slack of a condition can take, a sum over instruments; the slack itself is the least of all its
/// forms. What concentration adds is linear in each form: client × (whole − above) + single × (own − share × whole).
/// </summary>
/// <param name="Condition">The condition.</param>
/// <param name="Against">The denominator.</param>
/// <param name="ByClient">Whether the client's surcharge is due in this form.</param>
/// <param name="ByInstrument">Which instrument pays its own surcharge in this form, by index; −1 for none.</param>
internal readonly record struct GuardBranch(GuardCondition Condition, Against Against, bool ByClient, int ByInstrument)
{
    private Measure Measure => Condition.Line.Measure;

    private decimal Threshold => Condition.Line.Threshold.Value;

    /// <summary>Every form of a condition.</summary>
    public static IEnumerable<GuardBranch> Of(GuardCondition condition, Regime regime, int instruments)
    {
        foreach (var against in Denominators(condition.Line.Measure, regime))
        {
            yield return new(condition, against, false, -1);
            if (regime.Concentration is not { } rule || !IsSurcharged(against)) continue;
            if (rule.ByClient is not null) yield return new(condition, against, true, -1);
            if (rule.ByInstrument is null) continue;
            for (var i = 0; i < instruments; i++)
            {
                yield return new(condition, against, false, i);
                if (rule.ByClient is not null) yield return new(condition, against, true, i);
            }
        }
    }

    /// <summary>
    /// Slack by totals that hold no surcharge, with that of this form at a whole value and an own one.
    /// </summary>
    public decimal Slack(in MarginFigures figures, Regime regime, decimal whole, decimal own)
    {
        var denominator = Against switch
        {
            Against.Initial => figures.InitialAmount,
            Against.HalfInitial => figures.InitialAmount / 2m,
            Against.Maintenance => figures.MaintenanceAmount,
            _ => figures.Denominator(Measure),
        };
        return figures.Numerator(Measure) - Threshold * (denominator + Surcharge(regime, whole, own))
            + Condition.Offset;
    }

    /// <summary>What an instrument adds to the slack.</summary>
    public decimal Of(in Share share, decimal weight) =>
        share.Numerator(Measure) - Threshold * (Denominator(share) + weight * share.MarketValue);

    /// <summary>The least an instrument can add where its share lies between two, each figure by itself.</summary>
    public decimal Least(in Share one, in Share other, decimal weight) =>
        Math.Min(one.Numerator(Measure) - one.Apart, other.Numerator(Measure) - other.Apart)
            + Math.Min(one.Apart, other.Apart) - Threshold * (
            Math.Max(Denominator(one), Denominator(other))
            + Math.Max(weight * one.MarketValue, weight * other.MarketValue));

    /// <summary>
    /// The most an instrument can add where its share lies between two, each figure by itself: of what is short and
    /// pledged up to a cap the best price lies between the ends.
    /// </summary>
    public decimal Most(in Share one, in Share other, decimal weight) =>
        Math.Max(one.Numerator(Measure) - one.Apart, other.Numerator(Measure) - other.Apart)
            + Math.Max(one.Apart, other.Apart) - Threshold * (
            Math.Min(Denominator(one), Denominator(other))
            + Math.Min(weight * one.MarketValue, weight * other.MarketValue));

    /// <summary>What a unit of an instrument's value adds to the denominator by concentration.</summary>
    public decimal Weight(Regime regime, int instrument)
    {
        if (regime.Concentration is not { } rule) return 0m;
        var weight = ByClient ? rule.ByClient!.Surcharge.Value : 0m;
        if (ByInstrument >= 0)
        {
            var single = rule.ByInstrument!;
            weight += single.Surcharge.Value * ((instrument == ByInstrument ? 1m : 0m) - single.Share.Value);
        }

        return Against == Against.HalfInitial ? weight / 2m : weight;
    }

    /// <summary>
    /// What a balance of another currency adds to the slack, per unit of its rate, with what has accrued in it; costs
    /// are neither collateral nor a loan.
    /// </summary>
    public decimal OfCash(decimal balance, decimal accrued) => Measure == Measure.CollateralToLoan
        ? Math.Max(0m, balance) - Threshold * Math.Max(0m, -balance)
        : balance + accrued;

    private static bool IsSurcharged(Against against) =>
        against is Against.Initial or Against.HalfInitial or Against.Maintenance;

    private static Against[] Denominators(Measure measure, Regime regime) => measure switch
    {
        Measure.EquityToMaintenance => [Against.Maintenance],
        Measure.EquityToInitial => [Against.Initial],
        Measure.EquityToUsedMargin => regime.UsedMargin == UsedMarginRule.SumOfInitial
            ? [Against.Initial]
            : [Against.Maintenance, Against.HalfInitial],
        Measure.EquityToMarketValue => [Against.MarketValue],
        _ => [Against.Owed],
    };

    private decimal Surcharge(Regime regime, decimal whole, decimal own)
    {
        if (regime.Concentration is not { } rule) return 0m;
        var surcharge = ByClient ? rule.ByClient!.Surcharge.Value * (whole - rule.ByClient.Above) : 0m;
        if (ByInstrument >= 0)
        {
            surcharge += rule.ByInstrument!.Surcharge.Value * (own - rule.ByInstrument.Share.Value * whole);
        }

        return Against == Against.HalfInitial ? surcharge / 2m : surcharge;
    }

    private decimal Denominator(in Share share) => Against switch
    {
        Against.Initial => share.Initial,
        Against.HalfInitial => share.Initial / 2m,
        Against.Maintenance => share.Maintenance,
        Against.MarketValue => share.MarketValue,
        _ => share.Owed,
    };
}
