using System.Text.Json.Nodes;
using MarginGrains.Core.Accounts;
using MarginGrains.Core.Primitives;
using MarginGrains.Gateway.Http;

namespace MarginGrains.Gateway.Events;

/// <content>Withdrawals in two phases, temporary credit.</content>
internal static partial class EventFields
{
    private static JsonObject? OfMoney(AccountEvent e) => e switch
    {
        AccountEvent.WithdrawalHeld held => Money(held.Amount, new()
        {
            ["transferId"] = held.TransferId.Value, ["credited"] = Wire.Amount(held.Credited),
        }),
        AccountEvent.WithdrawalConfirmed confirmed =>
            Money(confirmed.Amount, new() { ["transferId"] = confirmed.TransferId.Value }),
        AccountEvent.WithdrawalReleased released => Money(released.Amount, new()
        {
            ["transferId"] = released.TransferId.Value, ["credited"] = Wire.Amount(released.Credited),
        }),
        AccountEvent.CreditGranted granted => Credit(granted.CreditId, granted.Amount, granted.Act),
        AccountEvent.CreditRevoked revoked => Credit(revoked.CreditId, revoked.Amount, revoked.Act),
        _ => null,
    };

    private static JsonObject Credit(OperationId creditId, Money amount, OperatorAct act) => Money(amount, new()
    {
        ["creditId"] = creditId.Value, ["by"] = act.By, ["reason"] = act.Reason,
    });
}
