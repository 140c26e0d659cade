using System.Collections.Immutable;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Scenarios;

/// <summary>
/// The first of many by an order that knows no ties, whatever the order in which they come and are put together.
/// </summary>
internal sealed class Ranking<T>(int most, IComparer<T> order)
{
    private readonly SortedSet<T> first = new(order);

    public ImmutableArray<T> First => [.. first];

    public void Add(T item)
    {
        if (most == 0 || (first.Count == most && order.Compare(item, first.Max) >= 0)) return;
        first.Add(item);
        if (first.Count > most) first.Remove(first.Max!);
    }

    public void Add(Ranking<T> others)
    {
        foreach (var item in others.first) Add(item);
    }
}

/// <summary>Orders that know no ties.</summary>
internal static class Ranking
{
    /// <summary>The heaviest first, of equals by account.</summary>
    public static IComparer<T> ByWeight<T, TWeight>(Func<T, (TWeight Weight, AccountId Account)> of)
        where TWeight : IComparable<TWeight> => Comparer<T>.Create((x, y) =>
    {
        var (first, second) = (of(x), of(y));
        var byWeight = second.Weight.CompareTo(first.Weight);
        return byWeight != 0 ? byWeight : string.CompareOrdinal(first.Account.Value, second.Account.Value);
    });
}
