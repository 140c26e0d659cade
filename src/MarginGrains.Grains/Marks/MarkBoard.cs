using MarginGrains.Contracts.Marks;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Regimes;
using MarginGrains.Core.Statements;

namespace MarginGrains.Grains.Marks;

/// <summary>
/// The newest marks and terms of this silo, read in process by every grain on it. Written by deliveries, one at a time;
/// each
/// delivery goes on to the monitors of this silo in the same order.
/// </summary>
internal sealed class MarkBoard
{
    /// A market that was silent for longer leaves the days before without marks of their own.
    private const int MostDaysAtOnce = 40;

    private const int MostRecentDays = 8;

    private readonly Lock gate = new();
    private readonly MarketClock clock;
    private readonly List<MonitorInbox> inboxes = [];
    private volatile MarketSet current;
    private MarketSet? settled;
    private ClosedDay? day;
    private readonly List<CapturedDay> recent = [];
    private List<CapturedDay> captured = [];
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
            DateTimeOffset? newest = null;
            var next = current;
            if (clock.IsLive) CloseDays(clock.Now, next);
            var fresh = new List<BoardChange>(batch.Items.Length);
            foreach (var item in batch.Items)
            {
                if (item.Mark is { } mark)
                {
                    if (!clock.IsLive) CloseDays(mark.Time, next);
                    if (!(mark.Time <= newest)) newest = mark.Time;
                }

                if (!FeedItems.Take(item, ref next)) continue;
                fresh.Add(new(item, next));
                if (item.Mark is null) continue;
                accepted++;
                clock.Saw(item.Mark.Time);
            }

            if (fresh.Count == 0) return;
            if (inboxes.TrueForAll(i => i.IsIdle)) settled = current;
            current = next;
            // The first delivery may bring the platform's calendar with its marks. What was stored before a day that
            // passed since is what stood at its border.
            if (newest is { } first) day ??= ClosedDay.At(first, current);
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

    /// <summary>
    /// The days whose border was passed since this was last asked, with the market that stood at it.
    /// </summary>
    public IReadOnlyList<CapturedDay> TakeCaptured()
    {
        lock (gate)
        {
            if (clock.IsLive) CloseDays(clock.Now, current);
            var taken = captured;
            captured = [];
            return taken;
        }
    }

    /// Before the first mark of a day is taken, the market as it is stands at the border of the day before.
    private void CloseDays(DateTimeOffset now, MarketSet market)
    {
        if (day is null || now < day.Until) return;
        var today = ClosedDay.At(now, market);
        for (var i = 0; i < MostDaysAtOnce && day.Date < today.Date; i++)
        {
            Capture(new(day.Date, market));
            day = ClosedDay.Of(day.Date.AddDays(1), market);
        }

        day = today;
    }

    private void Capture(CapturedDay over)
    {
        captured.Add(over);
        recent.Add(over);
        // Only one silo's board is stored; what nobody asks for must not pile up.
        if (captured.Count > MostDaysAtOnce) captured.RemoveAt(0);
        if (recent.Count > MostRecentDays) recent.RemoveAt(0);
    }

    /// <summary>The market at the border of a day that is over since lately, or null.</summary>
    public MarketSet? FindCaptured(DateOnly date)
    {
        lock (gate) return recent.FindLast(c => c.Date == date)?.Market;
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

/// <summary>A trading day that is over, and the market at its border.</summary>
/// <param name="Date">The day.</param>
/// <param name="Market">What stood at the border.</param>
internal sealed record CapturedDay(DateOnly Date, MarketSet Market);
