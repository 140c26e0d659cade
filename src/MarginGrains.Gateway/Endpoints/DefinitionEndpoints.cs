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

/// <summary>Regimes and instruments: what the broker defines.</summary>
internal static class DefinitionEndpoints
{
    public static void Map(IEndpointRouteBuilder v1)
    {
        v1.MapPut("/regimes/{regimeId}", PutRegime);
        v1.MapGet("/regimes/{regimeId}", GetRegime);
        v1.MapGet("/regimes", ListRegimes);
        v1.MapPut("/instruments/{symbol}", PutInstrument);
        v1.MapGet("/instruments/{symbol}", GetInstrument);
        v1.MapGet("/instruments", ListInstruments);
    }

    private static async Task<IResult> PutRegime(
        string regimeId, HttpContext context, GatewayGrains grains, IOptions<GatewayOptions> options)
    {
        var id = Ids.Regime(regimeId);
        var regime = await JsonBody.ReadAsync(context, options.Value.RequestBodyLimit, b => RegimeRequest.Read(id, b));
        var reply = await grains.Regime(id).DefineAsync(regime);
        RequireValid(reply.Errors);
        var market = await grains.Catalog.GetMarketAsync();
        var history = reply.History!;
        return Defined(context, reply.IsNew, RegimeResponse.Of(history, market.Now),
            GatewayJson.Plain.RegimeResponse);
    }

    private static async Task<IResult> GetRegime(string regimeId, GatewayGrains grains)
    {
        var id = Ids.Regime(regimeId);
        var history = await grains.FindRegimeAsync(id)
            ?? throw new ProblemException("regime_unknown", $"There is no regime {id}.") { Status = 404 };
        var market = await grains.Catalog.GetMarketAsync();
        return Answers.Ok(RegimeResponse.Of(history, market.Now), GatewayJson.Plain.RegimeResponse);
    }

    private static async Task<IResult> ListRegimes(GatewayGrains grains)
    {
        var market = await grains.Catalog.GetMarketAsync();
        var regimes = (await grains.Catalog.RegimesAsync()).Items
            .Select(r => RegimeResponse.Of(r, market.Now)).ToList();
        return Answers.Ok(PageResponse<RegimeResponse>.Whole(regimes), GatewayJson.Plain.PageResponseRegimeResponse);
    }

    private static async Task<IResult> PutInstrument(
        string symbol, HttpContext context, GatewayGrains grains, IOptions<GatewayOptions> options)
    {
        var id = Ids.Symbol(symbol);
        var instrument = await JsonBody.ReadAsync(
            context, options.Value.RequestBodyLimit, b => InstrumentRequest.Read(id, b));
        var reply = await grains.Instrument(id).DefineAsync(instrument);
        RequireValid(reply.Errors);
        return Defined(context, reply.IsNew, InstrumentResponse.Of(reply.Instrument!),
            GatewayJson.Plain.InstrumentResponse);
    }

    private static async Task<IResult> GetInstrument(string symbol, GatewayGrains grains)
    {
        var instrument = await grains.FindInstrumentAsync(Ids.Symbol(symbol)) ?? throw UnknownInstrument(symbol);
        return Answers.Ok(InstrumentResponse.Of(instrument), GatewayJson.Plain.InstrumentResponse);
    }

    private static async Task<IResult> ListInstruments(GatewayGrains grains)
    {
        var instruments = (await grains.Catalog.InstrumentsAsync()).Items.Select(InstrumentResponse.Of).ToList();
        return Answers.Ok(PageResponse<InstrumentResponse>.Whole(instruments),
            GatewayJson.Plain.PageResponseInstrumentResponse);
    }

    /// <summary>An instrument that is unknown by its address.</summary>
    public static ProblemException UnknownInstrument(string symbol) =>
        new("instrument_unknown", $"There is no instrument {symbol}.") { Status = 404 };

    /// <summary>Refuses a definition that is wrong; each field is named.</summary>
    public static void RequireValid(IReadOnlyCollection<DefinitionError> errors)
    {
        if (errors.Count == 0) return;
        throw new ProblemException("definition_invalid", string.Join(" ", errors.Select(e => e.Reason)),
            [.. errors.Select(e => new FieldError(FieldOf(e), "definition_invalid", e.Reason))]);
    }

    /// The field as it is called in the body, which says units that Core's types carry.
    private static string FieldOf(DefinitionError error) =>
        error.Field.Replace(".reminders[", ".remindersSeconds[", StringComparison.Ordinal);

    /// <summary>The answer to a definition: created, or as it stands.</summary>
    public static IResult Defined<T>(
        HttpContext context, bool isNew, T value, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
    {
        if (!isNew) return Answers.Ok(value, type);
        context.Response.Headers.Location = context.Request.Path.ToString();
        return Answers.Json(value, type, StatusCodes.Status201Created);
    }
}
