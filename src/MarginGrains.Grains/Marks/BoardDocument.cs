using System.Collections.Immutable;
using MarginGrains.Core.Marks;

namespace MarginGrains.Grains.Marks;

/// <summary>
/// The marks of one moment, stored together: a restart must not find the mark of one instrument beside a later one of
/// another, because accounts would be judged at prices that never stood together.
/// </summary>
public sealed class BoardDocument
{
    /// <summary>The state's name in storage.</summary>
    public const string StateName = "board";

    /// <summary>One per instrument, in the order of the symbols.</summary>
    public ImmutableArray<Mark> Marks { get; set; } = [];

    /// <summary>
    /// Days that are over, with the marks of their border, until these stand in a document of their own. Written
    /// together with the marks that followed: a crash loses either both or none.
    /// </summary>
    public ImmutableArray<DayToStore> Days { get; set; } = [];
}

/// <summary>A day that is over.</summary>
/// <param name="Date">The day.</param>
/// <param name="Marks">What stood at its border.</param>
public sealed record DayToStore(DateOnly Date, ImmutableArray<Mark> Marks);
