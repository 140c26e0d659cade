using MarginGrains.Gateway.Hosting;
using MarginGrains.Gateway.Http;
using MarginGrains.Gateway.Requests;
using MarginGrains.Gateway.Responses;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace MarginGrains.Gateway.Endpoints;

/// <summary>Temporary credit: granted and taken back by operators.</summary>
internal static class CreditEndpoints
{
    public static void Map(IEndpointRouteBuilder v1) => v1.MapPost("/accounts/{accountId}/credit", Post);

    private static async Task<IResult> Post(
        string accountId, HttpContext context, GatewayGrains grains, IOptions<GatewayOptions> options)
    {
        var account = grains.Account(Ids.Account(accountId));
        var request = await JsonBody.ReadAsync(context, options.Value.RequestBodyLimit, CreditRequest.Read);
        var reply = await account.ExecuteAsync(request.Command);
        if (reply.IsIdReused) throw MoneyEndpoints.ReusedId("grant or revocation of credit", request.CreditId);
        if (reply.Refusal is { } refusal) return Answers.Refused(context, refusal);
        if (reply.IsReplayed) Answers.MarkReplayed(context);
        var margin = await account.GetMarginAsync() ?? throw Answers.UnknownAccount(accountId);
        return Answers.Json(
            new CreditResponse(
                accountId, request.CreditId, Words.Of(request.Type), Wire.Amount(request.Amount),
                request.Amount.Currency.Code, Wire.Amount(margin.Account.Portfolio.CreditOrZero), reply.Version),
            GatewayJson.Plain.CreditResponse, reply.IsReplayed ? 200 : 201);
    }
}
