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
                if (!Take(item, ref next)) continue;
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

    /// What is not newer than what is known was delivered before, by this way or by another.
    private static bool Take(in FeedItem item, ref MarketSet market)
    {
        switch (item)
        {
            case { Mark: { } mark }:
                if (market.FindMark(mark.Symbol) is { } known
                    && (mark.Epoch < known.Epoch || !mark.IsNewerThan(known)))
                {
                    return false;
                }

                market = market.With(mark);
                return true;
            case { Instrument: { } instrument }:
                if (market.FindInstrument(instrument.Symbol) is { } old && old.Version >= instrument.Version)
                {
                    return false;
                }
                market = market.With(instrument);
                return true;
            case { Regime: { } regime }:
                if (market.FindRegimeHistory(regime.Id) is { } history
                    && history.Versions.Max(v => v.Version) >= regime.Versions.Max(v => v.Version))
                {
                    return false;
                }

                market = market.With(regime);
                return true;
            case { Collateral: { } book }:
                if (market.FindBook(book.Symbol) is { } held && held.Version >= book.Version) return false;
                market = market.With(book);
                return true;
            default:
                return false;
        }
    }
}
