using MarginGrains.Core.Primitives;

namespace MarginGrains.Host.Output;

/// <summary>Amounts as commands show them.</summary>
internal static class Amounts
{
    /// <summary>At most one amount of a currency, by its code.</summary>
    public static Dictionary<string, decimal> ByCurrency(IEnumerable<Money> amounts) =>
        amounts.ToDictionary(m => m.Currency.Code, m => m.Amount);
}
