using MarginGrains.Core.Guards;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Tests.Laws;

/// <summary>What an index of guards does, written as slowly and plainly as it can be.</summary>
internal sealed class PlainGuardList
{
    private readonly List<(int Slot, GuardBand Edge)> edges = [];
    private readonly Dictionary<int, DateTimeOffset> due = [];

    public List<int> Slots { get; } = [];

    public void Add(int slot)
    {
        Slots.ShouldNotContain(slot);
        Slots.Add(slot);
    }

    public void Arm(int slot, Guard guard)
    {
        Disarm(slot);
        foreach (var band in guard.Bands)
        {
            if (band.IsAlways) edges.Add((slot, band));
            if (band.Low is not null) edges.Add((slot, band with { High = null }));
            if (band.High is not null) edges.Add((slot, band with { Low = null }));
        }

        DueAt(slot, guard.DueAt);
    }

    public void Disarm(int slot)
    {
        edges.RemoveAll(e => e.Slot == slot);
        due.Remove(slot);
    }

    public void Remove(int slot)
    {
        Disarm(slot);
        Slots.Remove(slot);
    }

    public void DueAt(int slot, DateTimeOffset? at)
    {
        if (at is { } instant) due[slot] = instant;
        else due.Remove(slot);
    }

    public IEnumerable<int> Crossed(Mark mark)
    {
        var crossed = edges.Where(e => e.Edge.Symbol == mark.Symbol && e.Edge.IsLeftBy(mark)).ToList();
        edges.RemoveAll(crossed.Contains);
        return crossed.Select(e => e.Slot).Distinct().Order();
    }

    public IEnumerable<int> Near(Symbol symbol, decimal from, decimal to) => edges
        .Where(e => e.Edge.Symbol == symbol && e.Edge.Of == PriceSide.Mark
            && (e.Edge.IsAlways || e.Edge.Low?.Value >= from || e.Edge.High?.Value <= to))
        .Select(e => e.Slot).Distinct().Order();

    public DateTimeOffset? NextDue() => due.Count == 0 ? null : due.Values.Min();

    public (DateTimeOffset? At, string Slots) TakeDue(DateTimeOffset limit, bool orAt)
    {
        if (NextDue() is not { } at || at > limit || (at == limit && !orAt)) return (null, "");
        var taken = due.Where(d => d.Value == at).Select(d => d.Key).Order().ToList();
        foreach (var slot in taken) due.Remove(slot);
        return (at, string.Join(' ', taken));
    }
}
