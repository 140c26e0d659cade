using System.Text.Json;
using MarginGrains.Contracts.Accounts;
using MarginGrains.Contracts.Journal;
using MarginGrains.Core.Accounts;
using MarginGrains.Grains.Hosting;
using MarginGrains.Grains.Ports;

namespace MarginGrains.Grains.Accounts;

/// <summary>Events on their way into the journal and out of it.</summary>
internal static class JournalRows
{
    public static JournalRow Of(string accountId, int partition, AccountEvent e) =>
        new(accountId, e.Sequence, partition, EventNames.Of(e), e.Time, JsonSerializer.Serialize(e, GrainsJson.Event));

    public static JournalEvent ToContract(JournalEntry entry) =>
        new(entry.Position, entry.AccountId, entry.Sequence, entry.Type, entry.Time, entry.Body);
}
