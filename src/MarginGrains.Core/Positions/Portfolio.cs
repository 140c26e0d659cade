using System.Collections.Immutable;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Core.Positions;

/// <summary>
/// What margin is computed from: balances, positions, collateral and what working orders reserve. Small arrays, sorted,
/// because accounts hold few of each.
/// </summary>
/// <param name="Currency">The account's own currency, in which all figures are given.</param>
/// <param name="Balances">Settled cash, at most one amount per currency, in the order of the codes, none of them
/// zero.</param>
/// <param name="Positions">At most one per instrument and side, in the order of the symbols, the long side
/// first.</param>
public sealed record Portfolio(
    Currency Currency, ImmutableArray<Money> Balances, ImmutableArray<Position> Positions)
{
    /// <summary>Securities deposited as collateral, in the order of the symbols; all of them above zero.</summary>
    public ImmutableArray<CollateralHolding> Collateral { get; init; } = [];

    /// <summary>Working orders that reserve margin, in the order of their ids.</summary>
    public ImmutableArray<WorkingOrder> Orders { get; init; } = [];

    /// <summary>What time has cost and what waits to be counted; null for nothing.</summary>
    public AccruedCosts? Costs { get; init; }

    /// <summary>The client's class, on which floors and caps of the regime depend.</summary>
    public ClientClass ClientClass { get; init; }

    /// <summary>
    /// Temporary credit, above zero, in the account's currency: it counts in equity, is no cash and never leaves (rule
    /// MARG-025). Null while there is none.
    /// </summary>
    public Money? Credit { get; init; }

    /// <summary>Temporary credit, zero when there is none.</summary>
    public Money CreditOrZero => Credit ?? Money.Zero(Currency);

    /// <summary>Nothing held.</summary>
    public static Portfolio Empty(Currency currency) => new(currency, [], []);

    /// <summary>Whether there is no position.</summary>
    public bool IsFlat => Positions.IsEmpty;

    /// <summary>The settled cash of a currency, zero when there is none.</summary>
    public Money Balance(Currency currency) => MoneySet.Of(Balances, currency);

    /// <summary>The position in an instrument, of two sides the long one, or null.</summary>
    public Position? Find(Symbol symbol)
    {
        foreach (var position in Positions)
        {
            if (position.Symbol == symbol) return position;
        }

        return null;
    }

    /// <summary>The position in an instrument on one side, or null.</summary>
    public Position? Find(Symbol symbol, bool isLong)
    {
        foreach (var position in Positions)
        {
            if (position.Symbol == symbol && position.Quantity.IsLong == isLong) return position;
        }

        return null;
    }

    /// <summary>Long less short units of an instrument.</summary>
    public Quantity Net(Symbol symbol)
    {
        var net = default(Quantity);
        foreach (var position in Positions)
        {
            if (position.Symbol == symbol) net += position.Quantity;
        }

        return net;
    }

    /// <summary>With an amount added to the balance of its currency.</summary>
    public Portfolio Add(Money amount) => this with { Balances = MoneySet.Add(Balances, amount) };

    /// <summary>With an amount added to temporary credit, or taken from it.</summary>
    public Portfolio AddCredit(Money amount)
    {
        var credit = CreditOrZero + amount;
        return this with { Credit = credit.Amount == 0m ? null : credit };
    }

    /// <summary>With the position on the side of <paramref name="place"/> replaced, or removed when null.</summary>
    public Portfolio Set(Position place, Position? position)
    {
        var index = 0;
        while (index < Positions.Length && Compare(Positions[index], place) < 0) index++;
        var held = index < Positions.Length && Compare(Positions[index], place) == 0;
        return (held, position) switch
        {
            (true, null) => this with { Positions = Positions.RemoveAt(index) },
            (true, not null) => this with { Positions = Positions.SetItem(index, position) },
            (false, not null) => this with { Positions = Positions.Insert(index, position) },
            _ => this,
        };
    }

    /// <summary>With a number of units added to (above zero) or taken from the collateral of a security.</summary>
    public Portfolio AddCollateral(Symbol symbol, Quantity units)
    {
        var held = Collateral.FirstOrDefault(c => c.Symbol == symbol);
        var others = held is null ? Collateral : Collateral.Remove(held);
        var quantity = (held?.Quantity ?? default) + units;
        return this with
        {
            Collateral = quantity.IsZero
                ? others
                : [.. others.Add(new(symbol, quantity)).OrderBy(c => c.Symbol)],
        };
    }

    /// <summary>With what time has cost changed.</summary>
    internal Portfolio WithCosts(Func<AccruedCosts, AccruedCosts> change)
    {
        var after = change(Costs ?? AccruedCosts.None);
        return this with { Costs = after.Lines.IsEmpty && after.Pending.IsEmpty ? null : after };
    }

    /// <summary>With what a change of positions does to what waits or has ended with them.</summary>
    internal Portfolio After(Portfolio before) =>
        Costs is null ? this : WithCosts(c => c.After(before.Positions, Positions));

    /// <summary>With a working order placed or replaced.</summary>
    public Portfolio Place(WorkingOrder order) => this with
    {
        Orders = [.. Orders.RemoveAll(o => o.OrderId == order.OrderId).Add(order)
            .OrderBy(o => o.OrderId.Value, StringComparer.Ordinal)],
    };

    /// <summary>Without a working order.</summary>
    public Portfolio Cancel(OrderId orderId) => this with { Orders = Orders.RemoveAll(o => o.OrderId == orderId) };

    private static int Compare(Position one, Position other)
    {
        var bySymbol = one.Symbol.CompareTo(other.Symbol);
        return bySymbol != 0 ? bySymbol : other.Quantity.IsLong.CompareTo(one.Quantity.IsLong);
    }
}

/// <summary>A security held as collateral; what it counts for is a matter of the regime.</summary>
/// <param name="Symbol">The security.</param>
/// <param name="Quantity">Units, above zero.</param>
public sealed record CollateralHolding(Symbol Symbol, Quantity Quantity);

/// <summary>An order of the client's that may still fill and reserves margin for it (rule MARG-017).</summary>
/// <param name="OrderId">The client's id.</param>
/// <param name="Symbol">The instrument.</param>
/// <param name="Quantity">Units still open to buy (above zero) or sell (below zero).</param>
/// <param name="Price">Its limit, or null for the mark.</param>
public sealed record WorkingOrder(OrderId OrderId, Symbol Symbol, Quantity Quantity, Price? Price);

/// <summary>An isolated position with the margin that was put aside for it; nothing else stands for its loss.</summary>
/// <param name="Symbol">The instrument.</param>
/// <param name="Portfolio">Its position and its own balances.</param>
public sealed record IsolatedBucket(Symbol Symbol, Portfolio Portfolio);
