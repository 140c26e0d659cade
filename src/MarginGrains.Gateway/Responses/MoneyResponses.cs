using MarginGrains.Core.Accounts;
using MarginGrains.Gateway.Http;

namespace MarginGrains.Gateway.Responses;

/// <summary>A held withdrawal that was confirmed or released.</summary>
internal sealed record WithdrawalEndResponse(string AccountId, string TransferId, string Status, long Version);

/// <summary>Temporary credit that was granted or taken back, and what there is of it now.</summary>
internal sealed record CreditResponse(
    string AccountId, string CreditId, string Type, string Amount, string Currency, string Credit, long Version);

/// <summary>A withdrawal that is held: out of the balance, not yet paid out.</summary>
internal sealed record HeldWithdrawalResponse(string TransferId, string Amount, string Currency, string? HeldAt)
{
    public static HeldWithdrawalResponse Of(HeldWithdrawal held) => new(
        held.TransferId.Value, Wire.Amount(held.Amount), held.Amount.Currency.Code, Wire.Time(held.HeldAt));
}
