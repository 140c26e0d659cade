using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Liquidation;

/// <summary>
/// A liquidation fee that grows the longer a client has done nothing, so that what nobody wanted to close finds a taker
/// (rule LIQD-009). Source: Drift protocol v2.
/// </summary>
public sealed record FeeRamp
{
    /// <summary>The fee at first, as a share of notional.</summary>
    public required Ratio Base { get; init; }

    /// <summary>The highest fee, not below the first.</summary>
    public required Ratio Highest { get; init; }

    /// <summary>How long the fee stays as it is at first.</summary>
    public required TimeSpan Grace { get; init; }

    /// <summary>How much a step adds, not negative.</summary>
    public required Ratio Increase { get; init; }

    /// <summary>How long a step takes, above zero; steps count from the beginning, those within grace too.</summary>
    public required TimeSpan Step { get; init; }

    /// <summary>The fee after so much inactivity; only whole steps count.</summary>
    public Ratio At(TimeSpan inactive) => inactive < Grace
        ? Base
        : new(Math.Min(Highest.Value, Base.Value + Increase.Value * (inactive.Ticks / Step.Ticks)));
}
