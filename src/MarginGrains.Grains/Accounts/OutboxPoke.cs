using MarginGrains.Contracts.Streams;

namespace MarginGrains.Grains.Accounts;

/// <summary>At most one call to a partition's outbox under way, and at most one more wanted after it.</summary>
internal sealed class OutboxPoke(IOutboxGrain outbox)
{
    private const int Idle = 0, UnderWay = 1, WantedAgain = 2;

    private int state;

    public IOutboxGrain Outbox { get; } = outbox;

    /// <summary>True when the caller has to call; otherwise whoever calls already will once more.</summary>
    public bool TryBegin()
    {
        while (true)
        {
            if (Interlocked.CompareExchange(ref state, UnderWay, Idle) == Idle) return true;
            if (Interlocked.CompareExchange(ref state, WantedAgain, UnderWay) != Idle) return false;
        }
    }

    /// <summary>After a call: true when something was committed meanwhile.</summary>
    public bool IsWantedAgain()
    {
        if (Interlocked.CompareExchange(ref state, Idle, UnderWay) == UnderWay) return false;
        Volatile.Write(ref state, UnderWay);
        return true;
    }
}
