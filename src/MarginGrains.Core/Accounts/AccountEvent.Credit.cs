using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Accounts;

/// <content>Temporary credit.</content>
public abstract partial record AccountEvent
{
    /// <summary>An operator granted temporary credit; no cash moved.</summary>
    /// <param name="CreditId">Its natural id.</param>
    /// <param name="Amount">Above zero, in the account's currency.</param>
    /// <param name="Act">Who and why.</param>
    public sealed record CreditGranted(OperationId CreditId, Money Amount, OperatorAct Act) : AccountEvent;

    /// <summary>An operator took temporary credit back, all or a part of it; no cash moved.</summary>
    /// <param name="CreditId">Its natural id.</param>
    /// <param name="Amount">Above zero, in the account's currency.</param>
    /// <param name="Act">Who and why.</param>
    public sealed record CreditRevoked(OperationId CreditId, Money Amount, OperatorAct Act) : AccountEvent;
}
