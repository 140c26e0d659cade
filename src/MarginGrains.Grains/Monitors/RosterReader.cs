using System.Text.Json;
using MarginGrains.Core.Accounts;
using MarginGrains.Grains.Hosting;
using MarginGrains.Grains.Ports;

namespace MarginGrains.Grains.Monitors;

/// <summary>
/// Reads the account table for one monitor: everything first, then only what changed, and of that only what accounts
/// have not told by themselves.
/// </summary>
internal sealed class RosterReader(IAccountRoster roster)
{
    private const int PageSize = 1000;

    private long lastChange;
    private bool hasRead;

    /// <summary>Hands over what has changed since the last time.</summary>
    /// <param name="partition">The partition.</param>
    /// <param name="isKnown">Whether an account has told of the row with this tag.</param>
    /// <param name="found">Takes what it has not told.</param>
    public async Task ReadChangesAsync(int partition, Func<string, string, bool> isKnown, Action<Account> found)
    {
        while (hasRead)
        {
            var changes = await roster.ReadChangesAsync(partition, lastChange, PageSize, CancellationToken.None);
            if (!changes.All(c => isKnown(c.AccountId, c.ETag))) break;
            if (changes.Count > 0) lastChange = changes[^1].Change;
            if (changes.Count < PageSize) return;
        }

        while (true)
        {
            var rows = await roster.ReadDocumentsAsync(partition, lastChange, PageSize, CancellationToken.None);
            foreach (var row in rows)
            {
                var stored = JsonSerializer.Deserialize(row.Document.Span, GrainsJson.Row);
                if (stored?.Account is { } account) found(account);
                lastChange = row.Change;
            }

            hasRead = true;
            if (rows.Count < PageSize) return;
        }
    }
}
