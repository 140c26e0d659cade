using MarginGrains.Core.Marks;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Guards;

/// <summary>One instrument's price and how far it may go.</summary>
/// <param name="Symbol">The instrument.</param>
/// <param name="Price">Its mark.</param>
/// <param name="Lowest">Below it rules change their form.</param>
/// <param name="Highest">Above it rules change their form.</param>
internal readonly record struct GuardSide(Symbol Symbol, decimal Price, decimal Lowest, decimal Highest)
{
    /// <summary>Beyond it the account is asked again, whatever happens: five times the price.</summary>
    public const decimal FurthestRise = 4m;

    /// <summary>The other way a thousandth of the price.</summary>
    public const decimal FurthestFall = 0.999m;

    /// <summary>Whether it converts as well.</summary>
    public bool IsRate { get; init; }

    public bool IsOpenUp { get; init; }

    public bool IsOpenDown { get; init; }

    public decimal Furthest(int direction) => direction > 0
        ? Math.Min(Price * (1m + FurthestRise), Highest)
        : Math.Max(Price * (1m - FurthestFall), Lowest);

    /// Rounded inward, so that what was checked is what holds.
    public decimal Low(decimal reach) => IsOpenDown
        ? Furthest(-1)
        : Math.Max(
            Math.Round(Price * (1m - Math.Min(reach, FurthestFall)), 12, MidpointRounding.ToPositiveInfinity), Lowest);

    public decimal High(decimal reach) => IsOpenUp
        ? Furthest(1)
        : Math.Min(
            Math.Round(Price * (1m + Math.Min(reach, FurthestRise)), 12, MidpointRounding.ToNegativeInfinity), Highest);

    public GuardBand Band(decimal reach) => Band(PriceSide.Mark, Low(reach), High(reach));

    /// <summary>The band of another price of the instrument, which may move by the same shares.</summary>
    public GuardBand Band(decimal reach, PriceSide of, decimal now) => Band(
        of, Math.Round(now * Low(reach) / Price, 12, MidpointRounding.ToPositiveInfinity),
        Math.Round(now * High(reach) / Price, 12, MidpointRounding.ToNegativeInfinity));

    private GuardBand Band(PriceSide of, decimal low, decimal high) => new(
        Symbol, of, low > 0m ? new(low) : null, high < Limits.LargestPrice ? new(high) : null);
}
