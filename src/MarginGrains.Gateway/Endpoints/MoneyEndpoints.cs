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

/// <summary>Transfers and the check before a trade.</summary>
internal static class MoneyEndpoints
{
    public static void Map(IEndpointRouteBuilder v1)
    {
        v1.MapPost("/accounts/{accountId}/transfers", PostTransfer);
        v1.MapPost("/accounts/{accountId}/orders:check", CheckOrder);
    }

    private static async Task<IResult> PostTransfer(
        string accountId, HttpContext context, GatewayGrains grains, IOptions<GatewayOptions> options)
    {
        var account = grains.Account(Ids.Account(accountId));
        var request = await JsonBody.ReadAsync(context, options.Value.RequestBodyLimit, TransferRequest.Read);
        var reply = await account.ExecuteAsync(
            new AccountCommand.Transfer(new(request.TransferId), request.Type, request.Amount));
        if (reply.IsIdReused) throw ReusedId("transfer", request.TransferId);
        if (reply.IsReplayed) Answers.MarkReplayed(context);
        if (reply.Refusal is { } refusal) return RefusedTransfer(context, request, refusal);
        return Answers.Json(
            new TransferResponse(
                accountId, request.TransferId, Words.Of(request.Type), Wire.Amount(request.Amount),
                request.Amount.Currency.Code, reply.Version),
            GatewayJson.Plain.TransferResponse, reply.IsReplayed ? 200 : 201);
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

    private static async Task<IResult> CheckOrder(
        string accountId, HttpContext context, GatewayGrains grains, IOptions<GatewayOptions> options)
    {
        var account = grains.Account(Ids.Account(accountId));
        var request = await JsonBody.ReadAsync(context, options.Value.RequestBodyLimit, OrderRequest.Read);
        var quote = (await grains.FindInstrumentAsync(request.Symbol))?.QuoteCurrency ?? default;
        var reply = await account.CheckOrderAsync(new(
            new(request.Symbol, request.Signed, request.Price ?? default, new(request.Fee, quote)),
            request.Price is null))
            ?? throw Answers.UnknownAccount(accountId);

        // Without an instrument, a regime or a quantity nothing was checked: that is no answer about the order.
        if (reply.Refusals
            is [{ Code: Rejection.InstrumentUnknown or Rejection.RegimeUnknown or Rejection.QuantityZero } nothing])
        {
            return Answers.Refused(context, nothing);
        }

        return Answers.Ok(
            new OrderCheckResponse(
                reply.Refusals.IsEmpty, [.. reply.Refusals.Select(Refusal)], FiguresResponse.Of(reply.Before),
                FiguresResponse.Of(reply.After), reply.LargestQuantity?.ToString()),
            GatewayJson.Plain.OrderCheckResponse);
    }

    /// <summary>An id that was used before for something else.</summary>
    public static ProblemException ReusedId(string what, string id) => new(
        "idempotency_key_reused",
        $"An earlier {what} of this account has the id {id} and other content; nothing was done.");

    private static RefusalResponse Refusal(Refusal refusal) => new(
        Problems.Of(refusal.Code).Code, refusal.Detail, Wire.Amount(refusal.Limit), refusal.Limit?.Currency.Code);
}
