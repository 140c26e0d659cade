using System.Collections.Immutable;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Scenarios;

/// <summary>Sums of many accounts, per currency: amounts of different currencies are never added.</summary>
internal sealed class MoneyTotals
{
    private readonly Dictionary<Currency, decimal> sums = [];

    public ImmutableArray<Money> Sums =>
        [.. sums.Where(s => s.Value != 0m).OrderBy(s => s.Key).Select(s => new Money(s.Value, s.Key))];

    public void Add(Money amount)
    {
        if (amount.Amount == 0m) return;
        sums[amount.Currency] = sums.GetValueOrDefault(amount.Currency) + amount.Amount;
    }

    public void Add(MoneyTotals others)
    {
        foreach (var (currency, amount) in others.sums) Add(new Money(amount, currency));
    }
}
