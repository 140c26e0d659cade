using MarginGrains.Contracts.Instruments;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Grains.Marks;

/// <summary>
/// Which marks of a queue a newer one may replace, and what was replaced so far. Single-threaded, like its queue.
/// </summary>
internal sealed class Conflation
{
    private readonly Dictionary<Symbol, LinkedListNode<MarkQueue.Envelope>> newest = [];
    private readonly HashSet<Symbol> pinned = [];
    private readonly Dictionary<Symbol, Stretch> replaced = [];

    /// <summary>What a mark of the symbol would replace, or null; it is counted.</summary>
    public LinkedListNode<MarkQueue.Envelope>? Replace(Symbol symbol)
    {
        if (!newest.Remove(symbol, out var older))
        {
            if (replaced.TryGetValue(symbol, out var ended)) ended.IsOpen = false;
            return null;
        }

        var price = older.Value.Item.Mark!.Price;
        if (!replaced.TryGetValue(symbol, out var stretch)) replaced[symbol] = stretch = new();
        stretch.Add(price);
        return older;
    }

    /// <summary>A mark that the next one of its symbol replaces.</summary>
    public void Wait(LinkedListNode<MarkQueue.Envelope> mark) => newest[mark.Value.Item.Mark!.Symbol] = mark;

    /// <summary>A mark leaves the queue.</summary>
    public void Taken(LinkedListNode<MarkQueue.Envelope> mark)
    {
        var symbol = mark.Value.Item.Mark!.Symbol;
        if (newest.TryGetValue(symbol, out var waiting) && waiting == mark) newest.Remove(symbol);
        else pinned.Remove(symbol);
    }

    /// <summary>
    /// A batch has left: what still waits keeps its place from now on, one of each symbol. In a queue that is never
    /// empty a mark that is always replaced would never be sent.
    /// </summary>
    public void Pin()
    {
        foreach (var symbol in newest.Keys)
        {
            if (pinned.Add(symbol)) newest.Remove(symbol);
        }
    }

    /// <summary>Whoever waits until all of it is sent waits for these marks, not for newer ones.</summary>
    public void Keep() => newest.Clear();

    public ConflatedMarks? Find(Symbol symbol) => replaced.TryGetValue(symbol, out var stretch)
        ? new(stretch.Count, stretch.Low, stretch.High)
        : null;

    private sealed class Stretch
    {
        public long Count { get; private set; }

        public Price Low { get; private set; }

        public Price High { get; private set; }

        public bool IsOpen { get; set; }

        public void Add(Price price)
        {
            Count++;
            Low = IsOpen && Low.CompareTo(price) < 0 ? Low : price;
            High = IsOpen && High.CompareTo(price) > 0 ? High : price;
            IsOpen = true;
        }
    }
}
