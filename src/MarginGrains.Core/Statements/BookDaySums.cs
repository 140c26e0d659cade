using System.Collections.Immutable;
using MarginGrains.Core.Accounts;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Statements;

/// <summary>Sums the statements of a day one by one (rule DAYC-004).</summary>
/// <param name="day">The day that they are of.</param>
public sealed class BookDaySums(ClosedDay day)
{
    private readonly SortedSet<Symbol> missing = [];
    private readonly SortedDictionary<LedgerAccount, ImmutableArray<Money>> ledger = [];
    private int accounts;
    private int drafts;
    private int unpriced;
    private ImmutableArray<Money> opening = [];
    private ImmutableArray<Money> closing = [];
    private ImmutableArray<Money> all = [];
    private ImmutableArray<Money> moved = [];

    /// <summary>Adds a statement.</summary>
    public void Add(DailyStatement statement)
    {
        accounts++;
        if (statement.State == StatementState.Draft) drafts++;
        if (!statement.Figures.IsPriced) unpriced++;
        missing.UnionWith(statement.Missing);
        opening = statement.Opening.Aggregate(opening, MoneySet.Add);
        closing = statement.Closing.Aggregate(closing, MoneySet.Add);
        foreach (var (account, amount) in statement.Ledger)
        {
            ledger[account] = MoneySet.Add(ledger.TryGetValue(account, out var sum) ? sum : [], amount);
            all = MoneySet.Add(all, amount);
            if (account == LedgerAccount.Client) moved = MoneySet.Add(moved, amount);
        }
    }

    /// <summary>The day over what was added.</summary>
    public BookDay Close() => new()
    {
        Day = day,
        Accounts = accounts,
        Drafts = drafts,
        Unpriced = unpriced,
        Missing = [.. missing],
        Opening = opening,
        Closing = closing,
        Ledger = [.. ledger.SelectMany(l => l.Value.Select(m => new LedgerTotal(l.Key, m)))],
        IsBalanced = all.IsEmpty && moved.Aggregate(opening, MoneySet.Add).SequenceEqual(closing),
    };
}
