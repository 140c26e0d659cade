using MarginGrains.Core.Instruments;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Positions;

/// <summary>What an account holds of one instrument on one side.</summary>
/// <param name="Symbol">The instrument.</param>
/// <param name="Quantity">Units, above zero long, below zero short; never zero.</param>
/// <param name="AveragePrice">Average price of the units held, not rounded; harmonic for an inverse contract.</param>
public sealed record Position(Symbol Symbol, Quantity Quantity, Price AveragePrice)
{
    /// <summary>
    /// Cash bound to this position, in the quote currency: below zero the loan that financed it, above zero what is
    /// held for a short sale (its proceeds and the margin deposited); null when nothing is (rule POSN-005).
    /// </summary>
    public Money? Financing { get; init; }

    /// <summary>With more units at a price (rule POSN-001).</summary>
    public Position Add(Quantity units, Price price, ContractKind contract)
    {
        var after = Quantity + units;
        var (held, added) = (Quantity.Value, units.Value);
        var average = contract == ContractKind.Linear
            ? (held * AveragePrice.Value + added * price.Value) / after.Value
            : after.Value / (held / AveragePrice.Value + added / price.Value);
        return this with { Quantity = after, AveragePrice = new(average) };
    }

    /// <summary>
    /// With fewer units, or null when none are left; the average stays, financing goes in proportion.
    /// </summary>
    public Position? Reduce(Quantity units)
    {
        var left = Math.Abs(Quantity.Value) - units.Absolute.Value;
        if (left == 0m) return null;
        return this with
        {
            Quantity = new(Math.Sign(Quantity.Value) * left),
            Financing = Financing is { } bound ? bound - Released(units)!.Value : null,
        };
    }

    /// <summary>What of the financing goes with so many units, of its sign; all of it with the last.</summary>
    public Money? Released(Quantity units)
    {
        if (Financing is not { } bound) return null;
        return units.Absolute == Quantity.Absolute
            ? bound
            : Rounding.Booked(bound.Amount * units.Absolute.Value / Quantity.Absolute.Value, bound.Currency);
    }
}

/// <summary>What a fill does to the two sides of an instrument.</summary>
/// <param name="Reduced">The other side before it, or null when the fill reduces nothing.</param>
/// <param name="Closed">Units of it that go, without sign.</param>
/// <param name="Opened">Units that open or add, with the fill's sign; zero when the fill only reduces.</param>
public readonly record struct PositionChange(Position? Reduced, Quantity Closed, Quantity Opened)
{
    /// <summary>
    /// A fill that nets reduces the other side first, and what is beyond opens at its own price; one that opens stands
    /// beside the other side (rules POSN-001, POSN-004).
    /// </summary>
    public static PositionChange Of(Portfolio portfolio, Fill fill)
    {
        var other = fill.Effect == FillEffect.Net ? portfolio.Find(fill.Symbol, !fill.Quantity.IsLong) : null;
        if (other is null) return new(null, default, fill.Quantity);
        var closed = Math.Min(other.Quantity.Absolute.Value, fill.Quantity.Absolute.Value);
        var rest = Math.Sign(fill.Quantity.Value) * (fill.Quantity.Absolute.Value - closed);
        return new(other, new(closed), new(rest));
    }

    /// <summary>Released financing of what is closed, or null.</summary>
    public Money? Released => Reduced?.Released(Closed);

    /// <summary>The portfolio with the change made to its positions; balances stay.</summary>
    /// <param name="portfolio">The portfolio it was computed from.</param>
    /// <param name="fill">The fill.</param>
    /// <param name="financing">What is bound to the units that open, or null.</param>
    public Portfolio Apply(Portfolio portfolio, Fill fill, Money? financing)
    {
        var next = portfolio;
        if (Reduced is not null) next = next.Set(Reduced, Reduced.Reduce(Closed));
        if (Opened.IsZero) return next;
        var own = next.Find(fill.Symbol, Opened.IsLong);
        var grown = own is null ? new(fill.Symbol, Opened, fill.Price) : own.Add(Opened, fill.Price, fill.Contract);
        if (financing is { } bound)
        {
            grown = grown with { Financing = own?.Financing is { } before ? before + bound : bound };
        }

        return next.Set(own ?? grown, grown);
    }
}
