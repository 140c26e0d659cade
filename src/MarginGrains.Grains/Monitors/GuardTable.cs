using MarginGrains.Contracts.Accounts;
using MarginGrains.Core.Accounts;
using MarginGrains.Core.Guards;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Grains.Monitors;

/// <summary>What a monitor keeps of one account.</summary>
internal sealed class GuardedAccount(string id, IAccountGrain grain, int slot)
{
    public string Id { get; } = id;

    public IAccountGrain Grain { get; } = grain;

    /// <summary>Its place in the index.</summary>
    public int Slot { get; } = slot;

    public Account? Account { get; set; }

    /// <summary>The tag of the row that it was told of last.</summary>
    public string? ETag { get; set; }

    /// <summary>Its version as the account says it, -1 before it has said anything.</summary>
    public long Version { get; set; } = -1;

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
    private readonly List<GuardedAccount> bySlot = [];
    private readonly GuardIndex index = new();
    private readonly List<int> found = [];
    private readonly HashSet<GuardedAccount> dirty = [];
    private readonly HashSet<GuardedAccount> awaiting = [];

    public IReadOnlyList<GuardedAccount> All => bySlot;

    /// <summary>Due times that are queued, those that were replaced since included.</summary>
    public int QueuedDueTimes => index.QueuedDueTimes;

    /// <summary>The earliest instant at which somebody is due, or null.</summary>
    public DateTimeOffset? NextDue => index.NextDue();

    public bool AnyDirty => dirty.Count > 0;

    /// <summary>Whether what somebody holds has changed since this was last set to false.</summary>
    public bool IsChanged { get; set; }

    /// <summary>Whether an account has to be woken, or waits for the venue or the fund.</summary>
    public bool IsUnfinished => dirty.Count > 0 || awaiting.Count > 0;

    public IReadOnlyCollection<GuardedAccount> Awaiting => awaiting;

    /// <summary>The version that is known of an account, -1 for none.</summary>
    public long VersionOf(string accountId) =>
        accounts.TryGetValue(accountId, out var known) ? known.Version : -1;

    /// <summary>Whether an account has told of the row with a tag.</summary>
    public bool Knows(string accountId, string eTag) =>
        accounts.TryGetValue(accountId, out var known) && known.ETag == eTag;

    /// <summary>
    /// Takes what an account tells, unless a newer version is known: then null is returned and nothing changes. The
    /// guard that is armed stays so until it is replaced.
    /// </summary>
    public GuardedAccount? Take(AccountNotice notice, long timestamp)
    {
        if (!accounts.TryGetValue(notice.AccountId, out var known))
        {
            known = new(notice.AccountId, find(notice.AccountId), index.Add());
            accounts.Add(notice.AccountId, known);
            bySlot.Add(known);
        }

        if (notice.Version < known.Version) return null;
        known.Version = notice.Version;
        known.ETag = notice.ETag ?? known.ETag;
        if (notice.Account is not null)
        {
            IsChanged |= !ReferenceEquals(known.Account?.Portfolio, notice.Account.Portfolio)
                && known.Account?.Portfolio != notice.Account.Portfolio;
            known.Account = notice.Account;
        }

        NoteAwaiting(known, timestamp);
        return known;
    }

    /// <summary>Replaces an account's guard.</summary>
    public void Arm(GuardedAccount account, Guard guard)
    {
        account.Guard = guard;
        index.Arm(account.Slot, guard);
    }

    public void MarkDirty(GuardedAccount account) => dirty.Add(account);

    public bool IsDirty(GuardedAccount account) => dirty.Contains(account);

    /// <summary>Whether a mark leaves anybody's guard, or one that was replaced since.</summary>
    public bool IsTouchedBy(Mark mark) => index.IsTouchedBy(mark);

    /// <summary>
    /// Takes everyone whose guard a mark leaves, added to the list: each of them has to be armed anew, or marked dirty.
    /// </summary>
    public void Crossed(Mark mark, List<GuardedAccount> crossed)
    {
        found.Clear();
        index.Crossed(mark, found);
        foreach (var slot in found) crossed.Add(bySlot[slot]);
    }

    /// <summary>Takes the earliest due time that is before (or at) the limit, with everyone due at it.</summary>
    public DateTimeOffset? TakeDue(DateTimeOffset limit, bool orAt, List<GuardedAccount> taken)
    {
        found.Clear();
        var at = index.TakeDue(limit, orAt, found);
        foreach (var slot in found) taken.Add(bySlot[slot]);
        return at;
    }

    /// <summary>Puts a due time back for an account that could not be asked, or that is still due.</summary>
    public void DueAgain(GuardedAccount account, DateTimeOffset at)
    {
        account.Guard = account.Guard with { DueAt = at };
        index.DueAt(account.Slot, at);
    }

    /// <summary>Whoever has an edge of an instrument's mark within two prices, or is asked at every mark.</summary>
    public IEnumerable<GuardedAccount> Near(Symbol symbol, Price from, Price to) =>
        index.Near(symbol, from, to).Select(slot => bySlot[slot]);

    /// <summary>Takes everyone who is dirty.</summary>
    public void TakeDirty(List<GuardedAccount> taken)
    {
        taken.AddRange(dirty);
        dirty.Clear();
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
}
