using System.Collections.Immutable;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Scenarios;

/// <summary>One scenario of a risk array.</summary>
/// <param name="LossPerUnit">What one unit held long loses, signed: below zero it gains.</param>
public readonly record struct RiskScenario(Money LossPerUnit);

/// <summary>
/// The worst of an array of scenarios (rule SCEN-012), with which a desk checks what a clearing house charges it.
/// Source: the scan risk of SPAN, CME Clearing.
/// </summary>
public static class ScanRisk
{
    /// <summary>
    /// The largest loss of a position over the scenarios, never below zero; weights of extreme moves are in the array
    /// already. The quantity is signed. All scenarios are of one currency, and there is at least one.
    /// </summary>
    public static Money Of(Quantity quantity, ImmutableArray<RiskScenario> scenarios)
    {
        var worst = Money.Zero(scenarios[0].LossPerUnit.Currency);
        foreach (var scenario in scenarios)
        {
            worst = Money.Max(worst, scenario.LossPerUnit * new Ratio(quantity.Value));
        }

        return worst;
    }
}

/// <summary>
/// What a clearing house asks of a member that clears gross: every client by itself, nobody's long covers another's
/// short (rule SCEN-012). Source: the clearing margin page of TAIFEX.
/// </summary>
public static class GrossMargin
{
    /// <summary>
    /// Units held per instrument over all portfolios, each client's net position without its sign, by symbol.
    /// </summary>
    public static ImmutableSortedDictionary<Symbol, Quantity> Units(IEnumerable<Portfolio> clients)
    {
        var units = ImmutableSortedDictionary.CreateBuilder<Symbol, Quantity>();
        foreach (var client in clients)
        {
            foreach (var symbol in client.Positions.Select(p => p.Symbol).Distinct())
            {
                units[symbol] = units.GetValueOrDefault(symbol) + client.Net(symbol).Absolute;
            }
        }

        return units.ToImmutable();
    }

    /// <summary>The units of an instrument × its initial margin at the mark; null without a mark or terms.</summary>
    public static Money? Of(Symbol symbol, Quantity units, IMarket market, DateTimeOffset now)
    {
        if (market.FindInstrument(symbol) is not { } instrument || market.FindMark(symbol) is not { } mark) return null;
        if (OpenMarkets.IsStale(market, instrument, mark, now)) return null;
        if (instrument.Margin.At(now) is not { } terms) return null;
        if (!Margin.SessionTerms.TryFind(instrument, market, now, out var session)) return null;
        var need = session is { } factor
            ? factor.Of(terms, instrument, units, mark.Price)
            : Instruments.MarginRequirement.Of(terms, instrument, units, mark.Price);
        return new(Rounding.Requirement(need.Initial, need.Currency, RoundingMode.AgainstAccount), need.Currency);
    }
}
