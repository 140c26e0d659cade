namespace MarginGrains.Core.Instruments;

/// <summary>What happens to an instrument's marks while those who judge them are behind.</summary>
public enum MarkDelivery
{
    /// <summary>Every mark is judged; whoever posts is slowed, then refused.</summary>
    Lossless,

    /// <summary>Of the marks that wait the newest is judged, and whoever posts is never slowed.</summary>
    Conflate,
}
