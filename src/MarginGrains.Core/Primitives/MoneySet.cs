using System.Collections.Immutable;

namespace MarginGrains.Core.Primitives;

/// <summary>Amounts of several currencies: at most one each, in the order of the codes, none of them zero.</summary>
public static class MoneySet
{
    /// <summary>With an amount added to that of its currency.</summary>
    public static ImmutableArray<Money> Add(ImmutableArray<Money> amounts, Money amount)
    {
        if (amount.Amount == 0m) return amounts;
        var index = 0;
        while (index < amounts.Length && amounts[index].Currency.CompareTo(amount.Currency) < 0) index++;
        if (index == amounts.Length || amounts[index].Currency != amount.Currency) return amounts.Insert(index, amount);
        var sum = amounts[index] + amount;
        return sum.Amount == 0m ? amounts.RemoveAt(index) : amounts.SetItem(index, sum);
    }

    /// <summary>The amount of a currency, zero when there is none.</summary>
    public static Money Of(ImmutableArray<Money> amounts, Currency currency)
    {
        foreach (var amount in amounts)
        {
            if (amount.Currency == currency) return amount;
        }

        return Money.Zero(currency);
    }
}
