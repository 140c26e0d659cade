using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Calls;

/// <summary>A demand for margin that is open. Its id is <c>call-{n}</c>, counted per account.</summary>
/// <param name="CallId">The call.</param>
/// <param name="AmountDue">What was noticed last, above zero, in the account's currency.</param>
/// <param name="AmountToInitial">What would restore initial margin when it was noticed.</param>
/// <param name="Basis">What the amount restores.</param>
/// <param name="IssuedAt">When it was opened.</param>
/// <param name="DueAt">Until when it can be cured.</param>
/// <param name="DueRule">The rule that made the due time, in words.</param>
/// <param name="Paid">Deposits less withdrawals since it was opened, in the account's currency.</param>
public sealed record MarginCall(
    string CallId, Money AmountDue, Money AmountToInitial, CallBasis Basis,
    DateTimeOffset IssuedAt, DateTimeOffset DueAt, string DueRule, Money Paid);

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
