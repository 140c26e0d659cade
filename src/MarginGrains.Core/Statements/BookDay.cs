using System.Collections.Immutable;
using MarginGrains.Core.Accounts;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Statements;

/// <summary>A trading day of the whole book (rule DAYC-004).</summary>
public sealed record BookDay
{
    /// <summary>The day.</summary>
    public required ClosedDay Day { get; init; }

    /// <summary>Final when every account's statement is.</summary>
    public StatementState State => Drafts == 0 ? StatementState.Final : StatementState.Draft;

    /// <summary>Accounts that existed at the border.</summary>
    public int Accounts { get; init; }

    /// <summary>How many of them are closed on marks of the border.</summary>
    public int Drafts { get; init; }

    /// <summary>How many of them have no figures, because even those are missing.</summary>
    public int Unpriced { get; init; }

    /// <summary>Instruments whose official closing price is missing, in the order of the symbols.</summary>
    public ImmutableArray<Symbol> Missing { get; init; } = [];

    /// <summary>Σ opening balances per currency.</summary>
    public ImmutableArray<Money> Opening { get; init; } = [];

    /// <summary>Σ closing balances per currency.</summary>
    public ImmutableArray<Money> Closing { get; init; } = [];

    /// <summary>What the day moved on every side of the books.</summary>
    public ImmutableArray<LedgerTotal> Ledger { get; init; } = [];

    /// <summary>Whether the books sum to zero per currency, and the client's side to closing − opening.</summary>
    public bool IsBalanced { get; init; }

    /// <summary>The day over all statements, which are of that day.</summary>
    public static BookDay Of(ClosedDay day, IEnumerable<DailyStatement> statements)
    {
        int accounts = 0, drafts = 0, unpriced = 0;
        var missing = new SortedSet<Symbol>();
        var ledger = new SortedDictionary<LedgerAccount, ImmutableArray<Money>>();
        ImmutableArray<Money> opening = [], closing = [], all = [], moved = [];
        foreach (var statement in statements)
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

        return new()
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
}
