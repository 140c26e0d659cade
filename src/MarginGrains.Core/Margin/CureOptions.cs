using System.Collections.Immutable;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Core.Margin;

/// <summary>The ways out of a margin call, each tried on the calculator before it is named.</summary>
public static class CureOptions
{
    /// <summary>
    /// Cash first, then securities, then positions, each in the order of the symbols. Each is sufficient by itself at
    /// the marks of the moment, without fees; what cannot be sufficient is left out. Without figures, or with nothing
    /// due, there is none; where a better price already restores what is asked, cash is the only one. It costs some ten
    /// evaluations of about 3 µs for each security and position.
    /// </summary>
    /// <param name="amountDue">What the call asks for, in the account's currency.</param>
    /// <param name="rule">The call's rule.</param>
    /// <param name="portfolio">What is held.</param>
    /// <param name="regime">The regime.</param>
    /// <param name="market">Marks and terms of the moment.</param>
    /// <param name="now">The moment.</param>
    public static ImmutableArray<CureOption> Of(
        Money amountDue, CallRule rule, Portfolio portfolio, Regime regime, IMarket market, DateTimeOffset now)
    {
        var search = new CureSearch(portfolio, regime, LineOf(rule), market, now);
        if (!amountDue.IsPositive || !search.IsPriced) return [];
        var options = ImmutableArray.CreateBuilder<CureOption>();
        options.Add(search.Deposit(amountDue));
        if (search.IsCured) return options.ToImmutable();
        foreach (var symbol in Securities(portfolio, regime, market))
        {
            if (search.Transfer(symbol, amountDue) is { } option) options.Add(option);
        }

        foreach (var position in portfolio.Positions)
        {
            if (search.Reduce(position, amountDue) is { } option) options.Add(option);
        }

        return options.ToImmutable();
    }

    /// <summary>The line that a call's amount restores: it is cured when this line is not crossed.</summary>
    public static RegimeLine LineOf(CallRule rule) => rule.Restores switch
    {
        CallTarget.Maintenance => new(Measure.EquityToMaintenance, Comparator.Below, Ratio.One),
        CallTarget.Initial => new(Measure.EquityToInitial, Comparator.Below, Ratio.One),
        _ => rule.ClearLevel ?? rule.Trigger,
    };

    /// What counts when it is transferred in: the regime's collateral, and more of what is held long and paid in full.
    private static SortedSet<Symbol> Securities(Portfolio portfolio, Regime regime, IMarket market)
    {
        var symbols = new SortedSet<Symbol>();
        foreach (var eligible in regime.Collateral) symbols.Add(eligible.Symbol);
        foreach (var position in portfolio.Positions)
        {
            if (position.Quantity.IsLong
                && market.FindInstrument(position.Symbol) is { } instrument && instrument.AssetClass.IsPaidInFull())
            {
                symbols.Add(position.Symbol);
            }
        }

        return symbols;
    }
}
