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
}
