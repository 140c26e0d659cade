using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Liquidation;

/// <summary>One who holds the other side of a position that nobody takes.</summary>
/// <param name="AccountId">Whose it is.</param>
/// <param name="Quantity">Units held, signed, not zero.</param>
/// <param name="AveragePrice">Average price of the units held.</param>
/// <param name="EffectiveLeverage">Notional ÷ equity, above zero.</param>
public sealed record DeleveragingCandidate(
    AccountId AccountId, Quantity Quantity, Price AveragePrice, Ratio EffectiveLeverage)
{
    /// <summary>Gain (above zero) or loss at a mark, as a share of what was paid.</summary>
    public Ratio GainShare(Price mark) => new(
        Math.Sign(Quantity.Value) * (mark.Value - AveragePrice.Value) / AveragePrice.Value);

    /// <summary>
    /// The higher the sooner it is reduced (rule LIQD-013): gain share × leverage; of a loss, loss share ÷ leverage,
    /// which is below zero.
    /// </summary>
    public Ratio Score(Price mark)
    {
        var share = GainShare(mark).Value;
        return new(share > 0m ? share * EffectiveLeverage.Value : share / EffectiveLeverage.Value);
    }
}
