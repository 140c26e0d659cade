using MarginGrains.Core.Instruments;

namespace MarginGrains.Grains.Instruments;

/// <summary>What an instrument grain stores.</summary>
public sealed class InstrumentDocument
{
    /// <summary>The state's name in storage.</summary>
    public const string StateName = "instrument";

    /// <summary>The definition in force; null before the first.</summary>
    public Instrument? Definition { get; set; }

    /// <summary>Counts the owners of the instrument; taken by a version-checked write.</summary>
    public long Epoch { get; set; }
}
