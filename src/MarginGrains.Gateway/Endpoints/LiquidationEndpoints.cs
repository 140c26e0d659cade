using MarginGrains.Gateway.Events;
using MarginGrains.Gateway.Http;
using MarginGrains.Gateway.Responses;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace MarginGrains.Gateway.Endpoints;

/// <summary>Liquidations: the running ones of all accounts, and one from its start on.</summary>
internal static class LiquidationEndpoints
{
    public static void Map(IEndpointRouteBuilder v1)
    {
        v1.MapGet("/liquidations", List);
        v1.MapGet("/liquidations/{liquidationId}", (string liquidationId, GatewayGrains grains) =>
            Get(Ids.AccountOfLiquidation(liquidationId), liquidationId, grains));
        v1.MapGet("/accounts/{accountId}/liquidations/{liquidationId}", Get);
    }

    private enum State
    {
        Running,
        Waiting,
    }

    private static async Task<IResult> List(HttpContext context, GatewayGrains grains)
    {
        var query = new QueryFields(context, "state", "limit", "cursor");
        var state = query.Word<State>("state");
        var limit = query.Limit();
        query.ThrowIfAny();
        var filter = state is { } word ? Words.Of(word) : "";
        var after = OpenCursor.Read(query.Text("cursor"), "liquidations", filter);
        var isWaiting = state is { } wanted ? wanted == State.Waiting : (bool?)null;
        var found = await grains.AskMonitorsAsync(m => m.ListLiquidationsAsync(new(isWaiting, limit + 1, after)));
        var merged = found.SelectMany(f => f).OrderBy(l => l.Rank).Take(limit + 1).ToList();
        var hasMore = merged.Count > limit;
        return Answers.Ok(
            new PageResponse<LiquidationResponse>(
                [.. merged.Take(limit).Select(LiquidationResponse.Of)],
                hasMore ? OpenCursor.Write("liquidations", filter, merged[limit - 1].Rank) : null, hasMore),
            GatewayJson.Plain.PageResponseLiquidationResponse);
    }

    private static async Task<IResult> Get(string accountId, string liquidationId, GatewayGrains grains)
    {
        var liquidation = await LiquidationHistory.ReadAsync(grains.Journal, Ids.Account(accountId), liquidationId)
            ?? throw new ProblemException(
                "liquidation_unknown", $"Account {accountId} never had a liquidation {liquidationId}.");
        return Answers.Ok(liquidation, GatewayJson.Plain.LiquidationDetailResponse);
    }
}
