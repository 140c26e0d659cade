using System.Collections.Immutable;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Positions;

/// <summary>
/// What margin is computed from: balances and positions. Small arrays, sorted, because accounts hold few of each.
/// </summary>
/// <param name="Currency">The account's own currency, in which all figures are given.</param>
/// <param name="Balances">Settled cash, at most one amount per currency, in the order of the codes, none of them
/// zero.</param>
/// <param name="Positions">At most one per instrument, in the order of the symbols.</param>
public sealed record Portfolio(
    Currency Currency, ImmutableArray<Money> Balances, ImmutableArray<Position> Positions)
{
    /// <summary>Nothing held.</summary>
    public static Portfolio Empty(Currency currency) => new(currency, [], []);

    /// <summary>Whether there is no position.</summary>
    public bool IsFlat => Positions.IsEmpty;

    /// <summary>The settled cash of a currency, zero when there is none.</summary>
    public Money Balance(Currency currency) => MoneySet.Of(Balances, currency);

    /// <summary>The position in an instrument, or null.</summary>
    public Position? Find(Symbol symbol)
    {
        foreach (var position in Positions)
        {
            if (position.Symbol == symbol) return position;
        }

        return null;
    }

    /// <summary>With an amount added to the balance of its currency.</summary>
    public Portfolio Add(Money amount) => this with { Balances = MoneySet.Add(Balances, amount) };

    /// <summary>With the position of an instrument replaced, or removed when null.</summary>
    public Portfolio Set(Symbol symbol, Position? position)
    {
        var index = 0;
        while (index < Positions.Length && Positions[index].Symbol.CompareTo(symbol) < 0) index++;
        var held = index < Positions.Length && Positions[index].Symbol == symbol;
        return (held, position) switch
        {
            (true, null) => this with { Positions = Positions.RemoveAt(index) },
            (true, not null) => this with { Positions = Positions.SetItem(index, position) },
            (false, not null) => this with { Positions = Positions.Insert(index, position) },
            _ => this,
        };
    }
}
