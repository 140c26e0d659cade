using Xunit;

namespace MarginGrains.Testing.MarketData;

/// <summary>A test on real market data: skipped, and says so, when the folder is not named.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MarketDataFactAttribute : FactAttribute
{
    /// <summary>Skips the test when no folder is named.</summary>
    public MarketDataFactAttribute() => Skip = MarketDataFolder.SkipReason;
}

/// <summary>A table of tests on real market data: skipped, and says so, when the folder is not named.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MarketDataTheoryAttribute : TheoryAttribute
{
    /// <summary>Skips the tests when no folder is named.</summary>
    public MarketDataTheoryAttribute() => Skip = MarketDataFolder.SkipReason;
}
