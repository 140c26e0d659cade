using System.Collections.Immutable;

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
