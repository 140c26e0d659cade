using System.Collections.Immutable;
using System.Text.Json;
using MarginGrains.Contracts.Insurance;
using MarginGrains.Core.Accounts;
using MarginGrains.Core.Primitives;
using MarginGrains.Grains.Accounts;
using MarginGrains.Grains.Hosting;
using MarginGrains.Grains.Ports;

namespace MarginGrains.Grains.Tests.Cluster;

/// <summary>
/// The last line of every scenario: no money is made or lost, and the journal tells the stored truth.
/// </summary>
internal static class Books
{
    public static AccountEvent Event(string body) => JsonSerializer.Deserialize(body, GrainsJson.Event)!;

    /// <summary>
    /// Everything settled first: then no claim is in transit, and the fund has what the accounts lack.
    /// </summary>
    public static async Task ShouldBalanceAsync(this MarginCluster cluster)
    {
        var journal = await AllAsync(cluster.Journal);
        var stored = await StoredAsync(cluster);
        stored.Keys.Order().ShouldBe(journal.Select(e => e.AccountId).Distinct().Order());
        var claimed = ImmutableArray<Money>.Empty;
        var linked = ImmutableArray<Money>.Empty;
        foreach (var events in journal.GroupBy(e => e.AccountId))
        {
            events.Select(e => e.Sequence).ShouldBe(Enumerable.Range(1, events.Count()).Select(n => (long)n),
                events.Key);
            var facts = events.Select(e => Event(e.Body)).ToList();
            AccountShouldBalance(stored[events.Key], facts);
            linked = Sum(facts, LedgerAccount.LinkedTransfers).Aggregate(linked, MoneySet.Add);
            foreach (var made in facts.OfType<AccountEvent.Compensated>().Where(c => c.Account is null))
            {
                claimed = MoneySet.Add(claimed, made.Claim.Amount);
            }
        }

        linked.ShouldBeEmpty("what a source has given its receiver has booked");
        foreach (var amount in claimed)
        {
            var fund = await cluster.Client.GetGrain<IInsuranceFundGrain>(amount.Currency.Code).GetAsync();
            (fund.Paid + fund.BrokerLoss).ShouldBe(amount);
        }
    }

    public static async Task<IReadOnlyList<JournalEntry>> AllAsync(IJournal journal)
    {
        var all = new List<JournalEntry>();
        while (true)
        {
            var page = await journal.ReadAllAsync(all.LastOrDefault()?.Position ?? 0, 10_000, CancellationToken.None);
            all.AddRange(page);
            if (page.Count < 10_000) return all;
        }
    }

    private static void AccountShouldBalance(Account stored, List<AccountEvent> events)
    {
        Json(AccountFold.Evolve(null, events)!).ShouldBe(Json(stored));
        stored.AwaitsMoney.ShouldBeFalse();
        events.SelectMany(Ledger.Entries).Aggregate(ImmutableArray<Money>.Empty, (s, e) => MoneySet.Add(s, e.Amount))
            .ShouldBeEmpty();
        Sum(events, LedgerAccount.Client).ShouldBe(stored.Portfolio.Balances);
        Sum(events, LedgerAccount.HeldWithdrawals).ShouldBe(
            stored.Withdrawals.Aggregate(ImmutableArray<Money>.Empty, (s, w) => MoneySet.Add(s, w.Amount)));
    }

    private static ImmutableArray<Money> Sum(IEnumerable<AccountEvent> events, LedgerAccount account) => events
        .SelectMany(Ledger.Entries).Where(e => e.Account == account)
        .Aggregate(ImmutableArray<Money>.Empty, (sum, e) => MoneySet.Add(sum, e.Amount));

    private static async Task<Dictionary<string, Account>> StoredAsync(MarginCluster cluster)
    {
        var found = new Dictionary<string, Account>();
        var roster = cluster.Of<IAccountRoster>();
        for (var partition = 0; partition < MarginCluster.Partitions; partition++)
        {
            foreach (var row in await roster.ReadAsync(partition, 0, 10_000, CancellationToken.None))
            {
                found.Add(row.AccountId, JsonSerializer.Deserialize(row.Document, GrainsJson.Row)!.Account!);
            }
        }

        return found;
    }

    private static string Json(Account account) =>
        JsonSerializer.Serialize(new AccountRow { Account = account }, GrainsJson.Row);
}
