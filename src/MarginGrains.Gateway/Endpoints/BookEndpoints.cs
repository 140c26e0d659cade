using MarginGrains.Contracts.Scenarios;
using MarginGrains.Gateway.Hosting;
using MarginGrains.Gateway.Http;
using MarginGrains.Gateway.Requests;
using MarginGrains.Gateway.Responses;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace MarginGrains.Gateway.Endpoints;

/// <summary>Questions about the whole book: what a draft would do, and stress tests. One at a time.</summary>
internal static class BookEndpoints
{
    private const int NamedByDefault = 50;

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    public static void Map(IEndpointRouteBuilder v1)
    {
        v1.MapPost("/instruments/{symbol}:impact", InstrumentImpact);
        v1.MapPost("/regimes/{regimeId}:impact", RegimeImpact);
        v1.MapPost("/stress-tests", StartStress);
        v1.MapGet("/stress-tests/{id}", GetStress);
        v1.MapDelete("/stress-tests/{id}", CancelStress);
    }

    private static async Task<IResult> InstrumentImpact(
        string symbol, HttpContext context, GatewayGrains grains, IOptions<GatewayOptions> options)
    {
        var id = Ids.Symbol(symbol);
        var top = Top(context);
        if (await grains.FindInstrumentAsync(id) is null) throw DefinitionEndpoints.UnknownInstrument(symbol);
        var draft = await JsonBody.ReadAsync(
            context, options.Value.RequestBodyLimit, b => InstrumentRequest.Read(id, b));
        return await ImpactAsync(context, grains, new(draft, null, top));
    }

    private static async Task<IResult> RegimeImpact(
        string regimeId, HttpContext context, GatewayGrains grains, IOptions<GatewayOptions> options)
    {
        var id = Ids.Regime(regimeId);
        var top = Top(context);
        if (await grains.FindRegimeAsync(id) is null)
        {
            throw new ProblemException("regime_unknown", $"There is no regime {id}.") { Status = 404 };
        }

        var draft = await JsonBody.ReadAsync(context, options.Value.RequestBodyLimit, b => RegimeRequest.Read(id, b));
        return await ImpactAsync(context, grains, new(null, draft, top));
    }

    private static async Task<IResult> ImpactAsync(HttpContext context, GatewayGrains grains, ImpactQuestion question)
    {
        var id = TakenAs(await grains.Scenarios.StartImpactAsync(question));
        try
        {
            while (true)
            {
                var view = await grains.Scenarios.FindAsync(id);
                if (view?.Impact is { } impact)
                {
                    return Answers.Ok(ImpactResponse.Of(impact), GatewayJson.Plain.ImpactResponse);
                }

                if (view?.State != ScenarioState.Running)
                {
                    throw new ProblemException("unavailable", "The question was given up, or its silo is gone.");
                }

                await Task.Delay(Poll, context.RequestAborted);
            }
        }
        catch (OperationCanceledException)
        {
            // Nobody waits for the answer any more.
            await grains.Scenarios.CancelAsync(id);
            throw;
        }
    }

    private static async Task<IResult> StartStress(
        HttpContext context, GatewayGrains grains, IOptions<GatewayOptions> options)
    {
        var question = await JsonBody.ReadAsync(context, options.Value.RequestBodyLimit, StressRequest.Read);
        var id = TakenAs(await grains.Scenarios.StartStressAsync(question));
        context.Response.Headers.Location = $"{context.Request.Path}/{id}";
        var view = await grains.Scenarios.FindAsync(id);
        return Answers.Json(
            StressTestResponse.Of(id, view), GatewayJson.Plain.StressTestResponse, StatusCodes.Status202Accepted);
    }

    private static async Task<IResult> GetStress(string id, HttpContext context, GatewayGrains grains)
    {
        new QueryFields(context).ThrowIfAny();
        return Answers.Ok(
            StressTestResponse.Of(id, await FindAsync(id, grains)), GatewayJson.Plain.StressTestResponse);
    }

    private static async Task<IResult> CancelStress(string id, GatewayGrains grains)
    {
        await FindAsync(id, grains);
        await grains.Scenarios.CancelAsync(id);
        return Answers.Json(
            StressTestResponse.Of(id, await FindAsync(id, grains)), GatewayJson.Plain.StressTestResponse,
            StatusCodes.Status202Accepted);
    }

    private static async Task<ScenarioView> FindAsync(string id, GatewayGrains grains) =>
        id.StartsWith("stress-", StringComparison.Ordinal) && await grains.Scenarios.FindAsync(id) is { } view
            ? view
            : throw new ProblemException("stress_test_unknown", $"There is no stress test {id}.");

    private static int Top(HttpContext context)
    {
        var query = new QueryFields(context, "top");
        var top = query.Whole("top", 0, StressRequest.MostNamed) ?? NamedByDefault;
        query.ThrowIfAny();
        return (int)top;
    }

    private static string TakenAs(ScenarioTicket ticket)
    {
        ScenarioEndpoints.RequireValid(ticket.Errors);
        if (ticket.Busy)
        {
            throw new ProblemException("scenario_running", "Another question about the whole book is being answered.");
        }

        return ticket.Id!;
    }
}
