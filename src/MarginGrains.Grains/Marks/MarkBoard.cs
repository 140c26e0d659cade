using MarginGrains.Contracts.Marks;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Grains.Marks;

/// <summary>
/// The newest marks and terms of this silo, read in process by every grain on it. Written by deliveries, one at a time;
/// each
/// delivery goes on to the monitors of this silo in the same order.
/// </summary>
internal sealed class MarkBoard
{
    private readonly Lock gate = new();
    private readonly MarketClock clock;
    private readonly List<MonitorInbox> inboxes = [];
    private volatile MarketSet current;
    private MarketSet? settled;
    private long accepted;

    public MarkBoard(MarketClock clock)
    {
        this.clock = clock;
        current = RegimePresets.All.Aggregate(MarketSet.Empty, (m, r) => m.With(new RegimeHistory(r.Id, [r])));
    }

    /// <summary>The market as this silo knows it.</summary>
    public MarketSet Current => current;

    /// <summary>How many marks were taken so far.</summary>
    public long AcceptedMarks => Interlocked.Read(ref accepted);

    /// <summary>Takes a delivery and hands what is new to the monitors.</summary>
    public void Apply(MarkBatch batch)
    {
        lock (gate)
        {
            var next = current;
            var fresh = new List<FeedItem>(batch.Items.Length);
            foreach (var item in batch.Items)
            {
                if (!FeedItems.Take(item, ref next)) continue;
                fresh.Add(item);
                if (item.Mark is null) continue;
                accepted++;
                clock.Saw(item.Mark.Time);
            }

            if (fresh.Count == 0) return;
            if (inboxes.TrueForAll(i => i.IsIdle)) settled = current;
            current = next;
            foreach (var inbox in inboxes) inbox.Deliver(fresh);
        }
    }

    /// <summary>
    /// The newest market of which it is known that everybody on this silo was judged by it: what a restart may start
    /// from without leaving a mark out. Without such a moment for a while it is simply the newest.
    /// </summary>
    public MarketSet TakeSettled()
    {
        lock (gate)
        {
            var taken = settled is null || inboxes.TrueForAll(i => i.IsIdle) ? current : settled;
            settled = null;
            return taken;
        }
    }

    /// <summary>From now on the inbox gets every delivery; the market it starts from is returned.</summary>
    public MarketSet Subscribe(MonitorInbox inbox)
    {
        lock (gate)
        {
            inboxes.Add(inbox);
            return current;
        }
    }

    /// <summary>Ends a subscription.</summary>
    public void Unsubscribe(MonitorInbox inbox)
    {
        lock (gate) inboxes.Remove(inbox);
    }

    /// <summary>The monitors of this silo.</summary>
    public IReadOnlyList<MonitorInbox> Inboxes()
    {
        lock (gate) return [.. inboxes];
    }
}
