using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Calls;

/// <summary>Where a call stands.</summary>
public enum CallState
{
    /// <summary>It demands the amount until it is due.</summary>
    Open,

    /// <summary>It was due, but its hold line was not crossed: it waits for a relapse or a cure.</summary>
    Held,

    /// <summary>Two people gave it up; it opens again only after its lines were clear once.</summary>
    Waived,
}

/// <summary>A demand for margin. Its id is <c>call-{n}</c>, counted per account.</summary>
/// <param name="CallId">The call.</param>
/// <param name="Rule">The name of the regime's rule that opened it; at most one call of each is open.</param>
/// <param name="AmountDue">What was noticed, above zero, in the account's currency; never changed afterwards.</param>
/// <param name="Basis">What the amount restores.</param>
/// <param name="IssuedAt">When it was opened.</param>
public sealed record MarginCall(
    string CallId, string Rule, Money AmountDue, CallBasis Basis, DateTimeOffset IssuedAt)
{
    /// <summary>Where it stands.</summary>
    public CallState State { get; init; }

    /// <summary>What would restore initial margin when the client was last told.</summary>
    public required Money AmountToInitial { get; init; }

    /// <summary>What was needed when the client was last told; at first the amount due.</summary>
    public required Money AmountNeeded { get; init; }

    /// <summary>Until when it can be cured; null without an end, or while it is held or waived.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>The rule that made the due time, in words.</summary>
    public string DueRule { get; init; } = "";

    /// <summary>
    /// Deposits less withdrawals since it was opened, and the credited share of net sales, in the account's currency.
    /// </summary>
    public Money Paid { get; init; }

    /// <summary>The share of net sales that counts as paid; null when only cash does.</summary>
    public Ratio? SalesCredit { get; init; }

    /// <summary>How often an operator has moved the due time.</summary>
    public int Extensions { get; init; }

    /// <summary>How many of the rule's reminders have been given or passed over.</summary>
    public int Reminders { get; init; }

    /// <summary>What is left of the amount due; never negative, never more than it.</summary>
    public Money Outstanding => Money.Max(
        AmountDue - Money.Max(Paid, Money.Zero(AmountDue.Currency)), Money.Zero(AmountDue.Currency));

    /// <summary>Whether it demands anything.</summary>
    public bool Demands => State != CallState.Waived;
}

/// <summary>What a call's amount restores.</summary>
public enum CallBasis
{
    /// <summary>Maintenance margin.</summary>
    Maintenance,

    /// <summary>Initial margin.</summary>
    Initial,

    /// <summary>The regime's clear level.</summary>
    ClearLevel,
}

/// <summary>How a call ended well.</summary>
public enum CureKind
{
    /// <summary>The figures are back at the clear level, by price, deposit or reduction.</summary>
    ClearLevelReached,

    /// <summary>The noticed amount was paid.</summary>
    Paid,

    /// <summary>Nothing is held any more.</summary>
    PositionsClosed,
}
