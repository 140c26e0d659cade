using System.Globalization;
using MarginGrains.Core.Instruments;
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

/// <summary>Published rates, official closing prices, corporate actions.</summary>
internal static class RateEndpoints
{
    public static void Map(IEndpointRouteBuilder v1)
    {
        v1.MapPut("/rates/{kind}", PutRates);
        v1.MapGet("/rates/{kind}", GetRates);
        v1.MapPut("/corporate-actions/{actionId}", PutAction);
        v1.MapGet("/corporate-actions/{actionId}", GetAction);
        v1.MapGet("/corporate-actions", ListActions);
    }

    private static async Task<IResult> PutRates(
        string kind, HttpContext context, GatewayGrains grains, IOptions<GatewayOptions> options)
    {
        var known = Kind(kind);
        var given = await JsonBody.ReadAsync(
            context, options.Value.BatchBodyLimit, b => RateRequest.Read(known, b));
        if (known == RateKind.Interest && !Currency.IsValid(given.Subject))
        {
            throw new ProblemException("definition_invalid", "Interest is published by currency.",
                new FieldError("subject", "definition_invalid", "Interest is published by currency."));
        }

        var reply = await grains.Rates(known, given.Subject).PublishAsync(given);
        DefinitionEndpoints.RequireValid(reply.Errors);
        if (!reply.InForce.IsEmpty)
        {
            var first = Wire.Time(reply.InForce[0]);
            throw new ProblemException("rate_in_force",
                string.Create(CultureInfo.InvariantCulture,
                    $"{reply.InForce.Length} of the points are fixed already, the first at {first}."),
                [.. Fixed(given, [.. reply.InForce])]);
        }

        return Answers.Json(
            RateSeriesResponse.Of(reply.Series!), GatewayJson.Plain.RateSeriesResponse, reply.IsNew ? 201 : 200);
    }

    private static IEnumerable<FieldError> Fixed(RateSeries given, HashSet<DateTimeOffset> instants)
    {
        for (var i = 0; i < given.Points.Length; i++)
        {
            if (!instants.Contains(given.Points[i].At)) continue;
            yield return new(string.Create(CultureInfo.InvariantCulture, $"points[{i}].at"), "rate_in_force",
                "Something is in force at this instant already.");
        }
    }

    private static async Task<IResult> GetRates(string kind, HttpContext context, GatewayGrains grains)
    {
        var known = Kind(kind);
        var query = new QueryFields(context, "subject");
        var subject = query.Id("subject");
        query.ThrowIfAny();
        var series = (await grains.Catalog.RatesAsync(known, subject)).Items.Select(RateSeriesResponse.Of).ToList();
        return Answers.Ok(PageResponse<RateSeriesResponse>.Whole(series),
            GatewayJson.Plain.PageResponseRateSeriesResponse);
    }

    private static async Task<IResult> PutAction(
        string actionId, HttpContext context, GatewayGrains grains, IOptions<GatewayOptions> options)
    {
        var id = Ids.CorporateAction(actionId);
        var action = await JsonBody.ReadAsync(
            context, options.Value.RequestBodyLimit, b => CorporateActionRequest.Read(id, b));
        var reply = await grains.CorporateAction(id).DefineAsync(action);
        DefinitionEndpoints.RequireValid(reply.Errors);
        if (reply.IsTooLate)
        {
            throw new ProblemException("action_in_force",
                $"Action {id} takes effect within a minute, or has taken effect already.",
                new FieldError("exAt", "action_in_force", "It must lie at least a minute ahead."));
        }

        if (reply.IsNew) context.Response.Headers.Location = context.Request.Path.ToString();
        return Answers.Json(CorporateActionResponse.Of(reply.Action!), GatewayJson.Plain.CorporateActionResponse,
            reply.IsNew ? 201 : 200);
    }

    private static async Task<IResult> GetAction(string actionId, HttpContext context, GatewayGrains grains)
    {
        new QueryFields(context).ThrowIfAny();
        var id = Ids.CorporateAction(actionId);
        var found = (await grains.Catalog.ActionsAsync()).Items.FirstOrDefault(a => a.Id == id)
            ?? throw new ProblemException("action_unknown", $"There is no corporate action {id}.");
        return Answers.Ok(CorporateActionResponse.Of(found), GatewayJson.Plain.CorporateActionResponse);
    }

    private static async Task<IResult> ListActions(HttpContext context, GatewayGrains grains)
    {
        var query = new QueryFields(context, "symbol");
        var symbol = query.Id("symbol");
        query.ThrowIfAny();
        var actions = (await grains.Catalog.ActionsAsync()).Items
            .Where(a => symbol is null || a.Symbol.Value == symbol).Select(CorporateActionResponse.Of).ToList();
        return Answers.Ok(PageResponse<CorporateActionResponse>.Whole(actions),
            GatewayJson.Plain.PageResponseCorporateActionResponse);
    }

    private static RateKind Kind(string text) => Words.TryParse<RateKind>(text, out var kind)
        ? kind
        : throw new ProblemException("rate_kind_unknown",
            $"There is no kind of rates of this name; known are {Words.List<RateKind>()}.");
}
