using System.Collections.Immutable;
using MarginGrains.Contracts.Serialization;
using MarginGrains.Core.Marks;

namespace MarginGrains.Grains.Statements;

/// <summary>The marks that stood at the border of one trading day.</summary>
public sealed class DayMarksDocument
{
    /// <summary>The state's name in storage.</summary>
    public const string StateName = "day-marks";

    /// <summary>One per instrument, in the order of the symbols; null before they are stored.</summary>
    public ImmutableArray<Mark>? Marks { get; set; }

    /// <summary>The key of a day.</summary>
    public static string KeyOf(DateOnly date) => Rfc3339.FormatDay(date);
}
