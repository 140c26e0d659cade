using System.Text.Json;
using MarginGrains.Core.Accounts;
using MarginGrains.Grains.Hosting;
using MarginGrains.Grains.Ports;

namespace MarginGrains.Host.Play;

/// <summary>Follows the journal and keeps each account as its events say it is.</summary>
internal sealed class JournalFollower(IServiceProvider services)
{
    private const int PageSize = 1000;

    private readonly IJournal journal = services.GetRequiredService<IJournal>();
    private readonly Dictionary<string, Account> accounts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> counts = new(StringComparer.Ordinal);
    private readonly Settlement settlement = services.GetRequiredService<Settlement>();
    private long position;
    private long commits = -1;

    /// <summary>Every account.</summary>
    public IReadOnlyDictionary<string, Account> Accounts => accounts;

    /// <summary>How many events of a type there are, the database's earlier runs included.</summary>
    public long Count(string type) => counts.GetValueOrDefault(type);

    /// <summary>Takes what was committed since; the accounts are folded as the caller goes on.</summary>
    public async Task<IReadOnlyList<FollowedEvent>> ReadAsync(CancellationToken cancellationToken)
    {
        // Most ticks change nothing, and a look at a counter is a hundred times cheaper than a query.
        var committed = settlement.Commits;
        if (committed == commits) return [];
        commits = committed;
        var found = new List<FollowedEvent>();
        IReadOnlyList<JournalEntry> page;
        do
        {
            page = await journal.ReadAllAsync(position, PageSize, cancellationToken);
            foreach (var entry in page)
            {
                position = entry.Position;

                // What is no account's (a market that opens) has an owner that no account can be called.
                if (entry.AccountId.Contains(':', StringComparison.Ordinal)) continue;
                var e = JsonSerializer.Deserialize<AccountEvent>(entry.Body, GrainsJson.Options)!;
                var before = accounts.GetValueOrDefault(entry.AccountId);
                var after = AccountFold.Evolve(before, e);
                accounts[entry.AccountId] = after;
                counts[entry.Type] = counts.GetValueOrDefault(entry.Type) + 1;
                found.Add(new(entry.AccountId, entry.Type, e, before, after));
            }
        }
        while (page.Count == PageSize);
        return found;
    }
}

/// <summary>An event with the account before and after it.</summary>
internal sealed record FollowedEvent(string AccountId, string Type, AccountEvent Event, Account? Before, Account After);
