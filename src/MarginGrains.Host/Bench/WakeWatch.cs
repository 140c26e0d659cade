using System.Collections.Concurrent;
using MarginGrains.Contracts.Accounts;

namespace MarginGrains.Host.Bench;

/// <summary>
/// Sees every answer to a wake: whose decision was stored, in which order, and how long after the price was accepted.
/// </summary>
internal sealed class WakeWatch(TimeProvider time) : IIncomingGrainCallFilter
{
    private readonly ConcurrentQueue<StoredWake> stored = new();

    /// <summary>Decisions seen since the watch was taken last.</summary>
    public IReadOnlyList<StoredWake> Take()
    {
        var taken = new List<StoredWake>();
        while (stored.TryDequeue(out var wake)) taken.Add(wake);
        return taken;
    }

    public async Task Invoke(IIncomingGrainCallContext context)
    {
        await context.Invoke();
        if (context.MethodName != nameof(IAccountGrain.AssessAsync)) return;
        if (context.Result is not AccountNotice { Account: not null } notice) return;
        if (context.Request.GetArgument(0) is not Wake wake) return;
        var accepted = DateTimeOffset.MinValue;
        foreach (var mark in wake.Marks) accepted = mark.Time > accepted ? mark.Time : accepted;
        stored.Enqueue(new(notice.AccountId, time.GetUtcNow() - accepted));
    }
}

/// <summary>A decision that was stored.</summary>
/// <param name="AccountId">Whose.</param>
/// <param name="After">How long after the newest of its prices was accepted.</param>
internal readonly record struct StoredWake(string AccountId, TimeSpan After);
