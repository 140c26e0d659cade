namespace MarginGrains.Core.Primitives;

/// <summary>
/// The largest numbers that are taken at the door. Far beyond any market, and small enough that sums and products of
/// them stay within what a decimal holds exactly.
/// </summary>
public static class Limits
{
    /// <summary>Of an amount of money and of a notional: a million million million.</summary>
    public const decimal LargestAmount = 1_000_000_000_000_000_000m;

    /// <summary>The smallest price: one unit of the last decimal that counts.</summary>
    public const decimal SmallestPrice = 0.000_000_000_001m;

    /// <summary>Of a price: a million million.</summary>
    public const decimal LargestPrice = 1_000_000_000_000m;

    /// <summary>Of units: a thousand million million.</summary>
    public const decimal LargestQuantity = 1_000_000_000_000_000m;

    /// <summary>Of a multiplier: a million.</summary>
    public const decimal LargestMultiplier = 1_000_000m;

    /// <summary>Whether a notional can be booked.</summary>
    public static bool AllowsNotional(decimal quantity, decimal multiplier, decimal price) =>
        Math.Abs(quantity) <= LargestQuantity && price <= LargestPrice && multiplier <= LargestMultiplier
        && Math.Abs(quantity) * multiplier <= LargestAmount / price;
}
