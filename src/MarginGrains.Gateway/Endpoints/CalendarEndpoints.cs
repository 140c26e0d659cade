using MarginGrains.Core.Calendars;
using MarginGrains.Gateway.Hosting;
using MarginGrains.Gateway.Http;
using MarginGrains.Gateway.Requests;
using MarginGrains.Gateway.Responses;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace MarginGrains.Gateway.Endpoints;

/// <summary>Trading calendars.</summary>
internal static class CalendarEndpoints
{
    public static void Map(IEndpointRouteBuilder v1)
    {
        v1.MapPut("/calendars/{calendarId}", PutCalendar);
        v1.MapGet("/calendars/{calendarId}", GetCalendar);
        v1.MapGet("/calendars", ListCalendars);
    }

    private static async Task<IResult> PutCalendar(
        string calendarId, HttpContext context, GatewayGrains grains, IOptions<GatewayOptions> options)
    {
        var id = Ids.Calendar(calendarId);
        var read = await JsonBody.ReadAsync(
            context, options.Value.RequestBodyLimit, b => CalendarRequest.Read(id, b));
        var reply = await grains.Calendar(id).DefineAsync(read with { Zone = Zones.Resolve(read.Zone.Name) });
        DefinitionEndpoints.RequireValid(reply.Errors);
        return DefinitionEndpoints.Defined(
            context, reply.IsNew, await FindAsync(calendarId, grains), GatewayJson.Plain.CalendarResponse);
    }

    private static async Task<IResult> GetCalendar(string calendarId, HttpContext context, GatewayGrains grains)
    {
        new QueryFields(context).ThrowIfAny();
        return Answers.Ok(await FindAsync(calendarId, grains), GatewayJson.Plain.CalendarResponse);
    }

    private static async Task<IResult> ListCalendars(HttpContext context, GatewayGrains grains)
    {
        new QueryFields(context).ThrowIfAny();
        var market = await grains.Catalog.GetMarketAsync();
        var all = (await grains.Catalog.CalendarsAsync()).Items.ToDictionary(c => c.Id);
        var calendars = all.Values.Select(c => MarketHours.Of(c, id => all.GetValueOrDefault(id)))
            .OfType<MarketHours>().Select(h => CalendarResponse.Of(h, market.Now)).ToList();
        return Answers.Ok(
            PageResponse<CalendarResponse>.Whole(calendars), GatewayJson.Plain.PageResponseCalendarResponse);
    }

    private static async Task<CalendarResponse> FindAsync(string calendarId, GatewayGrains grains)
    {
        var chain = (await grains.Catalog.FindCalendarAsync(Ids.Calendar(calendarId))).Items;
        if (chain.IsEmpty) throw new ProblemException("calendar_unknown", $"There is no calendar {calendarId}.");
        var hours = MarketHours.Of(chain[0], id => chain.FirstOrDefault(c => c.Id == id))!;
        return CalendarResponse.Of(hours, (await grains.Catalog.GetMarketAsync()).Now);
    }
}
