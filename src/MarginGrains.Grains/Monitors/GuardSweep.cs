using MarginGrains.Grains.Telemetry;
using Microsoft.Extensions.Logging;

namespace MarginGrains.Grains.Monitors;

/// <summary>
/// Looks at a few accounts of a partition at a time, one after the other, although no guard asks for it: whether an
/// assessment at the marks of the monitor would yield an event. None ever should. Who is asked at every mark anyway has
/// no guard that could be wrong.
/// </summary>
internal sealed partial class GuardSweep(GuardTable table, GrainsMetrics metrics, ILogger logger)
{
    /// With a beat of 250 ms and 64 partitions about 2,000 judgements a second at 10 µs each.
    private const int Sample = 8;

    private int next;

    /// <summary>Accounts looked at so far.</summary>
    public long Swept { get; private set; }

    /// <summary>Those of them that a guard should have woken.</summary>
    public long Disagreements { get; private set; }

    /// <summary>Looks at the next few; called while no wake is in flight and nothing is due.</summary>
    /// <param name="wouldChange">Whether an assessment now would yield an event.</param>
    public void Go(Func<GuardedAccount, bool> wouldChange)
    {
        var before = Swept;
        for (var i = 0; i < Math.Min(Sample, table.All.Count); i++)
        {
            var account = table.All[next++ % table.All.Count];
            if (account.Account is not { IsAwaitingAnswers: false } || table.IsDirty(account)) continue;
            if (account.Guard.IsNarrow) continue;
            Swept++;
            if (!wouldChange(account)) continue;
            Disagreements++;
            metrics.Disagreed();
            LogMissed(logger, account.Id);
            table.MarkDirty(account);
        }

        metrics.Swept(Swept - before);
        next %= Math.Max(1, table.All.Count);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The guard of account {AccountId} missed a change; it is woken.")]
    private static partial void LogMissed(ILogger logger, string accountId);
}
