using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Guards;

/// <summary>
/// All guards of a partition, sorted by the prices at which they are crossed: a price that crosses none costs two
/// comparisons, however many there are (rule GARD-005). Single-threaded. Whoever is watched is a slot, a small number.
/// </summary>
public sealed class GuardIndex
{
    private const int LeastSweep = 64;

    private readonly Dictionary<Symbol, Edges> instruments = [];
    private readonly PriorityQueue<int, long> due = new();
    private readonly Stack<int> free = new();
    private int[] generations = new int[16];
    private long[] dueTicks = new long[16];
    private int slots;

    /// <summary>A slot for somebody new.</summary>
    public int Add()
    {
        if (free.TryPop(out var slot)) return slot;
        if (slots == generations.Length)
        {
            Array.Resize(ref generations, slots * 2);
            Array.Resize(ref dueTicks, slots * 2);
        }

        return slots++;
    }

    /// <summary>The slot is watched by a guard; the one before no longer counts.</summary>
    public void Arm(int slot, Guard guard)
    {
        var generation = ++generations[slot];
        foreach (var band in guard.Bands) Put(slot, generation, band);
        DueAt(slot, guard.DueAt);
    }

    /// <summary>The slot is no longer watched, but stays somebody's.</summary>
    public void Disarm(int slot)
    {
        generations[slot]++;
        dueTicks[slot] = 0;
    }

    /// <summary>The slot may be given to somebody else.</summary>
    public void Remove(int slot)
    {
        Disarm(slot);
        free.Push(slot);
    }

    /// <summary>Changes when the slot is due, and nothing else.</summary>
    public void DueAt(int slot, DateTimeOffset? at)
    {
        var ticks = at?.UtcTicks ?? 0;
        if (dueTicks[slot] == ticks) return;
        dueTicks[slot] = ticks;
        if (ticks == 0) return;
        if (due.Count > LeastSweep && due.Count > 2 * slots) SweepDue();
        due.Enqueue(slot, ticks);
    }

    /// <summary>Due times that are queued, replaced ones included.</summary>
    public int QueuedDueTimes => due.Count;

    /// <summary>
    /// Takes everyone whose guard a price leaves, added to the list; each stays untouched in its other instruments until
    /// it is armed anew.
    /// </summary>
    public void Crossed(Symbol symbol, Price price, List<int> crossed)
    {
        if (!instruments.TryGetValue(symbol, out var edges)) return;
        while (edges.Lows.IsCrossedBy(price.Value)) Take(edges.Lows.Take(), crossed);
        while (edges.Highs.IsCrossedBy(price.Value)) Take(edges.Highs.Take(), crossed);
        if (edges.Always.Count == 0) return;
        edges.Always.RemoveAll(e => generations[e.Slot] != e.Generation);
        foreach (var edge in edges.Always) crossed.Add(edge.Slot);
    }

    /// <summary>The earliest instant at which somebody is due, or null.</summary>
    public DateTimeOffset? NextDue()
    {
        while (due.TryPeek(out var slot, out var ticks))
        {
            if (dueTicks[slot] == ticks) return new DateTimeOffset(ticks, TimeSpan.Zero);
            due.Dequeue();
        }

        return null;
    }

    /// <summary>
    /// Takes the earliest due time that is before (or at) the limit, with everyone due at it; null when there is none.
    /// </summary>
    public DateTimeOffset? TakeDue(DateTimeOffset limit, bool orAt, List<int> taken)
    {
        if (NextDue() is not { } at || at > limit || (at == limit && !orAt)) return null;
        while (due.TryPeek(out var slot, out var ticks) && ticks == at.UtcTicks)
        {
            due.Dequeue();
            if (dueTicks[slot] != ticks) continue;
            dueTicks[slot] = 0;
            taken.Add(slot);
        }

        return at;
    }

    /// <summary>Live edges of an instrument: from which price down or up its holders may change, nearest first.</summary>
    /// <param name="symbol">The instrument.</param>
    /// <param name="falling">Those that a falling price crosses; otherwise those that a rising one does.</param>
    public IReadOnlyList<(Price Price, int Slot)> EdgesOf(Symbol symbol, bool falling)
    {
        if (!instruments.TryGetValue(symbol, out var edges)) return [];
        var live = new List<(Price Price, int Slot)>();
        foreach (var edge in (falling ? edges.Lows : edges.Highs).All)
        {
            if (generations[edge.Slot] == edge.Generation && edge.Price > 0m) live.Add((new(edge.Price), edge.Slot));
        }

        live.Sort((one, other) => falling
            ? other.Price.CompareTo(one.Price)
            : one.Price.CompareTo(other.Price));
        return live;
    }

    /// <summary>Bytes that the index holds, room for growth and replaced edges included.</summary>
    public long Bytes()
    {
        const int EdgeBytes = 24, SlotBytes = sizeof(int) + sizeof(long), DueBytes = 16;
        var held = (long)generations.Length * SlotBytes + due.Count * (long)DueBytes;
        foreach (var edges in instruments.Values)
        {
            held += (edges.Lows.Capacity + edges.Highs.Capacity + edges.Always.Capacity) * (long)EdgeBytes;
        }

        return held;
    }

    private void Put(int slot, int generation, in GuardBand band)
    {
        if (!instruments.TryGetValue(band.Symbol, out var edges)) instruments[band.Symbol] = edges = new();
        if (band.WatchesQuotes)
        {
            edges.Always.Add(new(0m, slot, generation));
            return;
        }

        // Any first price is above nothing.
        if (band.IsMissing) edges.Highs.Add(new(0m, slot, generation), generations);
        if (band.Low is { } low) edges.Lows.Add(new(low.Value, slot, generation), generations);
        if (band.High is { } high) edges.Highs.Add(new(high.Value, slot, generation), generations);
    }

    private void SweepDue()
    {
        var live = due.UnorderedItems.Where(i => dueTicks[i.Element] == i.Priority).Distinct().ToList();
        due.Clear();
        due.EnqueueRange(live);
    }

    private void Take(in Edge edge, List<int> crossed)
    {
        if (generations[edge.Slot] == edge.Generation) crossed.Add(edge.Slot);
    }

    private sealed class Edges
    {
        public EdgeHeap Lows { get; } = new(falling: true);

        public EdgeHeap Highs { get; } = new(falling: false);

        public List<Edge> Always { get; } = [];
    }
}
