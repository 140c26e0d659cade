using MarginGrains.Contracts.Accounts;
using MarginGrains.Core.Accounts;
using MarginGrains.Gateway.Hosting;
using MarginGrains.Gateway.Http;
using MarginGrains.Gateway.Requests;
using MarginGrains.Gateway.Responses;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace MarginGrains.Gateway.Endpoints;

/// <summary>What a client prefers, and the end of a restriction.</summary>
internal static class PreferenceEndpoints
{
    public static void Map(IEndpointRouteBuilder v1)
    {
        v1.MapPut("/accounts/{accountId}/preferences", Put);
        v1.MapPost("/accounts/{accountId}:reinstate", Reinstate);
    }

    /// The wish is the one that may be refused, so it comes first: of a refused request nothing is done.
    private static async Task<IResult> Put(
        string accountId, HttpContext context, GatewayGrains grains, IOptions<GatewayOptions> options)
    {
        var account = grains.Account(Ids.Account(accountId));
        var request = await JsonBody.ReadAsync(context, options.Value.RequestBodyLimit, PreferencesRequest.Read);
        CommandReply? reply = null;
        if (request.LiquidateLast is { } last)
        {
            reply = await account.ExecuteAsync(new AccountCommand.PreferLast([.. last]));
            if (reply.Refusal is { } refusal) return Answers.Refused(context, refusal);
        }

        if (request.ClientClass is { } clientClass)
        {
            reply = await account.ExecuteAsync(new AccountCommand.ChangeClass(clientClass));
            if (reply.Refusal is { } refusal) return Answers.Refused(context, refusal);
        }

        var margin = await account.GetMarginAsync() ?? throw Answers.UnknownAccount(accountId);
        return Answers.Ok(
            new PreferencesResponse(
                accountId, Words.Of(margin.Account.Portfolio.ClientClass),
                [.. margin.Account.LiquidateLast.Select(s => s.Value)], reply?.Version ?? margin.Account.Sequence),
            GatewayJson.Plain.PreferencesResponse);
    }

    private static async Task<IResult> Reinstate(
        string accountId, HttpContext context, GatewayGrains grains, IOptions<GatewayOptions> options)
    {
        var account = grains.Account(Ids.Account(accountId));
        var act = await JsonBody.ReadAsync(context, options.Value.RequestBodyLimit, OperatorRequest.Act);
        var reply = await account.ExecuteAsync(new AccountCommand.Reinstate(act));
        if (reply.Refusal is { } refusal) return Answers.Refused(context, refusal);
        var margin = await account.GetMarginAsync() ?? throw Answers.UnknownAccount(accountId);
        return Answers.Ok(MarginResponse.Of(margin), GatewayJson.Plain.MarginResponse);
    }
}
