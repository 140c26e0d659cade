namespace MarginGrains.Core.Instruments;

/// <summary>What an instrument cost until it was defined otherwise (rule COST-011).</summary>
/// <param name="Until">The instant of the new definition; a period that ends at it is still one of these costs.</param>
/// <param name="Costs">What holding it cost over time; null for nothing.</param>
public sealed record PastCosts(DateTimeOffset Until, InstrumentCosts? Costs);
