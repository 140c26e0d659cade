using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Positions;

/// <summary>What an account holds of one instrument.</summary>
/// <param name="Symbol">The instrument.</param>
/// <param name="Quantity">Units, above zero long, below zero short; never zero.</param>
/// <param name="AveragePrice">Average price of the units held, not rounded.</param>
public sealed record Position(Symbol Symbol, Quantity Quantity, Price AveragePrice);

/// <summary>What a fill does to a position.</summary>
/// <param name="Position">What is held afterwards; null when nothing is.</param>
/// <param name="Closed">Units that were closed, without sign.</param>
/// <param name="PriceGain">Gain per closed unit in the quote currency, signed, not rounded.</param>
public readonly record struct PositionChange(Position? Position, Quantity Closed, decimal PriceGain)
{
    /// <summary>
    /// Average price when adding; gain against the average price when reducing; a fill beyond zero closes all and opens
    /// the rest at its own price (rule POSN-001).
    /// </summary>
    public static PositionChange Of(Position? held, Symbol symbol, Quantity filled, Price price)
    {
        if (held is null) return new(new(symbol, filled, price), default, 0m);
        var before = held.Quantity.Value;
        var after = before + filled.Value;
        if (Math.Sign(before) == Math.Sign(filled.Value))
        {
            var average = (before * held.AveragePrice.Value + filled.Value * price.Value) / after;
            return new(held with { Quantity = new(after), AveragePrice = new(average) }, default, 0m);
        }

        var closed = Math.Min(Math.Abs(before), Math.Abs(filled.Value));
        var gain = (price.Value - held.AveragePrice.Value) * Math.Sign(before);
        Position? left = after == 0m ? null
            : Math.Sign(after) == Math.Sign(before) ? held with { Quantity = new(after) }
            : new(symbol, new(after), price);
        return new(left, new(closed), gain);
    }
}
