using MarginGrains.Core.Accounts;
using MarginGrains.Gateway.Http;

namespace MarginGrains.Gateway.Responses;

/// <summary>A held withdrawal that was confirmed or released.</summary>
internal sealed record WithdrawalEndResponse(string AccountId, string TransferId, string Status, long Version);

/// <summary>A withdrawal that is held: out of the balance, not yet paid out.</summary>
internal sealed record HeldWithdrawalResponse(string TransferId, string Amount, string Currency, string? HeldAt)
{
    public static HeldWithdrawalResponse Of(HeldWithdrawal held) => new(
        held.TransferId.Value, Wire.Amount(held.Amount), held.Amount.Currency.Code, Wire.Time(held.HeldAt));
}
