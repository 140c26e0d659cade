using System.Collections.Immutable;
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
        var sums = new BookDaySums(day);
        foreach (var statement in statements) sums.Add(statement);
        return sums.Close();
    }
}
