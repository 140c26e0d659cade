using System.Text.Json;
using MarginGrains.Core.Accounts;
using MarginGrains.Grains.Hosting;
using MarginGrains.Grains.Ports;
using MarginGrains.Grains.Tests.Cluster;

namespace MarginGrains.Grains.Tests.Equivalence;

/// <summary>The account table, read like a monitor does: everything first, then what changed.</summary>
internal sealed class StoredAccounts(MarginCluster cluster)
{
    private readonly long[] seen = new long[MarginCluster.Partitions];

    public async Task<Dictionary<string, Account>> ReadAsync()
    {
        var found = new Dictionary<string, Account>();
        for (var partition = 0; partition < seen.Length; partition++)
        {
            var rows = await cluster.Of<IAccountRoster>().ReadAsync(partition, seen[partition], 10_000,
                CancellationToken.None);
            foreach (var row in rows)
            {
                found[row.AccountId] = JsonSerializer.Deserialize(row.Document, GrainsJson.Row)!.Account!;
                seen[partition] = row.Change;
            }
        }

        return found;
    }
}
