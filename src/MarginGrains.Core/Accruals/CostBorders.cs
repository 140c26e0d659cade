using MarginGrains.Core.Instruments;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Core.Accruals;

/// <summary>What decides where an account's periods end: the market, and its regime by date.</summary>
/// <param name="Market">The market as it is known now.</param>
/// <param name="RegimeId">The account's regime.</param>
/// <param name="Overdue">What is past due, in the account's currency; at most so much bears the overdue spread.</param>
internal readonly record struct CostTerms(IMarket Market, RegimeId RegimeId, Money Overdue)
{
    /// The version of the day that ends at a border is the one in force just before it.
    public CostRule? RuleBefore(DateTimeOffset border) => Market.FindRegime(RegimeId, border.AddTicks(-1))?.Costs;

    /// The version in force from an instant on.
    public CostRule? RuleFrom(DateTimeOffset at) => Market.FindRegime(RegimeId, at)?.Costs;
}

/// <summary>
/// Borders: the ends of days and the instants of funding at which something of a portfolio is counted (rule COST-001).
/// They depend on what is held and on the terms, never on who looks or how often.
/// </summary>
internal static class CostBorders
{
    /// <summary>The first border after an instant; null when nothing is counted.</summary>
    public static DateTimeOffset? Next(Portfolio portfolio, in CostTerms terms, DateTimeOffset after)
    {
        var next = DateTimeOffset.MaxValue;
        var isCounted = BearsInterest(portfolio) || HasOpenInterest(portfolio);
        if (isCounted && terms.RuleFrom(after) is { } rule)
        {
            next = DayEnds.Of(rule.Calendar, rule, terms.Market).Next(after).At;
        }

        foreach (var position in portfolio.Positions)
        {
            if (terms.Market.FindInstrument(position.Symbol) is not { } instrument) continue;
            if (instrument.NextCosts(after) is { } others) next = Earlier(next, others);
            if (instrument.CostsFrom(after) is not { } costs) continue;
            isCounted = true;
            next = Earlier(next, Next(instrument, costs, position, terms, after));
        }

        // The next version of the regime may count, or end the days, otherwise: it is looked at again from there.
        if (isCounted && terms.Market.NextRegimeChange(terms.RegimeId, after) is { } change)
        {
            next = Earlier(next, change);
        }

        return next == DateTimeOffset.MaxValue ? null : next;
    }

    /// <summary>Whether cash is borrowed.</summary>
    public static bool BearsInterest(Portfolio portfolio)
    {
        foreach (var balance in portfolio.Balances)
        {
            if (balance.IsNegative) return true;
        }

        foreach (var position in portfolio.Positions)
        {
            if (position.Financing is { IsNegative: true }) return true;
        }

        return false;
    }

    private static bool HasOpenInterest(Portfolio portfolio) => portfolio.Costs is { } costs
        && costs.Lines.Any(l => IsInterest(l.Kind) && l.Outstanding.Amount != 0m);

    /// <summary>Whether it accrues on cash, and is charged at its own time.</summary>
    public static bool IsInterest(CostKind kind) => kind is CostKind.Interest or CostKind.OverdueInterest;

    private static DateTimeOffset Next(
        Instrument instrument, InstrumentCosts costs, Position position, in CostTerms terms, DateTimeOffset after)
    {
        var next = costs.Funding?.Next(after) ?? DateTimeOffset.MaxValue;
        var ends = DayEnds.Of(instrument.Calendar, terms.RuleFrom(after), terms.Market);
        if (costs.ChargesBorrow && !position.Quantity.IsLong) next = Earlier(next, ends.Next(after).At);
        if (costs.Swap is not null || costs.SettlesDaily)
        {
            next = Earlier(next, ends.NextBusiness(after)?.At ?? DateTimeOffset.MaxValue);
        }

        return next;
    }

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one <= other ? one : other;
}
