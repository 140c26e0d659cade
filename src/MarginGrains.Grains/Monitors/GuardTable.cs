using MarginGrains.Contracts.Accounts;
using MarginGrains.Core.Accounts;
using MarginGrains.Core.Guards;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Grains.Monitors;

/// <summary>What a monitor keeps of one account.</summary>
internal sealed class GuardedAccount(string id, IAccountGrain grain)
{
    public string Id { get; } = id;

    public IAccountGrain Grain { get; } = grain;

    public Account? Account { get; set; }

    public Guard Guard { get; set; } = new(-1, [], null);

    /// <summary>When its outstanding orders or claims were first seen unanswered, by the process's own clock.</summary>
    public long? AwaitingSince { get; set; }
}

/// <summary>
/// Guards of one partition, by instrument and by due time. Single-threaded, like the monitor that owns it.
/// </summary>
internal sealed class GuardTable(Func<string, IAccountGrain> find)
{
    private readonly Dictionary<string, GuardedAccount> accounts = new(StringComparer.Ordinal);
    private readonly Dictionary<Symbol, HashSet<GuardedAccount>> holders = [];
    private readonly PriorityQueue<(GuardedAccount Account, DateTimeOffset DueAt), DateTimeOffset> due = new();
    private readonly HashSet<GuardedAccount> dirty = [];
    private readonly HashSet<GuardedAccount> awaiting = [];

    public IEnumerable<GuardedAccount> All => accounts.Values;

    /// <summary>Due times that are queued, those that were replaced since included.</summary>
    public int QueuedDueTimes => due.Count;

    public bool AnyDirty => dirty.Count > 0;

    /// <summary>Whether an account has to be woken, or waits for the venue or the fund.</summary>
    public bool IsUnfinished => dirty.Count > 0 || awaiting.Count > 0;

    public IReadOnlyCollection<GuardedAccount> Awaiting => awaiting;

    /// <summary>The version that is known of an account, -1 for none.</summary>
    public long VersionOf(string accountId) =>
        accounts.TryGetValue(accountId, out var known) ? known.Guard.Version : -1;

    /// <summary>
    /// Replaces an account's guard unless a newer version is known. A guard that is left already makes it dirty, and
    /// true is
    /// returned.
    /// </summary>
    public bool Replace(AccountNotice notice, MarketSet market, long timestamp)
    {
        if (!accounts.TryGetValue(notice.AccountId, out var known))
        {
            known = accounts[notice.AccountId] = new(notice.AccountId, find(notice.AccountId));
        }

        if (notice.Version < known.Guard.Version) return false;
        if (notice.Account is not null) known.Account = notice.Account;
        var queuedFor = known.Guard.DueAt;
        Index(known, notice.Guard);

        // A due time that stands is queued already: an account with a call is woken far more often than it is due.
        if (notice.Guard.DueAt is { } dueAt && dueAt != queuedFor) due.Enqueue((known, dueAt), dueAt);
        NoteAwaiting(known, timestamp);
        if (!IsLeft(notice, market)) return false;
        MarkDirty(known);
        return true;
    }

    private static bool IsLeft(AccountNotice notice, MarketSet market)
    {
        for (var i = 0; i < notice.Guard.Bands.Length; i++)
        {
            var band = notice.Guard.Bands[i];
            if (market.FindMark(band.Symbol) is not { } mark || !band.IsLeftBy(mark)) continue;

            // An account that was judged at newer marks than these is ahead, and asking it again would change nothing.
            if (i >= notice.MarkNumbers.Length || mark.Sequence > notice.MarkNumbers[i]) return true;
        }

        return false;
    }

    /// <summary>An account that is known.</summary>
    public GuardedAccount Find(string accountId) => accounts[accountId];

    public void MarkDirty(GuardedAccount account) => dirty.Add(account);

    /// <summary>Everyone whose figures depend on an instrument, added to the list.</summary>
    public void Holders(Symbol symbol, List<GuardedAccount> found)
    {
        if (holders.TryGetValue(symbol, out var all)) found.AddRange(all);
    }

    /// <summary>Everyone whose guard a mark leaves, added to the list.</summary>
    public void Crossed(Mark mark, List<GuardedAccount> crossed)
    {
        if (!holders.TryGetValue(mark.Symbol, out var candidates)) return;
        foreach (var account in candidates)
        {
            foreach (var band in account.Guard.Bands)
            {
                if (band.Symbol != mark.Symbol) continue;
                if (band.IsLeftBy(mark)) crossed.Add(account);
                break;
            }
        }
    }

    /// <summary>Takes the earliest due time that is before (or at) the limit, with everyone due at it.</summary>
    public DateTimeOffset? TakeDue(DateTimeOffset limit, bool orAt, List<GuardedAccount> taken)
    {
        DateTimeOffset? at = null;
        var once = new HashSet<GuardedAccount>();
        while (due.TryPeek(out var entry, out var dueAt) && (dueAt < limit || (orAt && dueAt == limit)))
        {
            if (at is not null && dueAt != at) break;
            due.Dequeue();

            // A guard that was replaced since has its own entry.
            if (entry.Account.Guard.DueAt != dueAt || !once.Add(entry.Account)) continue;
            at = dueAt;
            taken.Add(entry.Account);
        }

        return at;
    }

    /// <summary>Puts a due time back for an account that could not be asked, or that is still due.</summary>
    public void DueAgain(GuardedAccount account, DateTimeOffset at)
    {
        account.Guard = account.Guard with { DueAt = at };
        due.Enqueue((account, at), at);
    }

    /// <summary>Takes everyone who is dirty.</summary>
    public void TakeDirty(List<GuardedAccount> taken)
    {
        taken.AddRange(dirty);
        dirty.Clear();
    }

    private void Index(GuardedAccount account, Guard guard)
    {
        if (!SameSymbols(account.Guard, guard))
        {
            foreach (var band in account.Guard.Bands) holders[band.Symbol].Remove(account);
            foreach (var band in guard.Bands)
            {
                if (!holders.TryGetValue(band.Symbol, out var set)) holders[band.Symbol] = set = [];
                set.Add(account);
            }
        }

        account.Guard = guard;
    }

    private void NoteAwaiting(GuardedAccount account, long timestamp)
    {
        if (account.Account is { IsAwaitingAnswers: true })
        {
            account.AwaitingSince ??= timestamp;
            awaiting.Add(account);
            return;
        }

        account.AwaitingSince = null;
        awaiting.Remove(account);
    }

    private static bool SameSymbols(Guard one, Guard other)
    {
        if (one.Bands.Length != other.Bands.Length) return false;
        for (var i = 0; i < one.Bands.Length; i++)
        {
            if (one.Bands[i].Symbol != other.Bands[i].Symbol) return false;
        }

        return true;
    }
}
