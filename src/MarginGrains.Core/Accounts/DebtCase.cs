using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Accounts;

/// <summary>Where a debt stands.</summary>
public enum DebtState
{
    /// <summary>It is owed and not overdue.</summary>
    Open,

    /// <summary>Its due time has passed.</summary>
    Overdue,

    /// <summary>It was not paid for so long that it is reported as a default.</summary>
    Defaulted,
}

/// <summary>What a client owes because equity was below zero. Its id is <c>debt-{n}</c>, counted per account.</summary>
/// <param name="DebtId">The case.</param>
/// <param name="Principal">
/// What was owed after the last booking, above zero, in the account's currency; prices alone do not change it.
/// </param>
/// <param name="OpenedAt">When it was opened.</param>
public sealed record DebtCase(string DebtId, Money Principal, DateTimeOffset OpenedAt)
{
    /// <summary>Where it stands.</summary>
    public DebtState State { get; init; }

    /// <summary>Until when it has to be paid; null without an end.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>The rule that made the due time, in words.</summary>
    public required string DueRule { get; init; }

    /// <summary>When it is in default; null when it never is.</summary>
    public DateTimeOffset? DefaultAt { get; init; }
}
