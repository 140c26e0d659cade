using MarginGrains.Core.Marks;
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
    private long[] crossedIn = new long[16];
    private long crossings;
    private int slots;

    /// <summary>A slot for somebody new.</summary>
    public int Add()
    {
        if (free.TryPop(out var slot)) return slot;
        if (slots == generations.Length)
        {
            Array.Resize(ref generations, slots * 2);
            Array.Resize(ref dueTicks, slots * 2);
            Array.Resize(ref crossedIn, slots * 2);
        }

        return slots++;
    }

    /// <summary>The slot is watched by a guard; the one before no longer counts.</summary>
    public void Arm(int slot, Guard guard)
    {
        var generation = Replace(slot);
        foreach (var band in guard.Bands) Put(slot, generation, band);
        DueAt(slot, guard.DueAt);
    }

    /// <summary>The slot is no longer watched, but stays somebody's.</summary>
    public void Disarm(int slot)
    {
        Replace(slot);
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
    /// Takes everyone whose guard a mark leaves, added to the list, each once; the bands of its other instruments stay
    /// until it is armed anew.
    /// </summary>
    public void Crossed(Mark mark, List<int> crossed)
    {
        if (!instruments.TryGetValue(mark.Symbol, out var edges)) return;
        crossings++;
        Take(edges.AtMark, mark.Price.Value, crossed);
        if (edges.AtBid is { } bids) Take(bids, mark.At(PriceSide.Bid).Value, crossed);
        if (edges.AtAsk is { } asks) Take(asks, mark.At(PriceSide.Ask).Value, crossed);
        if (edges.Always.Count == 0) return;
        foreach (var edge in edges.Always) Take(edge, crossed);
        edges.Always.Clear();
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

    /// <summary>
    /// Whether a mark leaves anybody's guard, or one that was replaced since; nobody is taken. It costs two comparisons
    /// per price that is watched.
    /// </summary>
    public bool IsTouchedBy(Mark mark) => instruments.TryGetValue(mark.Symbol, out var edges)
        && (edges.Always.Count > 0
            || edges.AtMark.IsCrossedBy(mark.Price.Value)
            || edges.AtBid?.IsCrossedBy(mark.At(PriceSide.Bid).Value) == true
            || edges.AtAsk?.IsCrossedBy(mark.At(PriceSide.Ask).Value) == true);

    /// <summary>
    /// Whoever may change while an instrument's mark lies between two prices and every other price stays: those with an
    /// edge there, and those who are asked at every mark. Each once, in no order.
    /// </summary>
    public IReadOnlyCollection<int> Near(Symbol symbol, Price from, Price to)
    {
        var near = new HashSet<int>();
        if (!instruments.TryGetValue(symbol, out var edges)) return near;
        foreach (var edge in edges.Always) Add(edge);
        foreach (var edge in edges.AtMark.Lows.All)
        {
            if (edge.Price >= from.Value) Add(edge);
        }

        foreach (var edge in edges.AtMark.Highs.All)
        {
            if (edge.Price <= to.Value) Add(edge);
        }

        return near;

        void Add(in Edge edge)
        {
            if (generations[edge.Slot] == edge.Generation) near.Add(edge.Slot);
        }
    }

    /// <summary>Bytes that the index holds, room for growth and replaced edges included.</summary>
    public long Bytes()
    {
        const long EdgeBytes = 24, SlotBytes = sizeof(int) + 2 * sizeof(long), DueBytes = 16;
        var held = (long)generations.Length * SlotBytes + due.Count * (long)DueBytes;
        foreach (var edges in instruments.Values)
        {
            held += EdgeBytes * ((edges.AtBid?.Capacity ?? 0) + (edges.AtAsk?.Capacity ?? 0));
            held += EdgeBytes * (edges.AtMark.Capacity + edges.Always.Capacity);
        }

        return held;
    }

    /// Whoever is asked at every mark of a busy instrument gets through all numbers in weeks; they begin anew. An edge
    /// so old that its number comes again would at worst ask somebody in vain.
    private int Replace(int slot) => unchecked(++generations[slot]);

    private void Put(int slot, int generation, in GuardBand band)
    {
        if (!instruments.TryGetValue(band.Symbol, out var edges)) instruments[band.Symbol] = edges = new();
        if (band.IsAlways)
        {
            if (edges.Always.Count >= edges.SweepAlwaysAt) SweepAlways(edges);
            edges.Always.Add(new(0m, slot, generation));
            return;
        }

        var sides = band.Of switch
        {
            PriceSide.Bid => edges.AtBid ??= new(),
            PriceSide.Ask => edges.AtAsk ??= new(),
            _ => edges.AtMark,
        };
        if (band.Low is { } low) sides.Lows.Add(new(low.Value, slot, generation), generations);
        if (band.High is { } high) sides.Highs.Add(new(high.Value, slot, generation), generations);
    }

    /// Whoever is asked at every mark of a busy instrument leaves an edge in its quiet ones each time.
    private void SweepAlways(Edges edges)
    {
        edges.Always.RemoveAll(e => generations[e.Slot] != e.Generation);
        edges.SweepAlwaysAt = Math.Max(LeastSweep, 2 * edges.Always.Count);
    }

    private void SweepDue()
    {
        var live = due.UnorderedItems.Where(i => dueTicks[i.Element] == i.Priority).Distinct().ToList();
        due.Clear();
        due.EnqueueRange(live);
    }

    private void Take(Sides sides, decimal price, List<int> crossed)
    {
        while (sides.Lows.IsCrossedBy(price)) Take(sides.Lows.Take(), crossed);
        while (sides.Highs.IsCrossedBy(price)) Take(sides.Highs.Take(), crossed);
    }

    private void Take(in Edge edge, List<int> crossed)
    {
        if (generations[edge.Slot] != edge.Generation || crossedIn[edge.Slot] == crossings) return;
        crossedIn[edge.Slot] = crossings;
        crossed.Add(edge.Slot);
    }

    private sealed class Edges
    {
        public Sides AtMark { get; } = new();

        public Sides? AtBid { get; set; }

        public Sides? AtAsk { get; set; }

        /// Whom the next mark wakes in any case; taken as a whole, so that nothing stays that was replaced.
        public List<Edge> Always { get; } = [];

        public int SweepAlwaysAt { get; set; } = LeastSweep;
    }

    private sealed class Sides
    {
        public EdgeHeap Lows { get; } = new(falling: true);

        public EdgeHeap Highs { get; } = new(falling: false);

        public int Capacity => Lows.Capacity + Highs.Capacity;

        public bool IsCrossedBy(decimal price) => Lows.IsCrossedBy(price) || Highs.IsCrossedBy(price);
    }
}
