using MarginGrains.Core.Accounts;
using MarginGrains.Gateway.Http;

namespace MarginGrains.Gateway.Responses;

/// <summary>A held withdrawal that was confirmed or released.</summary>
internal sealed record WithdrawalEndResponse(string AccountId, string TransferId, string Status, long Version);

/// <summary>Temporary credit that was granted or taken back, and what there is of it now.</summary>
internal sealed record CreditResponse(
    string AccountId, string CreditId, string Type, string Amount, string Currency, string Credit, long Version);

/// <summary>What a client owes.</summary>
internal sealed record DebtResponse
{
    public required string DebtId { get; init; }

    public required string State { get; init; }

    public required string Principal { get; init; }

    public required string Currency { get; init; }

    public string? OpenedAt { get; init; }

    public string? DueAt { get; init; }

    public required string DueRule { get; init; }

    public string? DefaultAt { get; init; }

    public static DebtResponse? Of(DebtCase? debt) => debt is null ? null : new()
    {
        DebtId = debt.DebtId,
        State = Words.Of(debt.State),
        Principal = Wire.Amount(debt.Principal),
        Currency = debt.Principal.Currency.Code,
        OpenedAt = Wire.Time(debt.OpenedAt),
        DueAt = Wire.Time(debt.DueAt),
        DueRule = debt.DueRule,
        DefaultAt = Wire.Time(debt.DefaultAt),
    };
}

/// <summary>A withdrawal that is held: out of the balance, not yet paid out.</summary>
internal sealed record HeldWithdrawalResponse(string TransferId, string Amount, string Currency, string? HeldAt)
{
    public static HeldWithdrawalResponse Of(HeldWithdrawal held) => new(
        held.TransferId.Value, Wire.Amount(held.Amount), held.Amount.Currency.Code, Wire.Time(held.HeldAt));
}
