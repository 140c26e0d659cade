using MarginGrains.Core.Instruments;

namespace MarginGrains.Grains.Rates;

/// <summary>What a rate grain stores.</summary>
public sealed class RateDocument
{
    /// <summary>The state's name in storage.</summary>
    public const string StateName = "rates";

    /// <summary>Everything published; null before the first point.</summary>
    public RateSeries? Series { get; set; }
}

/// <summary>What the grain of a corporate action stores.</summary>
public sealed class CorporateActionDocument
{
    /// <summary>The state's name in storage.</summary>
    public const string StateName = "corporate-action";

    /// <summary>The action; null before it is defined.</summary>
    public CorporateAction? Action { get; set; }
}
