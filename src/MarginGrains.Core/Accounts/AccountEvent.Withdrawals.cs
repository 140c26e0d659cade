using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Accounts;

/// <content>Withdrawals in two phases.</content>
public abstract partial record AccountEvent
{
    /// <summary>A withdrawal left the balance; it is in transit until it is confirmed or released.</summary>
    /// <param name="TransferId">Its natural id.</param>
    /// <param name="Amount">Above zero.</param>
    public sealed record WithdrawalHeld(OperationId TransferId, Money Amount) : AccountEvent
    {
        /// <summary>What it counts for open calls, below zero, in the account's currency; null when it does
        /// not.</summary>
        public Money? Credited { get; init; }
    }

    /// <summary>A held withdrawal was paid out.</summary>
    public sealed record WithdrawalConfirmed(OperationId TransferId, Money Amount) : AccountEvent;

    /// <summary>A held withdrawal came back into the balance.</summary>
    public sealed record WithdrawalReleased(OperationId TransferId, Money Amount) : AccountEvent
    {
        /// <summary>What it counts for open calls, in the account's currency; null when it does not.</summary>
        public Money? Credited { get; init; }
    }
}
