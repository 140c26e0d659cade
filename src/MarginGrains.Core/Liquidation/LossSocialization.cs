using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Liquidation;

/// <summary>The units of an instrument that bear a loss.</summary>
/// <param name="Longs">Units held long.</param>
/// <param name="Shorts">Units held short; their sign does not matter.</param>
public readonly record struct BearingUnits(Quantity Longs, Quantity Shorts)
{
    /// <summary>All of them, without sign.</summary>
    public Quantity Total => Longs.Absolute + Shorts.Absolute;
}

/// <summary>A loss that is borne by all who hold an instrument.</summary>
/// <param name="PerUnit">What each unit bears, rounded up, finer than the minor unit.</param>
/// <param name="Collected">What all units bear together, never below the loss.</param>
/// <param name="Surplus">What rounding collected beyond the loss; the insurance fund's.</param>
public readonly record struct SocializedLoss(Money PerUnit, Money Collected, Money Surplus)
{
    /// <summary>What the holder of so many units bears, not rounded to the minor unit.</summary>
    public Money ShareOf(Quantity held) => PerUnit * new Ratio(held.Absolute.Value);
}

/// <summary>Spreads what nobody else paid over all units of an instrument (rule LIQD-012). Source: Drift v2.</summary>
public static class LossSocialization
{
    /// <summary>
    /// The loss per unit, rounded up to a step; null without units. The loss is not negative, the step above zero.
    /// </summary>
    public static SocializedLoss? Spread(Money loss, BearingUnits units, Ratio step)
    {
        if (loss.IsNegative) throw new ArgumentOutOfRangeException(nameof(loss), $"{loss} is no loss");
        if (units.Total.IsZero) return null;
        var perUnit = loss with { Amount = Rounding.UpToLot(loss.Amount / units.Total.Value, step.Value) };
        var collected = perUnit * new Ratio(units.Total.Value);
        return new(perUnit, collected, collected - loss);
    }
}
