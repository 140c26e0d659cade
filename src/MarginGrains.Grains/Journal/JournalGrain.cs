using System.Collections.Immutable;
using MarginGrains.Contracts.Journal;
using MarginGrains.Grains.Accounts;
using MarginGrains.Grains.Ports;
using Orleans.Concurrency;

namespace MarginGrains.Grains.Journal;

/// <summary>Reads the journal for gateways. Keeps nothing, so any silo answers.</summary>
[StatelessWorker]
internal sealed class JournalGrain(IJournal journal) : Grain, IJournalGrain
{
    public async Task<ImmutableArray<JournalEvent>> ReadAllAsync(long afterPosition, int limit) =>
        [.. (await journal.ReadAllAsync(afterPosition, limit, CancellationToken.None)).Select(JournalRows.ToContract)];

    public async Task<ImmutableArray<JournalEvent>> ReadAccountAsync(string accountId, long afterSequence, int limit) =>
    [
        .. (await journal.ReadAccountAsync(accountId, afterSequence, limit, CancellationToken.None))
            .Select(JournalRows.ToContract),
    ];

    public Task<long> LastPositionAsync() => journal.LastPositionAsync(CancellationToken.None);
}
