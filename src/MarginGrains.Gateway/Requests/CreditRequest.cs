using MarginGrains.Core.Accounts;
using MarginGrains.Core.Primitives;
using MarginGrains.Gateway.Http;

namespace MarginGrains.Gateway.Requests;

/// <summary>Whether credit comes or goes.</summary>
internal enum CreditAct
{
    Grant,
    Revoke,
}

/// <summary>Temporary credit to grant or to take back.</summary>
internal sealed record CreditRequest(string CreditId, CreditAct Type, Money Amount, OperatorAct Act)
{
    public AccountCommand Command => Type == CreditAct.Grant
        ? new AccountCommand.GrantCredit(new(CreditId), Amount, Act)
        : new AccountCommand.RevokeCredit(new(CreditId), Amount, Act);

    public static CreditRequest Read(JsonFields body) => new(
        body.NaturalId("creditId"), body.Word<CreditAct>("type"),
        new(body.Decimal("amount"), body.Currency("currency")), OperatorRequest.Act(body));
}
