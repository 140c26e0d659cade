using System.Collections.Immutable;

namespace MarginGrains.Core.Regimes;

/// <summary>The regimes that ship with the product. Each is data like any other and may be redefined.</summary>
public static partial class RegimePresets
{
    private static readonly ImmutableArray<TimeSpan> DayAndHours =
        [TimeSpan.FromHours(24), TimeSpan.FromHours(4), TimeSpan.FromHours(1)];

    /// <summary>Every preset.</summary>
    public static IReadOnlyList<Regime> All { get; } =
        [UsRegT, TwFinancing, HkHouse, Futures, FuturesAtSettlement, FxRetail, CryptoPerpetual];

    private static RegimeLine Below(Measure measure, decimal threshold) =>
        new(measure, Comparator.Below, new(threshold));

    private static RegimeLine AtOrBelow(Measure measure, decimal threshold) =>
        new(measure, Comparator.AtOrBelow, new(threshold));
}
