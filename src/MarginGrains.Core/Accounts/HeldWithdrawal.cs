using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Accounts;

/// <summary>
/// A withdrawal in its first phase: the amount has left the balance and is in transit until it is confirmed or
/// released (rule ACCT-013).
/// </summary>
/// <param name="TransferId">Its natural id.</param>
/// <param name="Amount">Above zero.</param>
/// <param name="HeldAt">When it was held.</param>
public sealed record HeldWithdrawal(OperationId TransferId, Money Amount, DateTimeOffset HeldAt);
