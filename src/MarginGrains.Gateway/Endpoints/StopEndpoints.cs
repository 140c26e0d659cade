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

/// <summary>Protective stops of an account.</summary>
internal static class StopEndpoints
{
    public static void Map(IEndpointRouteBuilder v1)
    {
        v1.MapGet("/accounts/{accountId}/protective-stops", List);
        v1.MapPut("/accounts/{accountId}/protective-stops/{stopId}", Put);
        v1.MapGet("/accounts/{accountId}/protective-stops/{stopId}", Get);
        v1.MapDelete("/accounts/{accountId}/protective-stops/{stopId}", Delete);
    }

    private static async Task<IResult> List(string accountId, HttpContext context, GatewayGrains grains)
    {
        new QueryFields(context).ThrowIfAny();
        var margin = await ReadAsync(accountId, grains);
        return Answers.Ok(
            PageResponse<StopResponse>.Whole([.. margin.Account.Stops.Select(StopResponse.Of)]),
            GatewayJson.Plain.PageResponseStopResponse);
    }

    /// The same content again changes nothing; other content replaces the stop, as long as it has not triggered.
    private static async Task<IResult> Put(
        string accountId, string stopId, HttpContext context, GatewayGrains grains, IOptions<GatewayOptions> options)
    {
        var account = grains.Account(Ids.Account(accountId));
        var id = Ids.Stop(stopId);
        var terms = await JsonBody.ReadAsync(context, options.Value.RequestBodyLimit, StopRequest.Read);
        var reply = await account.ExecuteAsync(new AccountCommand.PlaceStop(id, terms));
        if (reply.Refusal is { } refusal) return Answers.Refused(context, refusal);
        return Found(accountId, id, await ReadAsync(accountId, grains));
    }

    private static async Task<IResult> Get(string accountId, string stopId, GatewayGrains grains) =>
        Found(accountId, Ids.Stop(stopId), await ReadAsync(accountId, grains));

    private static async Task<IResult> Delete(
        string accountId, string stopId, HttpContext context, GatewayGrains grains)
    {
        var reply = await grains.Account(Ids.Account(accountId))
            .ExecuteAsync(new AccountCommand.CancelStop(Ids.Stop(stopId)));
        return reply.Refusal is { } refusal
            ? Answers.Refused(context, refusal)
            : Answers.Ok(new CancelledStopResponse(accountId, stopId, reply.Version),
                GatewayJson.Plain.CancelledStopResponse);
    }

    private static async Task<MarginReply> ReadAsync(string accountId, GatewayGrains grains) =>
        await grains.Account(Ids.Account(accountId)).GetMarginAsync() ?? throw Answers.UnknownAccount(accountId);

    /// What triggered and has closed is no stop any more; the journal tells what became of it.
    private static IResult Found(string accountId, Core.Primitives.StopId stopId, MarginReply margin)
    {
        if (margin.Account.FindStop(stopId) is { } stop)
        {
            return Answers.Ok(
                StopResponse.Of(stop) with { AccountId = accountId, Version = margin.Account.Sequence },
                GatewayJson.Plain.StopResponse);
        }

        throw margin.Account.TriggeredStops.Contains(stopId)
            ? new ProblemException("stop_triggered", $"The stop {stopId} has triggered and is done.")
            : new ProblemException("stop_unknown", $"There is no stop {stopId}.");
    }
}
