using MarginGrains.Core.Regimes;

namespace MarginGrains.Grains.Regimes;

/// <summary>What a regime grain stores.</summary>
public sealed class RegimeDocument
{
    /// <summary>The state's name in storage.</summary>
    public const string StateName = "regime";

    /// <summary>All versions; null before the first that is not the preset.</summary>
    public RegimeHistory? History { get; set; }
}
