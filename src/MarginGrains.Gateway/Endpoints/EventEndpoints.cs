using System.Globalization;
using MarginGrains.Gateway.Events;
using MarginGrains.Gateway.Hosting;
using MarginGrains.Gateway.Http;
using MarginGrains.Gateway.Responses;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace MarginGrains.Gateway.Endpoints;

/// <summary>Events: followed live, or listed.</summary>
internal static class EventEndpoints
{
    public static void Map(IEndpointRouteBuilder v1)
    {
        v1.MapGet("/events", Follow);
        v1.MapGet("/events:list", List);
    }

    private enum Order
    {
        Newest,
        Oldest,
    }

    private static async Task Follow(
        HttpContext context, GatewayGrains grains, EventHub hub, IHostApplicationLifetime lifetime,
        TimeProvider time, IOptions<GatewayOptions> options)
    {
        var query = new QueryFields(context, "afterId", "types", "accountId");
        var filter = EventFilter.Read(query);
        var resumeFrom = LastEventId(context, query) ?? query.Whole("afterId", 0, long.MaxValue);
        query.ThrowIfAny();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted,
            lifetime.ApplicationStopping);
        var follower = await hub.FollowerAsync(stop.Token);
        var newest = await grains.Journal.LastPositionAsync();
        if (resumeFrom > newest)
        {
            throw new ProblemException("event_id_unknown", string.Create(
                CultureInfo.InvariantCulture, $"Events after {resumeFrom} were asked for; the newest is {newest}."));
        }

        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["X-Accel-Buffering"] = "no";
        var stream = new SseStream(context.Response.BodyWriter, time, options.Value.Heartbeat);
        try
        {
            await stream.WriteAsync(follower.FollowAsync(resumeFrom ?? newest, filter, stop.Token), stop.Token);
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // A server that stops ends its streams; the reader comes back with its last id.
            await context.Response.CompleteAsync();
        }
    }

    /// The header is what a browser sends when it resumes by itself: it knows better than the address.
    private static long? LastEventId(HttpContext context, QueryFields query)
    {
        var text = context.Request.Headers["Last-Event-ID"].ToString();
        if (text.Length == 0) return null;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id)) return id;
        query.Refuse("Last-Event-ID", "parameter_malformed", "The id of an event is a whole number.");
        return null;
    }

    private static async Task<IResult> List(HttpContext context, GatewayGrains grains)
    {
        var query = new QueryFields(context, "limit", "order", "afterId", "cursor", "types", "accountId");
        var filter = EventFilter.Read(query);
        var order = query.Word<Order>("order") ?? Order.Newest;
        var after = query.Whole("afterId", 0, long.MaxValue) ?? 0;
        var cursor = query.Whole("cursor", 0, long.MaxValue);
        var limit = query.Limit();
        query.ThrowIfAny();
        var (events, next) = order == Order.Newest
            ? await EventHistory.NewestAsync(
                grains.Journal, cursor ?? await grains.Journal.LastPositionAsync(), after, filter, limit)
            : await EventHistory.OldestAsync(grains.Journal, Math.Max(after, cursor ?? 0), filter, limit);
        return Answers.Ok(
            new PageResponse<EventResponse>(
                [.. events.Select(EventResponse.Of)], next?.ToString(CultureInfo.InvariantCulture), next is not null),
            GatewayJson.Plain.PageResponseEventResponse);
    }
}
