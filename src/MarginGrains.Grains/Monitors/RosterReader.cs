using System.Text.Json;
using MarginGrains.Core.Accounts;
using MarginGrains.Grains.Hosting;
using MarginGrains.Grains.Ports;

namespace MarginGrains.Grains.Monitors;

/// <summary>Reads the account table for one monitor: everything first, then only what changed.</summary>
internal sealed class RosterReader(IAccountRoster roster)
{
    private const int PageSize = 1000;

    private long lastChange;

    public async Task ReadChangesAsync(int partition, Action<Account> found)
    {
        while (true)
        {
            var rows = await roster.ReadAsync(partition, lastChange, PageSize, CancellationToken.None);
            foreach (var row in rows)
            {
                if (JsonSerializer.Deserialize(row.Document, GrainsJson.Row)?.Account is { } account) found(account);
                lastChange = row.Change;
            }

            if (rows.Count < PageSize) return;
        }
    }
}
