using System.Security.Cryptography;
using System.Text.Json;
using MarginGrains.Contracts.Serialization;
using MarginGrains.Core.Accounts;

namespace MarginGrains.Grains.Accounts;

/// <summary>The id under which a command's answer is stored, and the hash of its content.</summary>
internal readonly record struct NaturalId(string Kind, string Id, string Fingerprint)
{
    /// <summary>Null for a command that may be repeated freely.</summary>
    public static NaturalId? Of(AccountCommand command) => command switch
    {
        AccountCommand.Transfer transfer => Hashed("transfer", transfer.TransferId.Value, command),
        AccountCommand.PlaceOrder place => Hashed("order", place.Order.OrderId.Value, command),
        AccountCommand.RecordFill fill => Hashed("fill", fill.FillId.Value, command),
        AccountCommand.RecordExecution execution => Hashed("execution", execution.ExecutionId.Value, command),
        AccountCommand.RecordOrderEnd end => Hashed("execution", end.ExecutionId.Value, command),
        AccountCommand.MoveCollateral move => Hashed("collateral", move.TransferId.Value, command),
        AccountCommand.MoveMargin move => Hashed("isolatedMargin", move.TransferId.Value, command),
        AccountCommand.HoldWithdrawal hold => Hashed("transfer", hold.TransferId.Value, command),
        AccountCommand.ConfirmWithdrawal confirm => Hashed("withdrawalEnd", confirm.TransferId.Value, command),
        AccountCommand.ReleaseWithdrawal release => Hashed("withdrawalEnd", release.TransferId.Value, command),
        AccountCommand.GrantCredit grant => Hashed("credit", grant.CreditId.Value, command),
        AccountCommand.RevokeCredit revoke => Hashed("credit", revoke.CreditId.Value, command),
        AccountCommand.GiveTopUp give => Hashed("topUpOut", give.TransferId, command),
        // A source that was not there and came later may still deliver: what it gives is booked.
        AccountCommand.CompleteTopUp complete =>
            Hashed(complete.Amount.IsPositive ? "topUpIn" : "topUpDeclined", complete.TransferId, command),
        _ => null,
    };

    private static NaturalId Hashed(string kind, string id, AccountCommand command)
    {
        var content = JsonSerializer.SerializeToUtf8Bytes(command, CoreJson.Options);
        return new(kind, id, Convert.ToHexStringLower(SHA256.HashData(content)));
    }
}
