using System.Text.Json.Nodes;
using MarginGrains.Core.Accounts;
using MarginGrains.Core.Primitives;
using MarginGrains.Gateway.Http;

namespace MarginGrains.Gateway.Events;

/// <content>Withdrawals in two phases, temporary credit, debts, top-ups.</content>
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
        AccountEvent.DebtOpened { Debt: var debt } => Money(debt.Principal, new()
        {
            ["debtId"] = debt.DebtId,
            ["dueAt"] = Wire.Time(debt.DueAt),
            ["dueRule"] = debt.DueRule,
            ["defaultAt"] = Wire.Time(debt.DefaultAt),
        }),
        AccountEvent.DebtGrown grown => Debt(grown.DebtId, grown.From, grown.Principal),
        AccountEvent.DebtReduced reduced => Debt(reduced.DebtId, reduced.From, reduced.Principal),
        AccountEvent.DebtOverdue overdue => Debt(overdue.DebtId, null, overdue.Principal),
        AccountEvent.DebtDefaulted defaulted => Debt(defaulted.DebtId, null, defaulted.Principal),
        AccountEvent.DeficitRepaid repaid => new() { ["debtId"] = repaid.DebtId },
        _ => OfTopUp(e),
    };

    private static JsonObject? OfTopUp(AccountEvent e) => e switch
    {
        AccountEvent.TopUpSourcesSet set => new()
        {
            ["consent"] = set.Consent.IsGiven,
            ["by"] = set.Consent.By,
            ["sources"] = string.Join(", ", set.Sources.Select(s => s.AccountId.Value)),
        },
        AccountEvent.TopUpRequested { Request: var asked } => Money(asked.Amount, new()
        {
            ["transferId"] = asked.TransferId, ["source"] = asked.Source.Value,
        }),
        AccountEvent.TopUpCompleted completed => Money(completed.Amount, new()
        {
            ["transferId"] = completed.TransferId,
            ["source"] = completed.Source.Value,
            ["reason"] = completed.Reason,
            ["credited"] = Wire.Amount(completed.Credited),
        }),
        AccountEvent.TopUpExhausted exhausted => Money(exhausted.Missing, []),
        AccountEvent.TopUpRearmed => [],
        AccountEvent.TopUpGiven { Transfer: var sent } => Money(sent.Amount, new()
        {
            ["transferId"] = sent.TransferId, ["to"] = sent.To.Value, ["reason"] = sent.Reason,
        }),
        AccountEvent.TopUpDelivered delivered =>
            Money(delivered.Amount, new() { ["transferId"] = delivered.TransferId }),
        _ => null,
    };

    private static JsonObject Debt(string debtId, Money? from, Money principal) => Money(principal, new()
    {
        ["debtId"] = debtId, ["from"] = Wire.Amount(from),
    });

    private static JsonObject Credit(OperationId creditId, Money amount, OperatorAct act) => Money(amount, new()
    {
        ["creditId"] = creditId.Value, ["by"] = act.By, ["reason"] = act.Reason,
    });
}
