using MarginGrains.Contracts.Journal;
using MarginGrains.Core.Accounts;

namespace MarginGrains.Gateway.Events;

/// <summary>An event with the account as it was before it.</summary>
internal readonly record struct HistoricEvent(JournalEvent Entry, AccountEvent Event, Account? Before);

/// <summary>Reads an account's journal from its beginning and folds it.</summary>
internal static class AccountHistory
{
    private const int Window = 1_000;

    /// <summary>Every event in order; nothing when there is no such account.</summary>
    public static async IAsyncEnumerable<HistoricEvent> ReadAsync(IJournalGrain journal, string accountId)
    {
        Account? account = null;
        long after = 0;
        while (true)
        {
            var rows = await journal.ReadAccountAsync(accountId, after, Window);
            foreach (var row in rows)
            {
                var e = JournalBody.Read(row);
                yield return new(row, e, account);
                account = AccountFold.Evolve(account, e);
            }

            if (rows.Length < Window) yield break;
            after = rows[^1].Sequence;
        }
    }
}
