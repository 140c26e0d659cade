using System.Collections.Immutable;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Scenarios;

/// <summary>The market after the shocks of a scenario (rule SCEN-008).</summary>
internal static class StressMarket
{
    /// <summary>Prices and margin terms as the scenario has them.</summary>
    public static MarketSet Of(MarketSet market, StressScenario scenario)
    {
        var shocked = market;
        foreach (var mark in market.Marks)
        {
            if (market.FindInstrument(mark.Symbol) is not { } instrument) continue;
            var factor = FactorOf(instrument, scenario);
            if (factor != 1m) shocked = shocked.With(Moved(mark, factor));
        }

        foreach (var instrument in market.Instruments)
        {
            if (Pick(scenario.Margins, m => m.Target, instrument) is not { } shock) continue;
            shocked = shocked.With(instrument with { Margin = Times(instrument.Margin, shock.Factor.Value) });
        }

        return shocked;
    }

    /// <summary>
    /// A mark times a factor, its bid and ask too; never below the last decimal that counts. What moved is no official
    /// closing price any more.
    /// </summary>
    public static Mark Moved(Mark mark, decimal factor) => mark with
    {
        Kind = mark.Kind == MarkKind.Closing ? MarkKind.Given : mark.Kind,
        Price = Times(mark.Price, factor),
        Bid = mark.Bid is { } bid ? Times(bid, factor) : null,
        Ask = mark.Ask is { } ask ? Times(ask, factor) : null,
    };

    private static decimal FactorOf(Instrument instrument, StressScenario scenario)
    {
        var factor = 1m + (Pick(scenario.Prices, p => p.Target, instrument)?.Change.Value ?? 0m);
        foreach (var shock in scenario.Currencies)
        {
            if (instrument.BaseCurrency is not { } baseCurrency) break;
            if (baseCurrency == shock.Currency) factor *= 1m + shock.Change.Value;
            if (instrument.QuoteCurrency == shock.Currency) factor /= 1m + shock.Change.Value;
        }

        return factor;
    }

    private static T? Pick<T>(ImmutableArray<T> shocks, Func<T, ShockTarget> targetOf, Instrument instrument)
        where T : class
    {
        T? found = null;
        foreach (var shock in shocks)
        {
            if (!targetOf(shock).Matches(instrument)) continue;
            if (found is null || targetOf(shock).Rank >= targetOf(found).Rank) found = shock;
        }

        return found;
    }

    private static Price Times(Price price, decimal factor) => new(Math.Clamp(
        Rounding.Exact(price.Value * factor), 0.000_000_000_001m, Limits.LargestPrice));

    private static MarginSchedule Times(MarginSchedule schedule, decimal factor) =>
        new([.. schedule.Dated.Select(d => d with { Terms = Times(d.Terms, factor) })]);

    private static MarginTerms Times(MarginTerms terms, decimal factor)
    {
        return terms switch
        {
            MarginTerms.Rate rate => new MarginTerms.Rate(R(rate.Initial), R(rate.Maintenance)),
            MarginTerms.PerContract contract => contract with
            {
                Initial = contract.Initial * new Ratio(factor), Maintenance = contract.Maintenance * new Ratio(factor),
            },
            MarginTerms.Leverage leverage => leverage with { Maximum = new(leverage.Maximum.Value / factor) },
            MarginTerms.Tiers tiers => new MarginTerms.Tiers(
                [.. tiers.Slices.Select(s => s with { Initial = R(s.Initial), Maintenance = R(s.Maintenance) })]),
            MarginTerms.PriceSteps steps => new MarginTerms.PriceSteps(Steps(steps.LongSide), Steps(steps.ShortSide)),
            MarginTerms.SizeScaled scaled => new MarginTerms.SizeScaled(
                R(scaled.Initial), R(scaled.Maintenance), R(scaled.PerUnit)),
            _ => throw new System.Diagnostics.UnreachableException($"no multiple of {terms.GetType().Name}"),
        };

        Ratio R(Ratio ratio) => new(ratio.Value * factor);

        ImmutableArray<PriceStep> Steps(ImmutableArray<PriceStep> side) =>
        [
            .. side.Select(s => s with
            {
                Initial = R(s.Initial), Maintenance = R(s.Maintenance),
                MinimumPerUnit = s.MinimumPerUnit * new Ratio(factor),
            }),
        ];
    }
}
