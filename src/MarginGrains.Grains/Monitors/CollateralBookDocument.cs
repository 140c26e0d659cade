using System.Collections.Immutable;
using MarginGrains.Core.Marks;

namespace MarginGrains.Grains.Monitors;

/// <summary>
/// What was published last of the collateral of all accounts: stored before it is published, or a restart would judge
/// accounts as if there were no cap.
/// </summary>
public sealed class CollateralBookDocument
{
    /// <summary>The state's name in storage.</summary>
    public const string StateName = "collateral-book";

    /// <summary>One per capped security, in the order of the symbols.</summary>
    public ImmutableArray<BookCollateral> Books { get; set; } = [];
}
