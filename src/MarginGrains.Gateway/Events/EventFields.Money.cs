using System.Text.Json.Nodes;
using MarginGrains.Core.Accounts;
using MarginGrains.Gateway.Http;

namespace MarginGrains.Gateway.Events;

/// <content>Withdrawals in two phases.</content>
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
        _ => null,
    };
}
