using MarginGrains.Core.Instruments;
using MarginGrains.Gateway.Hosting;
using MarginGrains.Gateway.Http;
using MarginGrains.Gateway.Requests;
using MarginGrains.Gateway.Responses;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace MarginGrains.Gateway.Endpoints;

/// <summary>Questions about one account of which nothing is stored: what if, and how large.</summary>
internal static class ScenarioEndpoints
{
    public static void Map(IEndpointRouteBuilder v1)
    {
        v1.MapPost("/accounts/{accountId}/margin:what-if", AskWhatIf);
        v1.MapPost("/accounts/{accountId}/position-size", AskSize);
    }

    private static async Task<IResult> AskWhatIf(
        string accountId, HttpContext context, GatewayGrains grains, IOptions<GatewayOptions> options)
    {
        var account = grains.Account(Ids.Account(accountId));
        var quotes = (await grains.Catalog.InstrumentsAsync()).Items.ToDictionary(i => i.Symbol, i => i.QuoteCurrency);
        var changes = await JsonBody.ReadAsync(
            context, options.Value.RequestBodyLimit, new WhatIfRequest(quotes).Read);
        var reply = await account.WhatIfAsync(changes) ?? throw Answers.UnknownAccount(accountId);
        RequireValid(reply.Errors);
        return Answers.Ok(WhatIfResponse.Of(accountId, reply), GatewayJson.Plain.WhatIfResponse);
    }

    private static async Task<IResult> AskSize(
        string accountId, HttpContext context, GatewayGrains grains, IOptions<GatewayOptions> options)
    {
        var account = grains.Account(Ids.Account(accountId));
        var question = await JsonBody.ReadAsync(context, options.Value.RequestBodyLimit, SizeRequest.Read);
        var result = await account.PositionSizeAsync(question) ?? throw Answers.UnknownAccount(accountId);
        return result.Refusal is { } refusal
            ? Answers.Refused(context, refusal)
            : Answers.Ok(
                PositionSizeResponse.Of(accountId, question, result), GatewayJson.Plain.PositionSizeResponse);
    }

    /// <summary>Refuses a scenario that contradicts itself or names what is not there.</summary>
    public static void RequireValid(IReadOnlyCollection<DefinitionError> errors)
    {
        if (errors.Count == 0) return;
        throw new ProblemException("definition_invalid", string.Join(" ", errors.Select(e => e.Reason).Distinct()),
            [.. errors.Select(e => new FieldError(e.Field, "definition_invalid", e.Reason))]);
    }
}
