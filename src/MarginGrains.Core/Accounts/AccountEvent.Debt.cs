using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Accounts;

/// <content>Debts.</content>
public abstract partial record AccountEvent
{
    /// <summary>A debt case was opened.</summary>
    public sealed record DebtOpened(DebtCase Debt) : AccountEvent;

    /// <summary>A booking made the debt larger.</summary>
    /// <param name="DebtId">The case.</param>
    /// <param name="From">What was owed before.</param>
    /// <param name="Principal">What is owed now.</param>
    public sealed record DebtGrown(string DebtId, Money From, Money Principal) : AccountEvent;

    /// <summary>A booking made the debt smaller; something is still owed.</summary>
    /// <param name="DebtId">The case.</param>
    /// <param name="From">What was owed before.</param>
    /// <param name="Principal">What is owed now.</param>
    public sealed record DebtReduced(string DebtId, Money From, Money Principal) : AccountEvent;

    /// <summary>The debt's due time has passed.</summary>
    public sealed record DebtOverdue(string DebtId, Money Principal) : AccountEvent;

    /// <summary>The debt is in default.</summary>
    public sealed record DebtDefaulted(string DebtId, Money Principal) : AccountEvent;

    /// <summary>The client owes nothing any more.</summary>
    public sealed record DeficitRepaid : AccountEvent
    {
        /// <summary>The case that ends; null for a debt that had none.</summary>
        public string? DebtId { get; init; }
    }
}
