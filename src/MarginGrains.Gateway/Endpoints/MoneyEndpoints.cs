using MarginGrains.Contracts.Accounts;
using MarginGrains.Core.Accounts;
using MarginGrains.Core.Primitives;
using MarginGrains.Gateway.Hosting;
using MarginGrains.Gateway.Http;
using MarginGrains.Gateway.Requests;
using MarginGrains.Gateway.Responses;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace MarginGrains.Gateway.Endpoints;

/// <summary>Cash and securities that move.</summary>
internal static class MoneyEndpoints
{
    public static void Map(IEndpointRouteBuilder v1)
    {
        v1.MapPost("/accounts/{accountId}/transfers", PostTransfer);
        v1.MapPost("/accounts/{accountId}/collateral", PostCollateral);
        v1.MapPost("/accounts/{accountId}/isolated-margin", PostIsolatedMargin);
    }

    private static async Task<IResult> PostTransfer(
        string accountId, HttpContext context, GatewayGrains grains, IOptions<GatewayOptions> options)
    {
        var account = grains.Account(Ids.Account(accountId));
        var request = await JsonBody.ReadAsync(context, options.Value.RequestBodyLimit, TransferRequest.Read);
        var reply = await account.ExecuteAsync(request.Command);
        RequireOwnId(context, reply, request.TransferId);
        if (reply.Refusal is { } refusal) return RefusedTransfer(context, request, refusal);
        return Answers.Json(
            new TransferResponse(
                accountId, request.TransferId, Words.Of(request.Type),
                request.IsHeld ? "held" : "booked", Wire.Amount(request.Amount),
                request.Amount.Currency.Code, reply.Version),
            GatewayJson.Plain.TransferResponse, reply.IsReplayed ? 200 : 201);
    }

    private static async Task<IResult> PostCollateral(
        string accountId, HttpContext context, GatewayGrains grains, IOptions<GatewayOptions> options)
    {
        var account = grains.Account(Ids.Account(accountId));
        var request = await JsonBody.ReadAsync(context, options.Value.RequestBodyLimit, CollateralRequest.Read);
        var reply = await account.ExecuteAsync(
            new AccountCommand.MoveCollateral(new(request.TransferId), request.Symbol, request.Signed));
        RequireOwnId(context, reply, request.TransferId);
        if (reply.Refusal is { } refusal) return Answers.Refused(context, refusal);
        var regime = (await account.GetMarginAsync())?.Regime;
        var haircut = regime?.FindCollateral(request.Symbol)?.Haircut;
        return Answers.Json(
            new CollateralMoveResponse(
                accountId, request.TransferId, request.Type, request.Symbol.Value, request.Signed.Absolute.ToString(),
                haircut is not null, haircut?.ToString(),
                haircut is null
                    ? $"{request.Symbol} is not on the list of what regime {regime?.Id} takes, so it counts zero."
                    : null,
                reply.Version),
            GatewayJson.Plain.CollateralMoveResponse, reply.IsReplayed ? 200 : 201);
    }

    private static async Task<IResult> PostIsolatedMargin(
        string accountId, HttpContext context, GatewayGrains grains, IOptions<GatewayOptions> options)
    {
        var account = grains.Account(Ids.Account(accountId));
        var request = await JsonBody.ReadAsync(context, options.Value.RequestBodyLimit, IsolatedMarginRequest.Read);
        var reply = await account.ExecuteAsync(
            new AccountCommand.MoveMargin(new(request.TransferId), request.Symbol, request.Signed));
        RequireOwnId(context, reply, request.TransferId);
        if (reply.Refusal is { } refusal) return Answers.Refused(context, refusal);
        return Answers.Json(
            new IsolatedMarginResponse(
                accountId, request.TransferId, Words.Of(request.Type), request.Symbol.Value,
                Wire.Amount(request.Amount), request.Amount.Currency.Code, reply.Version),
            GatewayJson.Plain.IsolatedMarginResponse, reply.IsReplayed ? 200 : 201);
    }

    /// A transfer of whatever kind is known by its id: the same content again is the same answer, other content is not.
    private static void RequireOwnId(HttpContext context, CommandReply reply, string transferId)
    {
        if (reply.IsIdReused) throw ReusedId("transfer", transferId);
        if (reply.IsReplayed) Answers.MarkReplayed(context);
    }

    private static IResult RefusedTransfer(HttpContext context, TransferRequest request, Refusal refusal)
    {
        var problem = ProblemResponse.Of(context, refusal);
        if (request.Type != TransferKind.Withdrawal) return Answers.Problem(problem);
        return Answers.Problem(refusal.Code switch
        {
            Rejection.WithdrawalExceedsWithdrawable => problem with { Withdrawable = problem.Limit },

            // In these states nothing may leave, in any currency.
            Rejection.AccountRestricted or Rejection.AccountLiquidating or Rejection.CallOpen => problem with
            {
                Withdrawable = Wire.Amount(Money.Zero(request.Amount.Currency)),
                Currency = request.Amount.Currency.Code,
            },
            _ => problem,
        });
    }

    /// <summary>An id that was used before for something else.</summary>
    public static ProblemException ReusedId(string what, string id) => new(
        "idempotency_key_reused",
        $"An earlier {what} of this account has the id {id} and other content; nothing was done.");
}
