
namespace MarginGrains.Core.Guards;

/// <summary>An edge of somebody's band.</summary>
/// <param name="Price">The first price at which nothing changes yet.</param>
/// <param name="Slot">Whose.</param>
/// <param name="Generation">Counts the slot's guards; an edge of an older one no longer counts.</param>
internal readonly record struct Edge(decimal Price, int Slot, int Generation);

/// <summary>
/// Edges of one side of one instrument, the next to be crossed on top. What is replaced stays until it comes to the
/// top, or until the room is full and swept; where less than one half of it was replaced, it grows to twice what is
/// left.
/// </summary>
/// <param name="falling">Whether edges are crossed by a falling price: the highest is on top.</param>
internal sealed class EdgeHeap(bool falling)
{
    private const int Children = 4;

    private Edge[] edges = new Edge[4];

    /// <summary>Edges, replaced ones included.</summary>
    public int Count { get; private set; }

    /// <summary>Room taken, in edges.</summary>
    public int Capacity => edges.Length;

    /// <summary>All edges in no order, replaced ones included.</summary>
    public ReadOnlySpan<Edge> All => edges.AsSpan(0, Count);

    /// <summary>Whether the top is crossed by a price.</summary>
    public bool IsCrossedBy(decimal price) =>
        Count > 0 && (falling ? price < edges[0].Price : price > edges[0].Price);

    /// <summary>Adds an edge; what was replaced is swept out first when there is no room.</summary>
    public void Add(in Edge edge, ReadOnlySpan<int> generations)
    {
        if (Count == edges.Length)
        {
            Sweep(generations);
            if (Count > edges.Length / 2) Array.Resize(ref edges, Math.Max(8, Count * 2));
        }

        var i = Count++;
        while (i > 0)
        {
            var parent = (i - 1) / Children;
            if (!IsAbove(edge.Price, edges[parent].Price)) break;
            edges[i] = edges[parent];
            i = parent;
        }

        edges[i] = edge;
    }

    /// <summary>Takes the top.</summary>
    public Edge Take()
    {
        var top = edges[0];
        var last = edges[--Count];
        if (Count > 0) Sink(last, 0);
        return top;
    }

    private void Sweep(ReadOnlySpan<int> generations)
    {
        var kept = 0;
        for (var i = 0; i < Count; i++)
        {
            if (generations[edges[i].Slot] == edges[i].Generation) edges[kept++] = edges[i];
        }

        Count = kept;
        for (var i = (Count - 2) / Children; i >= 0 && Count > 1; i--) Sink(edges[i], i);
    }

    private void Sink(in Edge edge, int at)
    {
        var moved = edge;
        while (true)
        {
            var first = at * Children + 1;
            if (first >= Count) break;
            var best = first;
            for (var i = first + 1; i < Math.Min(first + Children, Count); i++)
            {
                if (IsAbove(edges[i].Price, edges[best].Price)) best = i;
            }

            if (!IsAbove(edges[best].Price, moved.Price)) break;
            edges[at] = edges[best];
            at = best;
        }

        edges[at] = moved;
    }

    private bool IsAbove(decimal one, decimal other) => falling ? one > other : one < other;
}
